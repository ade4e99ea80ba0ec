import { XrayEncryptionConfig } from "@cdktf/provider-aws/lib/xray-encryption-config";
import { XrayGroup } from "@cdktf/provider-aws/lib/xray-group";
import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { basePath, HEALTH_PATH, LEARNER_SERVICES } from "../foundation/routes";
import { settingsProblems } from "../foundation/schema";
import { type TracingSettings, tracingSettings } from "./settings";

/** Which requests are traced. The first rule that fits decides, by priority. */
export interface SamplingRule {
  /** Last part of the rule's name, and its construct id. */
  readonly id: string;
  /** 1 to 9,999. */
  readonly priority: number;
  /** Path of the request, at most 128 characters; `*` stands for any. */
  readonly urlPath: string;
  readonly reservoirPerSecond: number;
  readonly rate: number;
}

/**
 * Health checks are never traced, they would be most of all traces; learners at work more often than anything else.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function samplingRules({ reservoirPerSecond, learnerRate, otherRate }: TracingSettings): SamplingRule[] {
  return [
    { id: "health-checks", priority: 100, urlPath: HEALTH_PATH, reservoirPerSecond: 0, rate: 0 },
    ...LEARNER_SERVICES.map((service, index) => ({
      id: service,
      priority: 1000 + index,
      urlPath: `${basePath(service)}/*`,
      reservoirPerSecond,
      rate: learnerRate,
    })),
    { id: "everything-else", priority: 9000, urlPath: "*", reservoirPerSecond, rate: otherRate },
  ];
}

/** Traces that belong together: a page of their own in the console, and metrics of them in CloudWatch. */
export interface TraceGroup {
  /** Last part of the group's name, and its construct id. */
  readonly id: string;
  /** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html */
  readonly filterExpression: string;
  /** Whether X-Ray looks for unusual faults by itself, which costs money per trace. */
  readonly insights: boolean;
}

/** A learner notices a page that takes longer, in seconds. */
const SLOW_SECONDS = 2;

/** X-Ray groups: the traces that an incident's first questions are about. */
export const TRACE_GROUPS: readonly TraceGroup[] = [
  { id: "faults", filterExpression: "fault", insights: true },
  { id: "slow", filterExpression: `ok AND responsetime > ${SLOW_SECONDS}`, insights: false },
  { id: "exams", filterExpression: `http.url CONTAINS "${basePath("assessments")}/"`, insights: false },
];

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
    report(this, settingsProblems("", tracingSettings, props.settings));
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
