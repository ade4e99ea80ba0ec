import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes } from "../alerting";

import type { Metric } from "../foundation/metrics";
import { type HealthCheckMetrics, signingMetrics } from "./metrics";

/**
 * Alarm of a Route 53 health check.
 */
export function healthAlarm({ status }: Pick<HealthCheckMetrics, "status">, meaning: string): AlarmSpec {
  return {
    meaning,
    runbook: "site-health",
    signal: status,
    range: { unit: "", least: 0, most: 1 },
    threshold: { below: 1 },
    window: minutes(2),
    missingData: "silent-when-dead",
    incident: "site",
  };
}

/**
 * Alarms of the signing of a zone, one for each way in which it fails. Route 53 writes every four hours.
 */
export function signingAlarms(hostedZoneId: string): AlarmTable<"internal-failure" | "key-needs-action"> {
  const metrics = signingMetrics(hostedZoneId);
  const alarm = (signal: Metric): AlarmSpec => ({
    meaning: "The hosted zone cannot be signed: answers will soon be refused, and with them the site.",
    runbook: "dnssec",
    signal,
    range: countOf(""),
    threshold: { above: 0 },
    window: fiveMinutes(1),
    missingData: "silent-between-readings",
    incident: "site",
  });
  return {
    "internal-failure": alarm(metrics.internalFailures),
    "key-needs-action": alarm(metrics.keysNeedingAction),
  };
}
