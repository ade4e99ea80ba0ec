import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes } from "../alerting";

/**
 * Alarm of a Route 53 health check.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-health-checks.html
 */
export function healthAlarm(HealthCheckId: string, meaning: string): AlarmSpec {
  return {
    meaning,
    runbook: "site-health",
    signal: {
      namespace: "AWS/Route53",
      name: "HealthCheckStatus",
      statistic: "Minimum",
      dimensions: { HealthCheckId },
    },
    range: { unit: "", least: 0, most: 1 },
    threshold: { below: 1 },
    window: minutes(2),
    missingData: "silent-when-dead",
    incident: "site",
  };
}

/**
 * Alarms of the signing of a zone, one for each way in which it fails. Route 53 writes every four hours.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-hosted-zones-with-cloudwatch.html
 */
export function signingAlarms(HostedZoneId: string): AlarmTable<"internal-failure" | "key-needs-action"> {
  const alarm = (name: string): AlarmSpec => ({
    meaning: "The hosted zone cannot be signed: answers will soon be refused, and with them the site.",
    runbook: "dnssec",
    signal: { namespace: "AWS/Route53", name, statistic: "Sum", dimensions: { HostedZoneId } },
    range: countOf(""),
    threshold: { above: 0 },
    window: fiveMinutes(1),
    missingData: "silent-between-readings",
    incident: "site",
  });
  return {
    "internal-failure": alarm("DNSSECInternalFailure"),
    "key-needs-action": alarm("DNSSECKeySigningKeysNeedingAction"),
  };
}
