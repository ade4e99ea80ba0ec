import { metricsOf } from "../../foundation/metrics";
import type { AuroraMetrics } from "../../rds";
import { METRIC_FILTERS, METRIC_NAMESPACE } from "../logs/metric-filters";
import type { WatchedParts, WatchedStore } from "../watched-parts";
import { eachNode, graph, heading, type Lines, type Row } from "./widgets";

const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** The database and the Redis stores: load, what they wait for, and how close they are to their limits. */
export function data({ database, redis }: WatchedParts, region: string): readonly Row[] {
  const { metrics, loads } = database.home;
  const byRole = ({ writer, readers }: AuroraMetrics["byRole"]["cpu"]): Lines => ({ Writer: writer, Readers: readers });
  const counted = metricsOf(METRIC_NAMESPACE, {});
  return [
    [heading("# Database\nSlow statements and locks: the saved queries below `database/`, and Performance Insights.")],
    [
      graph("Processor", region, byRole(metrics.byRole.cpu), PERCENT),
      graph("Connections", region, byRole(metrics.byRole.connections)),
      graph("Sessions that work or wait, by zone", region, loads),
    ],
    [
      graph("Free memory", region, byRole(metrics.byRole.freeMemory), { axis: { label: "bytes" } }),
      graph("Answered from memory", region, byRole(metrics.byRole.cacheHits), PERCENT),
      graph("Lag of readers", region, { Worst: metrics.readerLag }, { axis: { label: "ms" } }),
    ],
    [
      graph("Time of a commit", region, { Commit: metrics.commitLatency }, { axis: { label: "ms" } }),
      graph("Errors and deadlocks", region, {
        Errors: counted(METRIC_FILTERS.databaseErrors.metricName, "Sum"),
        Deadlocks: metrics.writerDeadlocks,
      }),
      graph("Size", region, { Volume: metrics.volumeBytes }, { axis: { label: "bytes" } }),
    ],
    ...storeRows("Sessions\nNothing is evicted: when memory is full, no one can sign in.", redis.sessions, region),
    ...(redis.cache === redis.sessions
      ? []
      : storeRows("Cache\nWhat is used least goes when memory is full.", redis.cache, region)),
  ];
}

function storeRows(title: string, store: WatchedStore, region: string): readonly Row[] {
  return [
    [heading(`# ${title}`)],
    [
      graph(
        "Processor of Redis",
        region,
        eachNode(store, ({ engineCpu }) => engineCpu.highest),
        PERCENT,
      ),
      graph(
        "Memory",
        region,
        eachNode(store, ({ memory }) => memory),
        PERCENT,
      ),
      graph(
        "Connections",
        region,
        eachNode(store, ({ connections }) => connections),
      ),
    ],
    [
      graph(
        "Hits",
        region,
        eachNode(store, ({ hits }) => hits),
        PERCENT,
      ),
      graph(
        "Evictions",
        region,
        eachNode(store, ({ evictions }) => evictions),
      ),
      graph(
        "Lag of replicas",
        region,
        eachNode(store, ({ replicationLag }) => replicationLag),
        { axis: { label: "seconds" } },
      ),
    ],
  ];
}
