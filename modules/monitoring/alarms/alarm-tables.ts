import type { AlarmSpec } from "../../alerting";
import type { Topics } from "../../foundation/contracts";
import type { AlarmSettings } from "../settings";
import type { WatchedParts } from "../watched-parts";
import { clusterAlarms, networkAlarms } from "./cluster-alarms";
import { databaseAlarms, followerAlarms } from "./database-alarms";
import { certificateAlarms, distributionAlarms, firewallAlarms } from "./edge-alarms";
import { loadBalancerAlarms, targetAlarms } from "./load-balancer-alarms";
import { alertAlarms, backupAlarms, replicaAlarms, replicationAlarms } from "./protection-alarms";
import { cacheAlarms, sessionsAlarms } from "./redis-alarms";
import { deadLetterAlarms, durationAlarms, functionAlarms, queueAlarms, scheduleAlarms } from "./serverless-alarms";

/** Alarms by the kind of what they watch and their name: together their id, such as `database-cpu`. */
export type AlarmTables = Readonly<Record<string, Readonly<Record<string, AlarmSpec | undefined>>>>;

/** Alarms of the environment's own region. */
export function homeAlarms(parts: WatchedParts, alerts: Topics, settings: AlarmSettings): AlarmTables {
  const { firewall, loadBalancer, database, redis, storage, video } = parts;
  const { submit, record, sweep, reportOrphans } = video.functions;
  const functions = { submit, record, sweep, "report-orphans": reportOrphans };
  const queues = Object.entries({ ...parts.queues, "video/uploads": video.uploads });
  return {
    distribution: distributionAlarms(parts.distribution),
    certificates: certificateAlarms(parts.certificates),
    "site-firewall": firewallAlarms(firewall.site),
    "load-balancer-firewall": firewallAlarms(firewall.loadBalancer),
    "load-balancer": loadBalancerAlarms(loadBalancer, settings),
    "no-target": targetAlarms(loadBalancer),
    network: networkAlarms(parts.network),
    cluster: clusterAlarms(parts.cluster),
    database: databaseAlarms(database),
    sessions: sessionsAlarms(redis.sessions),
    cache: cacheAlarms(redis.cache),
    functions: functionAlarms(Object.values(functions)),
    "function-duration": durationAlarms(functions),
    ...Object.fromEntries(queues.map(([name, queue]) => [`queue-${name.replace("/", "-")}`, queueAlarms(name, queue)])),
    video: deadLetterAlarms("An event of video processing was taken by no function", video.failures),
    schedules: scheduleAlarms(video),
    backups: backupAlarms(parts.backups),
    ...(storage.replication === undefined ? {} : { replication: replicationAlarms(storage.replication.metrics) }),
    alerts: alertAlarms(alerts.critical),
  };
}

/** Alarms of the second region, where metrics of the copies are. */
export function recoveryAlarms({ database, storage }: Pick<WatchedParts, "database" | "storage">): AlarmTables {
  return {
    ...(database.recovery === undefined ? {} : { recovery: followerAlarms(database.recovery) }),
    ...(storage.replication === undefined ? {} : { "recovery-copies": replicaAlarms(storage.replication.metrics) }),
  };
}
