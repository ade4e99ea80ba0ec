import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { Construct } from "constructs";
import type { Site } from "../../foundation/names";
import type { LogSource, LogSources } from "./log-sources";
import { METRIC_FILTERS, METRIC_NAMESPACE, type MetricFilter } from "./metric-filter-table";

export interface MetricFiltersProps {
  readonly sources: LogSources;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Metrics that are counted in logs: errors of the services, what the Kubernetes API refused, answered without asking who,
 * or opened a shell for, and errors of PostgreSQL.
 */
export class MetricFilters extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: MetricFiltersProps,
  ) {
    super(scope, id);
    for (const filter of Object.values<MetricFilter>(METRIC_FILTERS)) {
      for (const source of filter.sources) this.createFilter(filter, source);
    }
  }

  private createFilter({ id, pattern, metricName, dimensions }: MetricFilter, source: LogSource): void {
    const { sources, site } = this.props;
    const split = Object.keys(dimensions).length > 0;
    new CloudwatchLogMetricFilter(this, `${id}-${source}`, {
      name: `${site.prefix}-${id}`,
      logGroupName: sources[source].name,
      pattern,
      metricTransformation: {
        namespace: METRIC_NAMESPACE,
        name: metricName,
        value: "1",
        unit: "Count",
        // With dimensions CloudWatch takes no default: it would not know for which of their values.
        ...(split ? { dimensions: { ...dimensions } } : { defaultValue: "0" }),
      },
    });
  }
}
