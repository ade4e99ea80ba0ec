import { LMS_SERVICE_NAMES } from "../../../../modules/foundation/services";
import { SERVICE_QUEUES } from "../../../support/names";
import type { Reading, World } from "./cloudwatch";

// For each alarm a series of readings that must raise it, and one that must not, and what no reading at all makes of it.

/** Readings under which an alarm is quiet, and is raised. */
export interface Case {
  readonly quiet: World;
  readonly raised: World;
  /** How long the series are, in minutes; three hours by default. */
  readonly minutes?: number;
  /** What anomaly detection takes for usual at most. */
  readonly usual?: number;
}

type Read = World[string];

const DAY = 1440;

const none: Read = () => undefined;
const always =
  (reading: Reading): Read =>
  () =>
    reading;
/** One reading for some minutes from the first hour's end on, another before and after. */
const during =
  (minutes: number, reading: Reading, otherwise: Reading): Read =>
  (minute) =>
    minute >= 60 && minute < 60 + minutes ? reading : otherwise;
const onceEvery =
  (minutes: number, reading: Reading): Read =>
  (minute) =>
    minute % minutes === 0 ? reading : undefined;

/** A case of one metric: what it is while all is well, also for a few minutes, and what raises the alarm. */
function one(metric: string, quiet: Read, raised: Read, more: Partial<Case> = {}): Case {
  return { quiet: { [metric]: quiet }, raised: { [metric]: raised }, ...more };
}

/** A case of a level that may be passed for some minutes. */
function level(metric: string, well: number, bad: number, mayLast: number, lasts: number): Case {
  return one(metric, during(mayLast, bad, well), during(lasts, bad, well));
}

/** A case of several metrics of which any one raises the alarm. */
function anyOf(metrics: readonly string[], raising: string, quiet: Read = none): Case {
  const world = Object.fromEntries(metrics.map((metric) => [metric, quiet]));
  return { quiet: world, raised: { ...world, [raising]: during(1, 1, undefined) } };
}

const requests = (failed: Reading, unserved: Reading, all: Reading): World => ({
  HTTPCode_Target_5XX_Count: always(failed),
  HTTPCode_ELB_5XX_Count: always(unserved),
  RequestCount: always(all),
});

const answers = (failing: Reading, all: Reading): World => ({
  "5xxErrorRate": always(failing),
  Requests: always(all),
});

/** A burn rate over a long window: few failures do not count, however large their share. */
function longWindow(minutes: number): Readonly<Record<"site" | "application", Case>> {
  return {
    site: {
      quiet: { "5xxErrorRate": during(1, 20, 0), Requests: during(1, 40, 0) },
      raised: answers(0.5, 9000),
      minutes,
    },
    application: {
      quiet: { ...requests(undefined, undefined, 1), HTTPCode_Target_5XX_Count: during(9, 1, undefined) },
      raised: requests(45, undefined, 9000),
      minutes,
    },
  };
}

/** A burn rate over a short window. */
function shortWindow(minutes: number): Readonly<Record<"site" | "application", Case>> {
  return {
    site: { quiet: answers(0.02, 9000), raised: answers(0.5, 9000), minutes },
    application: { quiet: requests(2, undefined, 9000), raised: requests(undefined, 45, 9000), minutes },
  };
}

const BUDGETS = Object.entries({
  "5m": shortWindow(180),
  "30m": shortWindow(180),
  "1h": longWindow(180),
  "2h": shortWindow(480),
  "6h": longWindow(DAY),
  "24h": longWindow(3 * DAY),
}).flatMap(([window, { site, application }]) => [
  [`alarms_site_budget_${window}`, site] as const,
  [`alarms_application_budget_${window}`, application] as const,
]);

const SERVICES = LMS_SERVICE_NAMES;
const QUEUES = ["video_uploads", ...SERVICE_QUEUES];

const slow = Array.from({ length: 300 }, (_, request) => (request < 6 ? 3 : 0.2));
const fast = slow.map(() => 0.2);

const GIB = 1024 ** 3;

/** The cases of the alarms of an environment like prod. */
export const PROD: Readonly<Record<string, Case>> = {
  alarms_alerts_undelivered: anyOf(
    [
      "NumberOfNotificationsFailed",
      "FailedInvocations",
      "InvocationsFailedToBeSentToDlq",
      "DestinationDeliveryFailures",
    ],
    "FailedInvocations",
  ),
  alarms_backups_failed: anyOf(
    ["NumberOfBackupJobsFailed", "NumberOfBackupJobsAborted", "NumberOfBackupJobsExpired"],
    "NumberOfBackupJobsExpired",
    always(0),
  ),
  alarms_backups_missing: one("NumberOfBackupJobsCompleted", onceEvery(DAY, 3), during(1, 3, undefined), {
    minutes: 4 * DAY,
  }),
  alarms_cache_cpu: level("CPUUtilization", 30, 50, 10, 20),
  alarms_cache_evictions: one("Evictions", always(10), always(100), { usual: 1000 }),
  alarms_cache_replica_lag: level("ReplicationLag", 1, 30, 4, 6),
  alarms_certificates_expiry: one("DaysToExpiry", onceEvery(DAY / 2, 45), onceEvery(DAY / 2, 29), { minutes: 3 * DAY }),
  alarms_cluster_api_errors: one("apiserver_request_total_5xx", always(1), always(100), { usual: 50 }),
  alarms_cluster_crash_loops: level("pod_container_status_waiting_reason_crash_loop_back_off", 0, 1, 9, 12),
  alarms_cluster_failed_nodes: level("cluster_failed_node_count", 0, 1, 9, 11),
  alarms_cluster_no_heartbeat: one("NumberOfMessagesPublished", onceEvery(4, 1), (minute) =>
    minute < 60 ? onceEvery(4, 1)(minute, "") : undefined,
  ),
  alarms_cluster_no_metrics: one("cluster_node_count", always(3), during(1, 3, undefined)),
  alarms_cluster_node_cpu: level("node_cpu_utilization", 70, 95, 10, 20),
  alarms_cluster_node_disk: level("node_filesystem_utilization", 60, 85, 10, 20),
  alarms_cluster_node_memory: level("node_memory_utilization", 70, 95, 10, 20),
  // A kill of long ago is repeated every minute.
  alarms_cluster_out_of_memory: one("pod_container_status_terminated_reason_oom_killed", always(1), during(60, 1, 0)),
  alarms_cluster_pending_pods: level("pod_status_pending", 0, 1, 14, 16),
  alarms_database_connections: level("DatabaseConnections", 3000, 4500, 4, 6),
  alarms_database_cpu: level("CPUUtilization", 60, 95, 10, 20),
  alarms_database_deadlocks: level("Deadlocks", 0, 0.1, 10, 20),
  alarms_database_failures: one("TriggeredRules", none, during(1, 1, undefined)),
  alarms_database_global_lag: level("AuroraGlobalDBReplicationLag", 500, 20_000, 4, 6),
  alarms_database_memory: level("FreeableMemory", 16 * GIB, 2 * GIB, 9, 11),
  alarms_database_replica_lag: level("AuroraReplicaLagMaximum", 50, 2000, 4, 6),
  alarms_content_certificate_expiry: one("DaysToExpiry", onceEvery(DAY / 2, 45), onceEvery(DAY / 2, 29), {
    minutes: 3 * DAY,
  }),
  alarms_content_errors: level("5xxErrorRate", 0.1, 8, 2, 4),
  alarms_distribution_client_errors: one("4xxErrorRate", always(2), always(20), { usual: 5 }),
  alarms_distribution_errors: level("5xxErrorRate", 0.1, 8, 2, 4),
  alarms_functions_duration: one("Duration", always(5000), (_, dimensions) =>
    dimensions.includes("submit") ? 55_000 : undefined,
  ),
  alarms_functions_errors: one("Errors", always(0), during(1, 1, 0)),
  alarms_functions_throttles: level("Throttles", 0, 3, 20, 40),
  alarms_load_balancer_errors: { quiet: requests(30, undefined, 1000), raised: requests(undefined, 100, undefined) },
  alarms_load_balancer_firewall_blocked: one("BlockedRequests", always(2), always(100), { usual: 50 }),
  // At night three slow requests a minute are not a hundredth of anything.
  alarms_load_balancer_latency: one("TargetResponseTime", during(60, [3, 3, 3], fast), during(30, slow, fast)),
  alarms_load_balancer_rejected_connections: level("RejectedConnectionCount", 0, 5, 2, 4),
  alarms_load_balancer_unhealthy_targets: level("UnHealthyHostCount", 0, 1, 9, 11),
  alarms_load_balancer_unserved: level("HTTPCode_ELB_5XX_Count", 2, 30, 2, 4),
  alarms_network_nat_drops: one("PacketsDropCount", always(1), always(100), { usual: 500 }),
  alarms_network_nat_ports: level("ErrorPortAllocation", 0, 1, 9, 12),
  ...Object.fromEntries(
    SERVICES.map((service) => [
      `alarms_no_target_${service}`,
      one("HealthyHostCount", during(2, 0, 3), during(9, undefined, 3)),
    ]),
  ),
  ...Object.fromEntries(
    QUEUES.flatMap((queue) => [
      [`alarms_queue_${queue}_age`, one("ApproximateAgeOfOldestMessage", always(600), during(6, 1000, undefined))],
      [`alarms_queue_${queue}_dead_letters`, one("ApproximateNumberOfMessagesVisible", always(0), during(6, 1, 0))],
    ]),
  ),
  alarms_recovery_copies_late: level("ReplicationLatency", 60, 2000, 14, 16),
  alarms_recovery_failures: one("TriggeredRules", none, during(1, 1, undefined)),
  alarms_recovery_global_lag: level("AuroraGlobalDBReplicationLag", 500, 20_000, 4, 6),
  alarms_replication_failed: one("OperationsFailedReplication", always(0), during(1, 1, 0)),
  alarms_schedules_failures: anyOf(
    [
      "TargetErrorCount",
      "InvocationDroppedCount",
      "InvocationsSentToDeadLetterCount",
      "InvocationsFailedToBeSentToDeadLetterCount",
    ],
    "InvocationDroppedCount",
  ),
  alarms_sessions_cpu: level("CPUUtilization", 30, 50, 10, 20),
  alarms_sessions_evictions: one("Evictions", always(0), during(1, 1, 0)),
  alarms_sessions_memory: level("DatabaseMemoryUsagePercentage", 60, 85, 4, 6),
  alarms_sessions_replica_lag: level("ReplicationLag", 1, 30, 4, 6),
  alarms_site_firewall_blocked: one("BlockedRequests", always(2), always(100), { usual: 50 }),
  alarms_video_dead_letters: one("ApproximateNumberOfMessagesVisible", always(0), during(6, 1, 0)),
  // The sweep of the night says how many wait, and nothing for a day.
  alarms_video_refused: one("RefusedUploads", onceEvery(5, 1), always(1)),
  alarms_video_waiting: one("WaitingTranscodingJobs", onceEvery(DAY, 0), onceEvery(DAY, 7), { minutes: 2 * DAY }),
  dns_origin_health_alarm: level("HealthCheckStatus", 1, 0, 1, 3),
  dns_site_health_alarm: level("HealthCheckStatus", 1, 0, 1, 3),
  ...Object.fromEntries(BUDGETS),
};

/** The cases of alarms that are elsewhere: of a serverless database, a signed zone, and the weekly test. */
export const OTHERS: Readonly<Record<string, Case>> = {
  alarms_database_capacity: level("ACUUtilization", 60, 100, 10, 20),
  zone_signing_internal_failure: one("DNSSECInternalFailure", onceEvery(240, 0), onceEvery(240, 1)),
  zone_signing_key_needs_action: one("DNSSECKeySigningKeysNeedingAction", onceEvery(240, 0), onceEvery(240, 1)),
  notifications_weekly_test_alarm: one(
    "NumberOfNotificationsDelivered",
    onceEvery(7 * DAY, 3),
    during(1, 3, undefined),
    {
      minutes: 21 * DAY,
    },
  ),
};
