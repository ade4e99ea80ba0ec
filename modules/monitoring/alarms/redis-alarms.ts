import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes, PERCENT } from "../../alerting";
import type { RedisNodeMetrics } from "../../elasticache";
import { type Metric, overAll, type Signal } from "../../foundation/metrics";
import type { WatchedStore } from "../watched-parts";

/** Redis is single-threaded. EngineCPUUtilization exists from 4 vCPUs; below that the host's CPUUtilization is close enough. */
const VCPUS_WITH_ENGINE_METRIC = 4;
const BUSY_PERCENT = 90;

/**
 * Alarms on the store of sessions, over all its nodes: a full one refuses writes.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.WhichShouldIMonitor.html
 */
export function sessionsAlarms(store: WatchedStore): AlarmTable<"cpu" | "memory" | "evictions", "replica-lag"> {
  return {
    cpu: cpu(store, "learners' sessions"),
    memory: {
      meaning: "The session store is almost full. It evicts nothing: once it is full, no one can sign in.",
      runbook: "redis-memory",
      signal: overNodes(store, ({ memory }) => memory),
      range: PERCENT,
      threshold: { above: 80 },
      window: minutes(5),
      missingData: "silent-in-failover",
      incident: "sessions",
    },
    evictions: {
      meaning:
        "The session store evicts keys, which it must never do: learners are signed out in the middle of their work.",
      runbook: "redis-memory",
      signal: overNodes(store, ({ evictions }) => evictions),
      range: countOf("keys"),
      threshold: { above: 0 },
      window: minutes(1),
      missingData: "silent-in-failover",
      incident: "sessions",
    },
    ...replicaLag(store, "learners' sessions"),
  };
}

/** Alarms on the cache, over all its nodes. It is full by design, so only unusually many evictions count. */
export function cacheAlarms(store: WatchedStore): AlarmTable<"cpu" | "evictions", "replica-lag"> {
  return {
    cpu: cpu(store, "the cache"),
    evictions: {
      meaning: "The cache evicts far more keys than usual: it is too small, and the database does the work again.",
      runbook: "redis-memory",
      signal: overNodes(store, ({ evictions }) => evictions),
      range: countOf("keys"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-in-failover",
      incident: "none",
    },
    ...replicaLag(store, "the cache"),
  };
}

function cpu(store: WatchedStore, what: string): AlarmSpec {
  const { vcpus } = store.nodeFacts;
  const ofEngine = vcpus >= VCPUS_WITH_ENGINE_METRIC;
  return {
    meaning: `The Redis node that serves ${what} is out of CPU: every request waits for it.`,
    runbook: "redis-load",
    signal: overNodes(store, ({ engineCpu, hostCpu }) => (ofEngine ? engineCpu.average : hostCpu)),
    range: PERCENT,
    threshold: { above: ofEngine ? BUSY_PERCENT : BUSY_PERCENT / vcpus },
    window: fiveMinutes(3),
    missingData: "silent-in-failover",
    incident: "none",
  };
}

function replicaLag(store: WatchedStore, what: string): AlarmTable<never, "replica-lag"> {
  if (store.metrics.length < 2) return {};
  return {
    "replica-lag": {
      meaning: `A Redis replica of ${what} is far behind: a failover now would lose the writes since then.`,
      runbook: "redis-replicas",
      signal: overNodes(store, ({ replicationLag }) => replicationLag),
      range: countOf("seconds"),
      threshold: { above: 10 },
      window: minutes(5),
      missingData: "silent-in-failover",
      incident: "none",
    },
  };
}

/** The worst of the nodes, or for what is counted the sum over them. */
function overNodes({ metrics }: WatchedStore, pick: (node: RedisNodeMetrics) => Metric): Signal {
  const picked = metrics.map(pick);
  return overAll(picked.some(({ statistic }) => statistic === "Sum") ? "SUM" : "MAX", picked);
}
