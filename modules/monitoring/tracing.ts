import { XrayEncryptionConfig } from "@cdktf/provider-aws/lib/xray-encryption-config";
import { XrayGroup } from "@cdktf/provider-aws/lib/xray-group";
import { XraySamplingRule } from "@cdktf/provider-aws/lib/xray-sampling-rule";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { basePath, HEALTH_PATH, LEARNER_SERVICES } from "../foundation/routes";
import type { TracingSettings } from "./settings";

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

/** Checks what types cannot. @returns every problem at once, `[]` when there is none */
export function tracingProblems(settings: TracingSettings): string[] {
  const { reservoirPerSecond, learnerRate, otherRate } = settings;
  const problems = Object.entries({ learnerRate, otherRate })
    .filter(([, rate]) => !(rate >= 0 && rate <= 1))
    .map(([field, rate]) => `${field}: must be a share from 0 to 1, got ${rate}; 0.05 is five in a hundred`);
  if (!(Number.isInteger(reservoirPerSecond) && reservoirPerSecond >= 0)) {
    problems.unshift(
      `reservoirPerSecond: must be a whole number of requests, 0 or more, got ${reservoirPerSecond}; ` +
        "say a share of them with the rates",
    );
  }
  return problems;
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
