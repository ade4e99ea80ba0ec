import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import { type Metric, metricsOf } from "../../foundation/metrics";
import type { Site } from "../../foundation/names";
import type { HomeLogSource, LogSources, SourceGroup } from "./log-groups";

/** Counts the log events that fit a pattern, as a metric of the namespace `LMS`. */
export interface MetricFilter {
  /** First part of the filter's construct id; the source is the other. */
  readonly id: string;
  readonly sources: readonly HomeLogSource[];
  /** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern: string;
  /** What the sum over all sources is called. */
  readonly metricName: string;
  /** Field whose number is taken; by default the events are counted. */
  readonly value?: `$.${string}`;
  /** Fields that the count is split by, at most three, by the dimension's name. Each of their values is a metric to pay for. */
  readonly dimensions: Readonly<Record<string, string>>;
}

/** The namespace of the metrics. The account is the environment's alone. */
export const METRIC_NAMESPACE = "LMS";

/** What anyone may ask of the API server without saying who they are. */
const PUBLIC_PATHS = ["/healthz*", "/livez*", "/readyz*", "/version*"];

/** Metrics that AWS does not write, counted from log events. */
export const METRIC_FILTERS = {
  applicationErrors: {
    id: "application-errors",
    sources: ["core-services", "microservices"],
    pattern: '{ ($.data.level = "error") || ($.data.level = "fatal") }',
    metricName: "ApplicationErrors",
    // A container is named after its service.
    dimensions: { Service: "$.kubernetes.container_name" },
  },
  deniedRequests: {
    id: "denied-requests",
    sources: ["control-plane"],
    pattern: '{ ($.kind = "Event") && ($.responseStatus.code = 403) }',
    metricName: "DeniedKubernetesRequests",
    dimensions: {},
  },
  anonymousRequests: {
    id: "anonymous-requests",
    sources: ["control-plane"],
    pattern: `{ ${[
      '($.user.username = "system:anonymous")',
      "($.responseStatus.code < 400)",
      ...PUBLIC_PATHS.map((path) => `($.requestURI != "${path}")`),
    ].join(" && ")} }`,
    metricName: "AnonymousKubernetesRequests",
    dimensions: {},
  },
  shellsInPods: {
    id: "shells-in-pods",
    sources: ["control-plane"],
    pattern: '{ ($.objectRef.subresource = "exec") && ($.stage = "ResponseStarted") }',
    metricName: "ShellsInPods",
    dimensions: {},
  },
  refusedUploads: {
    id: "refused-uploads",
    sources: ["video-submit"],
    pattern: '{ $.message.status = "refused" }',
    metricName: "RefusedUploads",
    dimensions: {},
  },
  waitingJobs: {
    id: "waiting-jobs",
    sources: ["video-sweep"],
    pattern: "{ $.message.waiting = * }",
    metricName: "WaitingTranscodingJobs",
    value: "$.message.waiting",
    dimensions: {},
  },
  databaseErrors: {
    id: "database-errors",
    sources: ["postgresql"],
    pattern: '?":ERROR:" ?":FATAL:" ?":PANIC:"',
    metricName: "DatabaseErrors",
    dimensions: {},
  },
} as const satisfies Readonly<Record<string, MetricFilter>>;

/** Metric of a filter that does not split it. */
export function logMetric({ metricName }: MetricFilter, statistic: Metric["statistic"]): Metric {
  return metricsOf(METRIC_NAMESPACE, {})(metricName, statistic);
}

export interface MetricFiltersProps {
  readonly sources: LogSources;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Metrics that are counted in logs: errors of the services, what the Kubernetes API refused, answered without asking who,
 * or opened a shell for, errors of PostgreSQL, and uploads that are refused or wait. Nothing is
 * counted in a log that an environment lacks.
 */
export class MetricFilters extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: MetricFiltersProps,
  ) {
    super(scope, id);
    for (const filter of Object.values<MetricFilter>(METRIC_FILTERS)) {
      for (const source of filter.sources) {
        const group = props.sources[source];
        if (group !== undefined) this.createFilter(filter, source, group);
      }
    }
  }

  private createFilter(filter: MetricFilter, source: HomeLogSource, group: SourceGroup): void {
    const { id, pattern, metricName, value, dimensions } = filter;
    const { site } = this.props;
    const split = Object.keys(dimensions).length > 0;
    new CloudwatchLogMetricFilter(this, `${id}-${source}`, {
      name: `${site.prefix}-${id}`,
      logGroupName: group.name,
      pattern,
      metricTransformation: {
        namespace: METRIC_NAMESPACE,
        name: metricName,
        value: value ?? "1",
        unit: "Count",
        // With dimensions CloudWatch takes no default: it would not know for which of their values.
        ...(split ? { dimensions: { ...dimensions } } : value === undefined ? { defaultValue: "0" } : {}),
      },
    });
  }
}
