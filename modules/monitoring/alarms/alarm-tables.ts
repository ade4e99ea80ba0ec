import type { AlarmSpec } from "../../alerting";
import type { Topic, Topics } from "../../foundation/contracts";
import type { Metric } from "../../foundation/metrics";
import type { AlarmSettings } from "../settings";
import type { WatchedAurora, WatchedParts, WatchedVideo, WatchedWebAcl } from "../watched-parts";
import { clusterAlarms, heartbeatAlarms, networkAlarms } from "./cluster-alarms";
import { databaseAlarms, failureAlarms, followerAlarms, loadAlarms } from "./database-alarms";
import { certificateAlarms, contentAlarms, distributionAlarms, firewallAlarms } from "./edge-alarms";
import { loadBalancerAlarms, standbyTargetAlarms, targetAlarms } from "./load-balancer-alarms";
import {
  alertAlarms,
  backupAlarms,
  pageAlarms,
  replicaAlarms,
  replicationAlarms,
  standbyAlertAlarms,
} from "./protection-alarms";
import { cacheAlarms, sessionsAlarms } from "./redis-alarms";
import { functionAlarms, queueAlarms, scheduleAlarms } from "./serverless-alarms";
import { lostVideoAlarms, videoAlarms } from "./video-alarms";

/** Alarms by the kind of what they watch and their name: together their id, such as `database-cpu`. */
export type AlarmTables = Readonly<Record<string, Readonly<Record<string, AlarmSpec | undefined>>>>;

/** Parts that are watched, and the topics that tell of them. */
export interface WatchedWithTopics extends WatchedParts {
  readonly alerts: Topics;
  /** Topic to which Prometheus sends a message every few minutes, as long as it works; `none` where there is no Prometheus. */
  readonly heartbeat: "none" | Topic;
}

/** Alarms on metrics of global services, which are in us-east-1. */
export function globalAlarms({ distribution, contentHost, certificates, firewall }: WatchedParts): AlarmTables {
  return {
    distribution: distributionAlarms(distribution),
    content: contentAlarms(contentHost),
    certificates: certificateAlarms(certificates.daysToExpiry.global),
    "content-certificate": certificateAlarms(certificates.daysToExpiry.content),
    ...(firewall === "none" ? {} : { "site-firewall": firewallAlarms(firewall.site) }),
  };
}

/** Alarms of us-east-1 where it is not the environment's own region. */
export function globalRegionAlarms(parts: WatchedParts, alerts: Topics): AlarmTables {
  return { ...globalAlarms(parts), "global-alerts": pageAlarms(alerts) };
}

/** Alarms of the environment's own region, without those on global services. */
export function homeAlarms(parts: WatchedWithTopics, settings: AlarmSettings): AlarmTables {
  const { firewall, loadBalancer, database, redis, storage, video } = parts;
  const { regional } = parts.certificates.daysToExpiry;
  return {
    ...(regional === undefined ? {} : { "load-balancer-certificate": certificateAlarms(regional) }),
    ...(firewall === "none" ? {} : { "load-balancer-firewall": firewallAlarms(firewall.loadBalancer) }),
    "load-balancer": loadBalancerAlarms(loadBalancer, settings),
    "no-target": targetAlarms(loadBalancer),
    network: networkAlarms(parts.network),
    cluster: { ...clusterAlarms(parts.cluster), ...heartbeatAlarms(parts.heartbeat) },
    database: databaseAlarms(database),
    ...storeTables(redis),
    ...functionTables(parts),
    ...queueTables({ ...parts.queues, ...(video === "none" ? {} : { "video/uploads": video.uploads }) }),
    ...(video === "none" ? {} : { video: videoAlarms(video), schedules: scheduleAlarms(video) }),
    backups: backupAlarms(parts.backups),
    ...(storage.replication === undefined ? {} : { replication: replicationAlarms(storage.replication.metrics) }),
    alerts: alertAlarms(parts),
  };
}

/** Alarms on the stores; a cache that the sessions' store keeps has none of its own. */
function storeTables({ sessions, cache }: WatchedParts["redis"]): AlarmTables {
  return { sessions: sessionsAlarms(sessions), ...(cache === sessions ? {} : { cache: cacheAlarms(cache) }) };
}

function queueTables(queues: WatchedParts["queues"]): AlarmTables {
  return Object.fromEntries(
    Object.entries(queues).map(([name, queue]) => [`queue-${name.replace("/", "-")}`, queueAlarms(name, queue)]),
  );
}

/** Alarms on all functions of an environment or of what stands by; none where there is no function. */
function functionTables({ video, redis: { passwords } }: Pick<StandbyParts, "video" | "redis">): AlarmTables {
  const functions = [
    ...(video === "none" ? [] : functionsOf(video)),
    ...(passwords === undefined ? [] : [passwords.function]),
  ];
  return functions.length === 0 ? {} : { functions: functionAlarms(functions) };
}

/** Functions that process videos. */
function functionsOf({ functions: { submit, record, sweep, reportOrphans } }: Pick<WatchedVideo, "functions">) {
  return [submit, record, sweep, reportOrphans];
}

/** Parts of an application that stands by in the second region. */
export interface StandbyParts extends Pick<WatchedParts, "loadBalancer" | "cluster" | "lacks" | "redis" | "queues"> {
  readonly firewall: "none" | Pick<WatchedWebAcl, "metrics">;
  readonly certificate: { readonly daysToExpiry: Metric };
  readonly network: Pick<WatchedParts["network"], "metrics">;
  readonly video: "none" | Omit<WatchedVideo, "transcoder">;
  /** Cluster there, which serves once it has taken over. */
  readonly database: Pick<WatchedAurora, "metrics"> & Pick<WatchedParts["database"], "limits">;
  /** Whether services have pods there before it takes over. */
  readonly pods: "none" | "running";
}

/**
 * Alarms of an application that stands by: what would keep it from taking over, and what hurts learners once it has. That a
 * service has no pods is as it should be where none has.
 */
export function standbyAlarms(
  parts: StandbyParts & Pick<WatchedWithTopics, "alerts" | "heartbeat">,
  settings: AlarmSettings,
): AlarmTables {
  const { firewall, loadBalancer, database, redis, video, alerts } = parts;
  return {
    certificate: certificateAlarms(parts.certificate.daysToExpiry),
    ...(firewall === "none" ? {} : { "load-balancer-firewall": firewallAlarms(firewall) }),
    "load-balancer": loadBalancerAlarms(loadBalancer, settings),
    ...(parts.pods === "none" ? {} : { "no-target": standbyTargetAlarms(loadBalancer) }),
    network: networkAlarms(parts.network),
    cluster: { ...clusterAlarms(parts.cluster), ...heartbeatAlarms(parts.heartbeat) },
    database: loadAlarms(database, database.limits),
    ...storeTables(redis),
    ...queueTables({ ...parts.queues, ...(video === "none" ? {} : { "video/uploads": video.uploads }) }),
    ...functionTables(parts),
    ...(video === "none" ? {} : { video: lostVideoAlarms(video), schedules: scheduleAlarms(video) }),
    alerts: standbyAlertAlarms(alerts, video),
  };
}

/** Alarms of the second region, where metrics of the copies are. */
export function recoveryAlarms({ database, storage }: Pick<WatchedParts, "database" | "storage">): AlarmTables {
  return {
    ...(database.recovery === undefined || database.events.recovery === undefined
      ? {}
      : { recovery: { ...followerAlarms(database.recovery), ...failureAlarms(database.events.recovery) } }),
    ...(storage.replication === undefined ? {} : { "recovery-copies": replicaAlarms(storage.replication.metrics) }),
  };
}
