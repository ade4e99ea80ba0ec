import { type AlarmTable, countOf, fiveMinutes, minutes, topicMetrics } from "../../alerting";
import type { Topics } from "../../foundation/contracts";
import { overAll } from "../../foundation/metrics";
import type { ReplicationMetrics } from "../../s3-cloudfront";
import type { WatchedParts, WatchedVideo } from "../watched-parts";
import type { WatchedWithTopics } from "./alarm-tables";

/** S3 promises to replicate within this time. */
const REPLICATION_SECONDS = 900;

const SECONDS_PER_DAY = 86_400;

/**
 * Alarms on backups that failed, and on days without any.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
 */
export function backupAlarms({ metrics }: WatchedParts["backups"]): AlarmTable<"missing" | "failed"> {
  return {
    missing: {
      meaning: "No backup was made for two days: the backup plan does not run, or finds no resource with its tag.",
      runbook: "backups",
      // Zero on a day without, so that what was before it counts no more.
      signal: { expression: "FILL(completed, 0)", metrics: { completed: metrics.completed } },
      range: countOf("backups"),
      threshold: { below: 1 },
      window: { periodSeconds: SECONDS_PER_DAY, periods: 2 },
      missingData: "silent-when-dead",
      incident: "none",
    },
    failed: {
      meaning: "A backup job failed, was aborted, or did not start in time.",
      runbook: "backups",
      signal: overAll("SUM", [metrics.failed, metrics.aborted, metrics.expired]),
      range: countOf("backups"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

/**
 * Alarms on replication in the region of the originals, where S3 writes its failures.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
 */
export function replicationAlarms(rules: readonly ReplicationMetrics[]): AlarmTable<"failed"> {
  return {
    failed: {
      meaning: "S3 could not replicate an object to the second region: it would be lost with this region.",
      runbook: "replication",
      signal: overAll(
        "SUM",
        rules.map(({ failed }) => failed),
      ),
      range: countOf("operations"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** Alarms on replication in the region of the copies, where S3 writes how far they are behind. */
export function replicaAlarms(rules: readonly ReplicationMetrics[]): AlarmTable<"late"> {
  return {
    late: {
      meaning:
        "S3 replication is more than 15 minutes behind: the loss of the first region would lose the objects since then.",
      runbook: "replication",
      signal: overAll(
        "MAX",
        rules.map(({ latency }) => latency),
      ),
      range: countOf("seconds"),
      threshold: { above: REPLICATION_SECONDS },
      window: minutes(15),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/**
 * Alarms on what was to be told and reached no one, reported to the topic of warnings: pages, events of AWS services, and
 * results of functions.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
 */
export function alertAlarms(parts: WatchedWithTopics): AlarmTable<"undelivered"> {
  const { alerts, database, backups, video } = parts;
  return {
    undelivered: {
      meaning:
        "An alert, an event or the result of a function reached no one: the person on call may not have been paged.",
      runbook: "alerts",
      signal: overAll("SUM", [
        topicMetrics(alerts.critical.name).undelivered,
        ...database.events.home.lost,
        backups.lostEvents,
        ...(video === "none" ? [] : lostOf(video)),
      ]),
      range: countOf("alerts"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

/** Alarms on what was to be told where an application stands by and reached no one: pages, and what its videos tell. */
export function standbyAlertAlarms(
  { critical }: Topics,
  video: "none" | Pick<WatchedVideo, "lostEvents" | "functions">,
): AlarmTable<"undelivered"> {
  return {
    undelivered: {
      meaning:
        "An alert, an event or the result of a function in the recovery region reached no one: the person on call may not have been paged.",
      runbook: "alerts",
      signal: overAll("SUM", [topicMetrics(critical.name).undelivered, ...(video === "none" ? [] : lostOf(video))]),
      range: countOf("alerts"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

/** Events of videos and results of their functions that reached no one. */
function lostOf({
  lostEvents,
  functions: { record, sweep, reportOrphans },
}: Pick<WatchedVideo, "lostEvents" | "functions">) {
  return [...lostEvents, ...[record, sweep, reportOrphans].map(({ metrics }) => metrics.lostResults)];
}

/** Alarms on pages of a region that only has alarms, reported to its topic of warnings. */
export function pageAlarms({ critical }: Topics): AlarmTable<"undelivered"> {
  return {
    undelivered: {
      meaning:
        "An alert in us-east-1, such as that the site is down, reached no one: the person on call may not have been paged.",
      runbook: "alerts",
      signal: topicMetrics(critical.name).undelivered,
      range: countOf("alerts"),
      threshold: { above: 0 },
      window: fiveMinutes(1),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}
