import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
  type CloudwatchMetricAlarmMetricQuery,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Annotations, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { Arn } from "../foundation/contracts";
import type { Metric, Signal } from "../foundation/metrics";
import { alarmProblems } from "./alarm-checks";
import { type AlarmSpec, description, MISSING_DATA } from "./alarm-spec";

/** The arguments of a metric alarm that say what it looks at and when it is raised. */
type Measurement = Pick<
  CloudwatchMetricAlarmConfig,
  | "comparisonOperator"
  | "datapointsToAlarm"
  | "dimensions"
  | "evaluateLowSampleCountPercentiles"
  | "evaluationPeriods"
  | "extendedStatistic"
  | "metricName"
  | "metricQuery"
  | "namespace"
  | "period"
  | "statistic"
  | "threshold"
  | "thresholdMetricId"
  | "treatMissingData"
>;

/**
 * The slowest of a hundred requests, of which there must be enough to tell.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
const OF_SLOWEST = { extendedStatistic: "p99", evaluateLowSampleCountPercentiles: "ignore" } as const;

/** Ids of what is compared and of the band that it is compared with. */
const VALUE = "value";
const USUAL = "usual";

/**
 * Arguments of an alarm that say what it measures. One metric against a fixed number stays what it is; everything else is a
 * list of queries, of which only what is compared is returned.
 */
export function measurement({ signal, threshold, window, missingData }: AlarmSpec): Measurement {
  const { periodSeconds, periods, breaching = periods } = window;
  const common = {
    evaluationPeriods: periods,
    datapointsToAlarm: breaching,
    treatMissingData: MISSING_DATA[missingData].treatAs,
  };
  if ("aboveUsual" in threshold) {
    const expression = `ANOMALY_DETECTION_BAND(${VALUE}, ${threshold.aboveUsual})`;
    const band = { id: USUAL, label: "Usual", expression, returnData: true };
    return {
      ...common,
      comparisonOperator: "GreaterThanUpperThreshold",
      thresholdMetricId: USUAL,
      metricQuery: [...queries(signal, periodSeconds), band],
    };
  }
  const [comparisonOperator, limit] =
    "above" in threshold ? ["GreaterThanThreshold", threshold.above] : ["LessThanThreshold", threshold.below];
  const compared = { ...common, comparisonOperator: String(comparisonOperator), threshold: Number(limit) };
  if ("expression" in signal) return { ...compared, metricQuery: queries(signal, periodSeconds) };
  const { namespace, name, statistic, dimensions } = signal;
  return {
    ...compared,
    namespace,
    metricName: name,
    dimensions: { ...dimensions },
    period: periodSeconds,
    ...(statistic === "p99" ? OF_SLOWEST : { statistic }),
  };
}

function queries(signal: Signal, periodSeconds: number): CloudwatchMetricAlarmMetricQuery[] {
  if (!("expression" in signal)) return [{ ...query(VALUE, signal, periodSeconds), returnData: true }];
  const metrics = Object.entries(signal.metrics);
  // A query whose references are unknown in a plan and turn out to be as before ends the apply ("inconsistent final
  // plan"), as when a store gets fewer nodes. With their number in each label, all of them change.
  const label = (index: number) => `${index + 1} of ${metrics.length}`;
  return [
    ...metrics.map(([id, metric], index) => ({ ...query(id, metric, periodSeconds), label: label(index) })),
    { id: VALUE, label: "Value", expression: signal.expression, returnData: true },
  ];
}

function query(id: string, { namespace, name, statistic, dimensions }: Metric, period: number) {
  const metric = { namespace, metricName: name, dimensions: { ...dimensions }, period, stat: statistic };
  return { id, returnData: false, metric };
}

export interface AlarmProps {
  readonly spec: AlarmSpec;
  /** Hear when the alarm is raised and when it is over; in the alarm's region. `[]` for a part of a composite alarm. */
  readonly topics: readonly Arn[];
  /** Name in the region. */
  readonly name: string;
  /** The AWS provider of the metric's region, where that is not the root's own. */
  readonly provider?: TerraformProvider;
}

/**
 * A CloudWatch alarm that tells what it means and where its runbook is. Reports every problem of its spec.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export class Alarm extends CloudwatchMetricAlarm {
  constructor(scope: Construct, id: string, { spec, topics, name, provider }: AlarmProps) {
    const told = topics.map(({ arn }) => arn);
    const actions = told.length === 0 ? {} : { alarmActions: told, okActions: told };
    super(scope, id, {
      ...(provider === undefined ? {} : { provider }),
      alarmName: name,
      alarmDescription: description(spec.meaning, spec.runbook),
      ...measurement(spec),
      ...actions,
    });
    for (const problem of alarmProblems(spec)) Annotations.of(this).addError(problem);
  }
}
