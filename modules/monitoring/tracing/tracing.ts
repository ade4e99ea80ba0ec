import { XrayEncryptionConfig } from "@cdktf/provider-aws/lib/xray-encryption-config";
import { XrayGroup } from "@cdktf/provider-aws/lib/xray-group";
import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Keys } from "../../foundation/contracts";
import type { Site } from "../../foundation/names";
import { type SamplingRule, samplingRules, tracingProblems } from "./sampling-rules";
import { TRACE_GROUPS, type TraceGroup } from "./trace-groups";
import type { TracingSettings } from "./tracing-settings";

export interface TracingProps {
  readonly keys: Pick<Keys, "logs">;
  readonly site: Pick<Site, "prefix">;
  readonly settings: TracingSettings;
}

/**
 * X-Ray: which requests are traced, groups of traces to look at, and the key that encrypts them all. Reports every problem
 * of the settings. Encryption is a setting of the account and region that stays when this is destroyed; X-Ray stops to
 * store traces once the key is gone: `aws xray put-encryption-config --type NONE` sets it back.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-encryption.html
 */
export class Tracing extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: TracingProps,
  ) {
    super(scope, id);
    for (const problem of tracingProblems(props.settings)) Annotations.of(this).addError(problem);
    new XrayEncryptionConfig(this, "encryption", { type: "KMS", keyId: props.keys.logs.arn });
    for (const rule of samplingRules(props.settings)) this.createRule(rule);
    for (const group of TRACE_GROUPS) this.createGroup(group);
  }

  private createRule({ id, priority, urlPath, reservoirPerSecond, rate }: SamplingRule): void {
    new XraySamplingRule(this, `sample-${id}`, {
      ruleName: `${this.props.site.prefix}-${id}`,
      priority,
      urlPath,
      reservoirSize: reservoirPerSecond,
      fixedRate: rate,
      httpMethod: "*",
      host: "*",
      serviceName: "*",
      serviceType: "*",
      resourceArn: "*",
      version: 1,
    });
  }

  private createGroup({ id, filterExpression, insights }: TraceGroup): void {
    new XrayGroup(this, `group-${id}`, {
      groupName: `${this.props.site.prefix}-${id}`,
      filterExpression,
      // X-Ray would send notifications to EventBridge without the key.
      insightsConfiguration: { insightsEnabled: insights, notificationsEnabled: false },
    });
  }
}
