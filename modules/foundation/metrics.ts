/** CloudWatch metric of one resource, found by references to the resource's own attributes. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly statistic: Statistic;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Statistics that the platform uses. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
export type Statistic = "Average" | "Maximum" | "Minimum" | "Sum" | "p50" | "p90" | "p99";

/** Metric math over metrics by their ids. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
export interface Expression {
  readonly expression: string;
  /** At most ten; an id begins with a lower-case letter. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** One metric, or a value computed from several. */
export type Signal = Metric | Expression;

/** Namespace of what people and the platform itself measure of recovery. */
export const RECOVERY_NAMESPACE = "LMS/Recovery";

/** The metrics of one resource, by name and statistic. */
export type MetricSource = (name: string, statistic: Statistic) => Metric;

/** Metrics of the resource that a namespace knows by these dimensions. */
export function metricsOf(namespace: string, dimensions: Metric["dimensions"]): MetricSource {
  return (name, statistic) => ({ namespace, name, statistic, dimensions });
}

/** One value for a metric of many resources: the worst of them, or their sum. One alarm then watches all of them. */
export function overAll(combine: "MAX" | "MIN" | "SUM", metrics: readonly Metric[]): Signal {
  const [only, ...others] = metrics;
  if (only !== undefined && others.length === 0) return only;
  const named = metrics.map((metric, index) => [`m${index + 1}`, metric] as const);
  return { expression: `${combine}([${named.map(([id]) => id).join(", ")}])`, metrics: Object.fromEntries(named) };
}
