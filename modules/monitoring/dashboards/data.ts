import { METRIC_FILTERS, METRIC_NAMESPACE } from "../logs/metric-filter-table";
import type { Row } from "./layout";
import { type DashboardParts, each, eachNode, metricsOf, ofDatabase } from "./parts";
import { graph, heading, type Lines } from "./widgets";

/** What of an environment keeps data. */
export interface DataParts extends Pick<DashboardParts, "database" | "redis"> {
  readonly region: string;
}

const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** The database and the Redis stores: load, what they wait for, and how close they are to their limits. */
export function data({ database, redis, region }: DataParts): readonly Row[] {
  const { home } = database;
  const writer = ofDatabase(database, "WRITER");
  const reader = ofDatabase(database, "READER");
  const volume = metricsOf("AWS/RDS", { DBClusterIdentifier: home.cluster.clusterIdentifier });
  const byRole = (name: string, statistic: string): Lines => ({
    Writer: writer(name, statistic),
    Readers: reader(name, statistic),
  });
  const byInstance = (name: string, statistic: string) =>
    each(home.instances, ({ identifier }) =>
      metricsOf("AWS/RDS", { DBInstanceIdentifier: identifier })(name, statistic),
    );
  const counted = metricsOf(METRIC_NAMESPACE, {});
  return [
    [heading("# Database\nSlow statements and locks: the saved queries below `database/`, and Performance Insights.")],
    [
      graph("Processor", region, byRole("CPUUtilization", "Maximum"), PERCENT),
      graph("Connections", region, byRole("DatabaseConnections", "Maximum")),
      graph("Sessions that work or wait, by zone", region, byInstance("DBLoad", "Average")),
    ],
    [
      graph("Free memory", region, byRole("FreeableMemory", "Minimum"), { axis: { label: "bytes" } }),
      graph("Answered from memory", region, byRole("BufferCacheHitRatio", "Average"), PERCENT),
      graph("Lag of readers", region, { Worst: reader("AuroraReplicaLag", "Maximum") }, { axis: { label: "ms" } }),
    ],
    [
      graph("Time of a commit", region, { Commit: writer("CommitLatency", "Average") }, { axis: { label: "ms" } }),
      graph("Errors and deadlocks", region, {
        Errors: counted(METRIC_FILTERS.databaseErrors.metricName, "Sum"),
        Deadlocks: writer("Deadlocks", "Sum"),
      }),
      graph("Size", region, { Volume: volume("VolumeBytesUsed", "Maximum") }, { axis: { label: "bytes" } }),
    ],
    ...storeRows("Sessions\nNothing is evicted: when memory is full, no one can sign in.", redis.sessions, region),
    ...storeRows("Cache\nWhat is used least goes when memory is full.", redis.cache, region),
  ];
}

function storeRows(title: string, store: DashboardParts["redis"]["sessions"], region: string): readonly Row[] {
  const nodes = (name: string, statistic: string) => eachNode(store, name, statistic);
  return [
    [heading(`# ${title}`)],
    [
      graph("Processor of Redis", region, nodes("EngineCPUUtilization", "Maximum"), PERCENT),
      graph("Memory", region, nodes("DatabaseMemoryUsagePercentage", "Maximum"), PERCENT),
      graph("Connections", region, nodes("CurrConnections", "Maximum")),
    ],
    [
      graph("Hits", region, nodes("CacheHitRate", "Average"), PERCENT),
      graph("Evictions", region, nodes("Evictions", "Sum")),
      graph("Lag of replicas", region, nodes("ReplicationLag", "Maximum"), { axis: { label: "seconds" } }),
    ],
  ];
}
