import type { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { type AlarmTable, countOf, fiveMinutes, minutes } from "../../alerting";
import type { Backups } from "../../backup";
import { type Metric, overAll } from "../../foundation/metrics";
import type { Replication } from "../../s3-cloudfront";

/** S3 promises to replicate within this time. */
const REPLICATION_SECONDS = 900;

const SECONDS_PER_DAY = 86_400;

/**
 * What is watched of the backups: that some are made, and that none fails.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export function backupAlarms({ vault }: Pick<Backups, "vault">): AlarmTable<"missing" | "failed"> {
  const metric = (name: string): Metric => ({
    namespace: "AWS/Backup",
    name,
    statistic: "Sum",
    dimensions: { BackupVaultName: vault.vault.name },
  });
  return {
    missing: {
      meaning: "No backup was made for two days: the plan does not run, or finds nothing with its tag.",
      runbook: "backups",
      signal: metric("NumberOfBackupJobsCompleted"),
      range: countOf("backups"),
      threshold: { below: 1 },
      window: { periodSeconds: SECONDS_PER_DAY, periods: 2 },
      missingData: "silent-when-dead",
      incident: "none",
    },
    failed: {
      meaning: "A backup has failed, was aborted, or did not start in time.",
      runbook: "backups",
      signal: overAll("SUM", [
        metric("NumberOfBackupJobsFailed"),
        metric("NumberOfBackupJobsAborted"),
        metric("NumberOfBackupJobsExpired"),
      ]),
      range: countOf("backups"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

/**
 * What is watched of replication where the originals are. S3 writes failures there.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export function replicationAlarms(replication: Replication): AlarmTable<"failed"> {
  return {
    failed: {
      meaning: "S3 could not copy an object to the second region: when this region is lost, it is lost.",
      runbook: "replication",
      signal: overAll("SUM", ofRules(replication, "OperationsFailedReplication", "Sum")),
      range: countOf("operations"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** What is watched of replication where the copies are. S3 writes there how far behind they are. */
export function replicaAlarms(replication: Replication): AlarmTable<"late"> {
  return {
    late: {
      meaning: "Copies are more than a quarter of an hour behind: what the loss of the first region would take.",
      runbook: "replication",
      signal: overAll("MAX", ofRules(replication, "ReplicationLatency", "Maximum")),
      range: countOf("seconds"),
      threshold: { above: REPLICATION_SECONDS },
      window: minutes(15),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/**
 * That what is reported arrives: nobody else would tell. It is reported to the other topic.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 */
export function alertAlarms({ name }: Pick<SnsTopic, "name">): AlarmTable<"undelivered"> {
  return {
    undelivered: {
      meaning: "An alert could not be delivered: whoever should have been woken up sleeps.",
      runbook: "alerts",
      signal: {
        namespace: "AWS/SNS",
        name: "NumberOfNotificationsFailed",
        statistic: "Sum",
        dimensions: { TopicName: name },
      },
      range: countOf("alerts"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

function ofRules({ rules, sources, replicas }: Replication, name: string, statistic: Metric["statistic"]): Metric[] {
  return (["static-assets", "media", "backups"] as const).map((purpose) => ({
    namespace: "AWS/S3",
    name,
    statistic,
    dimensions: {
      SourceBucket: sources[purpose].bucket.bucket,
      DestinationBucket: replicas[purpose].bucket.bucket,
      RuleId: rules[purpose].rule.get(0).id,
    },
  }));
}
