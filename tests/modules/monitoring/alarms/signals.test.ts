import { expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../../../modules/foundation/services";
import { SERVICE_QUEUES } from "../../../support/names";
import type { Attributes, SynthesizedRoot } from "../../../support/synthesized";
import { alarmsOf, alarmsWithSigning } from "../fixture";

/** Metrics and statistics, what is worked out of them, threshold, window, and what a gap is taken for. */
const PROD: Readonly<Record<string, string>> = {
  alerts_undelivered:
    "AWS/SNS NumberOfNotificationsFailed Sum + AWS/Events FailedInvocations Sum + AWS/Events InvocationsFailedToBeSentToDlq Sum + AWS/Lambda DestinationDeliveryFailures Sum | SUM([m1, m2, m3, m4, m5, m6, m7, m8, m9, m10]) | > 0 | 1 of 1 x 300 s | notBreaching",
  backups_failed:
    "AWS/Backup NumberOfBackupJobsFailed Sum + AWS/Backup NumberOfBackupJobsAborted Sum + AWS/Backup NumberOfBackupJobsExpired Sum | SUM([m1, m2, m3]) | > 0 | 1 of 1 x 300 s | notBreaching",
  backups_missing:
    "AWS/Backup NumberOfBackupJobsCompleted Sum | FILL(completed, 0) | < 1 | 2 of 2 x 86400 s | breaching",
  cache_cpu: "AWS/ElastiCache CPUUtilization Average | MAX([m1, m2, m3]) | > 45 | 3 of 3 x 300 s | ignore",
  cache_evictions:
    "AWS/ElastiCache Evictions Sum | SUM([m1, m2, m3]) | ANOMALY_DETECTION_BAND(value, 3) | > usual | 3 of 3 x 300 s | ignore",
  cache_replica_lag: "AWS/ElastiCache ReplicationLag Maximum | MAX([m1, m2, m3]) | > 10 | 5 of 5 x 60 s | ignore",
  certificates_expiry: "AWS/CertificateManager DaysToExpiry Minimum | < 30 | 1 of 1 x 86400 s | ignore",
  cluster_api_errors:
    "ContainerInsights apiserver_request_total_5xx Sum | ANOMALY_DETECTION_BAND(value, 3) | > usual | 3 of 3 x 300 s | notBreaching",
  cluster_crash_loops:
    "ContainerInsights pod_container_status_waiting_reason_crash_loop_back_off Sum | > 0 | 10 of 15 x 60 s | notBreaching",
  cluster_failed_nodes: "ContainerInsights cluster_failed_node_count Maximum | > 0 | 10 of 10 x 60 s | notBreaching",
  cluster_no_heartbeat: "AWS/SNS NumberOfMessagesPublished Sum | < 1 | 3 of 3 x 300 s | breaching",
  cluster_no_metrics: "ContainerInsights cluster_node_count Maximum | < 1 | 3 of 3 x 300 s | breaching",
  cluster_node_cpu: "ContainerInsights node_cpu_utilization Maximum | > 90 | 3 of 3 x 300 s | notBreaching",
  cluster_node_disk: "ContainerInsights node_filesystem_utilization Maximum | > 80 | 3 of 3 x 300 s | notBreaching",
  cluster_node_memory: "ContainerInsights node_memory_utilization Maximum | > 90 | 3 of 3 x 300 s | notBreaching",
  cluster_out_of_memory:
    "ContainerInsights pod_container_status_terminated_reason_oom_killed Sum | DIFF(stopped) | > 2.5 | 1 of 3 x 300 s | notBreaching",
  cluster_pending_pods: "ContainerInsights pod_status_pending Sum | > 0 | 15 of 15 x 60 s | notBreaching",
  database_connections: "AWS/RDS DatabaseConnections Maximum | > 4000 | 5 of 5 x 60 s | notBreaching",
  database_cpu: "AWS/RDS CPUUtilization Maximum | > 90 | 3 of 3 x 300 s | notBreaching",
  database_deadlocks: "AWS/RDS Deadlocks Maximum | > 0 | 3 of 6 x 300 s | notBreaching",
  database_failures: "AWS/Events TriggeredRules Sum | > 0 | 1 of 1 x 300 s | notBreaching",
  database_global_lag: "AWS/RDS AuroraGlobalDBReplicationLag Maximum | > 10000 | 5 of 5 x 60 s | notBreaching",
  database_memory: "AWS/RDS FreeableMemory Minimum | < 3435973837 | 10 of 10 x 60 s | notBreaching",
  database_replica_lag: "AWS/RDS AuroraReplicaLagMaximum Maximum | > 1000 | 5 of 5 x 60 s | ignore",
  content_certificate_expiry: "AWS/CertificateManager DaysToExpiry Minimum | < 30 | 1 of 1 x 86400 s | ignore",
  content_errors: "AWS/CloudFront 5xxErrorRate Average | > 5 | 3 of 5 x 60 s | notBreaching",
  distribution_client_errors:
    "AWS/CloudFront 4xxErrorRate Average | ANOMALY_DETECTION_BAND(value, 3) | > usual | 3 of 3 x 300 s | notBreaching",
  distribution_errors: "AWS/CloudFront 5xxErrorRate Average | > 5 | 3 of 5 x 60 s | notBreaching",
  functions_duration:
    "AWS/Lambda Duration Maximum | MAX([m1 / 600, m2 / 300, m3 / 9000, m4 / 9000]) | > 80 | 2 of 3 x 300 s | notBreaching",
  functions_errors: "AWS/Lambda Errors Sum | SUM([m1, m2, m3, m4]) | > 0 | 1 of 1 x 300 s | notBreaching",
  functions_throttles: "AWS/Lambda Throttles Sum | SUM([m1, m2, m3, m4]) | > 0 | 6 of 6 x 300 s | notBreaching",
  load_balancer_errors:
    "AWS/ApplicationELB HTTPCode_Target_5XX_Count Sum + AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum + AWS/ApplicationELB RequestCount Sum | 100 * (FILL(failed, 0) + FILL(unserved, 0)) / (FILL(requests, 0) + FILL(unserved, 0)) | > 5 | 3 of 5 x 60 s | notBreaching",
  load_balancer_firewall_blocked:
    "AWS/WAFV2 BlockedRequests Sum | ANOMALY_DETECTION_BAND(value, 3) | > usual | 3 of 3 x 300 s | notBreaching",
  load_balancer_latency: "AWS/ApplicationELB TargetResponseTime p99 | > 1.5 | 3 of 3 x 300 s | notBreaching",
  load_balancer_rejected_connections:
    "AWS/ApplicationELB RejectedConnectionCount Sum | > 0 | 3 of 3 x 60 s | notBreaching",
  load_balancer_unhealthy_targets: `AWS/ApplicationELB UnHealthyHostCount Maximum | SUM([${LMS_SERVICE_NAMES.map((_, index) => `m${index + 1}`).join(", ")}]) | > 0 | 10 of 10 x 60 s | notBreaching`,
  load_balancer_unserved: "AWS/ApplicationELB HTTPCode_ELB_5XX_Count Sum | > 10 | 3 of 5 x 60 s | notBreaching",
  network_nat_drops:
    "AWS/NATGateway PacketsDropCount Sum | SUM([m1, m2, m3]) | ANOMALY_DETECTION_BAND(value, 3) | > usual | 3 of 3 x 300 s | notBreaching",
  network_nat_ports:
    "AWS/NATGateway ErrorPortAllocation Sum | SUM([m1, m2, m3]) | > 0 | 10 of 15 x 60 s | notBreaching",
  ...Object.fromEntries(
    LMS_SERVICE_NAMES.map((service) => [
      `no_target_${service}`,
      "AWS/ApplicationELB HealthyHostCount Maximum | < 1 | 3 of 3 x 60 s | breaching",
    ]),
  ),
  ...Object.fromEntries(
    ["video_uploads", ...SERVICE_QUEUES].flatMap((queue) => [
      [`queue_${queue}_age`, "AWS/SQS ApproximateAgeOfOldestMessage Maximum | > 900 | 1 of 1 x 300 s | notBreaching"],
      [
        `queue_${queue}_dead_letters`,
        "AWS/SQS ApproximateNumberOfMessagesVisible Maximum | > 0 | 1 of 1 x 300 s | notBreaching",
      ],
    ]),
  ),
  recovery_copies_late:
    "AWS/S3 ReplicationLatency Maximum | MAX([m1, m2, m3]) | > 900 | 15 of 15 x 60 s | notBreaching",
  recovery_failures: "AWS/Events TriggeredRules Sum | > 0 | 1 of 1 x 300 s | notBreaching",
  recovery_global_lag: "AWS/RDS AuroraGlobalDBReplicationLag Maximum | > 10000 | 5 of 5 x 60 s | notBreaching",
  replication_failed:
    "AWS/S3 OperationsFailedReplication Sum | SUM([m1, m2, m3]) | > 0 | 1 of 1 x 300 s | notBreaching",
  schedules_failures:
    "AWS/Scheduler TargetErrorCount Sum + AWS/Scheduler InvocationDroppedCount Sum + AWS/Scheduler InvocationsSentToDeadLetterCount Sum + AWS/Scheduler InvocationsFailedToBeSentToDeadLetterCount Sum | SUM([m1, m2, m3, m4]) | > 0 | 1 of 1 x 300 s | notBreaching",
  sessions_cpu: "AWS/ElastiCache CPUUtilization Average | MAX([m1, m2, m3]) | > 45 | 3 of 3 x 300 s | ignore",
  sessions_evictions: "AWS/ElastiCache Evictions Sum | SUM([m1, m2, m3]) | > 0 | 1 of 1 x 60 s | ignore",
  sessions_memory:
    "AWS/ElastiCache DatabaseMemoryUsagePercentage Maximum | MAX([m1, m2, m3]) | > 80 | 5 of 5 x 60 s | ignore",
  sessions_replica_lag: "AWS/ElastiCache ReplicationLag Maximum | MAX([m1, m2, m3]) | > 10 | 5 of 5 x 60 s | ignore",
  site_firewall_blocked:
    "AWS/WAFV2 BlockedRequests Sum | ANOMALY_DETECTION_BAND(value, 3) | > usual | 3 of 3 x 300 s | notBreaching",
  video_dead_letters: "AWS/SQS ApproximateNumberOfMessagesVisible Maximum | > 0 | 1 of 1 x 300 s | notBreaching",
  video_refused: "LMS RefusedUploads Sum | > 4 | 1 of 1 x 900 s | notBreaching",
  video_waiting: "LMS WaitingTranscodingJobs Maximum | > 0 | 1 of 1 x 300 s | ignore",
  dns_origin_health_alarm: "AWS/Route53 HealthCheckStatus Minimum | < 1 | 2 of 2 x 60 s | breaching",
  dns_site_health_alarm: "AWS/Route53 HealthCheckStatus Minimum | < 1 | 2 of 2 x 60 s | breaching",
};

/** Of a zone that is signed. */
const SIGNING: Readonly<Record<string, string>> = {
  zone_signing_internal_failure: "AWS/Route53 DNSSECInternalFailure Sum | > 0 | 1 of 1 x 300 s | ignore",
  zone_signing_key_needs_action: "AWS/Route53 DNSSECKeySigningKeysNeedingAction Sum | > 0 | 1 of 1 x 300 s | ignore",
};

interface Query {
  readonly expression?: string;
  readonly metric?: {
    readonly metric_name: string;
    readonly namespace: string;
    readonly period: number;
    readonly stat: string;
  };
}

/** What an alarm looks at, when it is raised and what it makes of a gap, in a line. */
function signal(alarm: Attributes): string {
  const { namespace, metric_name, statistic, extended_statistic, period } = alarm;
  const queries = (alarm.metric_query ?? []) as readonly Query[];
  const own = { namespace, metric_name, period, stat: statistic ?? extended_statistic };
  const metrics = queries.length === 0 ? [own] : queries.flatMap(({ metric }) => metric ?? []);
  const names = new Set(metrics.map((metric) => `${metric.namespace} ${metric.metric_name} ${metric.stat}`));
  const periods = [...new Set(metrics.map((metric) => metric.period))].join();
  const expressions = queries.flatMap(({ expression }) => expression ?? []);
  const sign = alarm.comparison_operator === "LessThanThreshold" ? "<" : ">";
  return [
    [...names].join(" + "),
    ...expressions,
    `${sign} ${alarm.threshold ?? alarm.threshold_metric_id}`,
    `${alarm.datapoints_to_alarm} of ${alarm.evaluation_periods} x ${periods} s`,
    `${alarm.treat_missing_data}`,
  ].join(" | ");
}

const signalsOf = (alarms: Readonly<Record<string, Attributes>>) =>
  Object.fromEntries(
    Object.entries(alarms)
      .filter(([id]) => !/_budget_/.test(id))
      .map(([id, alarm]) => [id.replace(/^alarms_/, ""), signal(alarm)]),
  );
const alarmsIn = (root: SynthesizedRoot) => signalsOf(root.resources("aws_cloudwatch_metric_alarm"));

it("looks at these metrics of AWS, by these names and statistics", () => {
  expect(alarmsIn(alarmsOf("prod"))).toEqual(PROD);
});

it("looks at the signing of a zone by the last that Route 53 said", () => {
  expect(alarmsIn(alarmsWithSigning())).toMatchObject(SIGNING);
});

it("looks at how much of its capacity a serverless database uses", () => {
  expect(alarmsIn(alarmsOf("dev")).database_capacity).toBe(
    "AWS/RDS ACUUtilization Maximum | > 95 | 3 of 3 x 300 s | notBreaching",
  );
});
