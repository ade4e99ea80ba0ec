import { type AlarmTable, countOf, fiveMinutes, minutes, PERCENT } from "../../alerting";
import type { DatabaseLimits } from "../../rds";
import type { WatchedAurora, WatchedParts } from "../watched-parts";

/** With a fifth of the connections left there is time to find out who holds the others. */
const CONNECTIONS_SHARE = 0.8;

/** With less of its memory left, PostgreSQL is killed by the next large query and restarts. */
const FREE_MEMORY_SHARE = 0.05;

const BYTES_PER_GIB = 1024 ** 3;

/**
 * Alarms on the load of a database. A metric of the cluster covers all of its instances, including those that autoscaling adds.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
export function loadAlarms(
  { metrics }: Pick<WatchedAurora, "metrics">,
  { maxConnections, memoryGib }: Pick<DatabaseLimits, "maxConnections" | "memoryGib">,
): AlarmTable<"cpu" | "connections" | "memory" | "deadlocks"> {
  const memoryBytes = memoryGib * BYTES_PER_GIB;
  return {
    cpu: {
      meaning: "A database instance has been at its CPU limit for 15 minutes: pages are slow.",
      runbook: "database-load",
      signal: metrics.cpu,
      range: PERCENT,
      threshold: { above: 90 },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
    connections: {
      meaning: `A database instance has few of its ${maxConnections} connections left; a service that gets none answers with errors.`,
      runbook: "database-connections",
      signal: metrics.connections,
      range: { unit: "connections", least: 0, most: maxConnections },
      threshold: { above: Math.floor(maxConnections * CONNECTIONS_SHARE) },
      window: minutes(5),
      missingData: "silent-when-idle",
      incident: "database",
    },
    memory: {
      meaning: "A database instance is almost out of memory: PostgreSQL restarts once none is left.",
      runbook: "database-memory",
      signal: metrics.freeMemory,
      range: { unit: "bytes", least: 0, most: memoryBytes },
      threshold: { below: Math.round(memoryBytes * FREE_MEMORY_SHARE) },
      window: minutes(10),
      missingData: "silent-when-idle",
      incident: "database",
    },
    deadlocks: {
      meaning: "Transactions keep deadlocking: some of what learners do fails and has to be repeated.",
      runbook: "database-deadlocks",
      signal: metrics.deadlocks,
      range: countOf("a second"),
      threshold: { above: 0 },
      window: fiveMinutes(6, 3),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** Alarms on the database in its home region. */
export function databaseAlarms({
  home,
  recovery,
  limits,
  events,
}: WatchedParts["database"]): AlarmTable<
  "cpu" | "connections" | "memory" | "deadlocks" | "failures",
  "capacity" | "replica-lag" | "global-lag"
> {
  return {
    ...loadAlarms(home, limits),
    ...failureAlarms(events.home),
    ...(limits.kind === "serverless"
      ? {
          capacity: {
            meaning: "The database has reached its maximum capacity: more load makes it slow.",
            runbook: "database-load",
            signal: home.metrics.capacity,
            range: PERCENT,
            threshold: { above: 95 },
            window: fiveMinutes(3),
            missingData: "silent-when-idle",
            incident: "none",
          },
        }
      : {}),
    ...(Object.keys(home.loads).length > 1
      ? {
          "replica-lag": {
            meaning:
              "Reader instances are more than a second behind the writer: learners do not see what they have just done.",
            runbook: "database-replicas",
            signal: home.metrics.replicaLag,
            range: countOf("milliseconds"),
            threshold: { above: 1000 },
            window: minutes(5),
            missingData: "silent-in-failover",
            incident: "none",
          },
        }
      : {}),
    ...(recovery === undefined ? {} : followerAlarms(home)),
  };
}

/** Alarms on events of a cluster that has failed over, or has failed. */
export function failureAlarms({ failures }: WatchedParts["database"]["events"]["home"]): AlarmTable<"failures"> {
  return {
    failures: {
      meaning: "The database has failed over, or failed: learners got errors for a minute, or still do.",
      runbook: "incident-database",
      signal: failures,
      range: countOf("events"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "database",
    },
  };
}

/**
 * Alarms on a cluster that replicates another region's. Only the replica writes the metric; both clusters have the alarm,
 * because a switchover swaps them.
 */
export function followerAlarms({ metrics }: Pick<WatchedAurora, "metrics">): AlarmTable<"global-lag"> {
  return {
    "global-lag": {
      meaning:
        "The database in the second region is more than ten seconds behind: a failover would lose the writes since then.",
      runbook: "database-replicas",
      signal: metrics.globalLag,
      range: countOf("milliseconds"),
      threshold: { above: 10_000 },
      window: minutes(5),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}
