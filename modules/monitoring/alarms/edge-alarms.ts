import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes, PERCENT, type Window } from "../../alerting";
import type { Metric } from "../../foundation/metrics";
import type { WatchedParts, WatchedWebAcl } from "../watched-parts";

/** ACM begins to renew 45 days before the end, at the latest: two weeks of trying are not bad luck any more. */
const DAYS_OF_A_CERTIFICATE = 30;

const DAY: Window = { periodSeconds: 86_400, periods: 1 };

/**
 * Alarms on the distribution's answers to learners.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 */
export function distributionAlarms({ metrics }: WatchedParts["distribution"]): AlarmTable<"errors" | "client-errors"> {
  return {
    errors: serverErrors(metrics.errors5xx, "More than 5 percent of the responses to learners are 5xx errors."),
    "client-errors": {
      meaning: "Far more 4xx responses than usual: a broken link, sign-in or release.",
      runbook: "distribution",
      signal: metrics.errors4xx,
      range: PERCENT,
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** Alarms on the answers of the hosts of course packages, which come from buckets alone. */
export function contentAlarms({ metrics }: WatchedParts["contentHost"]): AlarmTable<"errors"> {
  return {
    errors: serverErrors(
      metrics.errors5xx,
      "More than 5 percent of the responses of course packages are 5xx errors: lessons do not open, or stop.",
    ),
  };
}

/** Alarm on the share of a distribution's answers that are errors of ours. */
function serverErrors(signal: Metric, meaning: string): AlarmSpec {
  return {
    meaning,
    runbook: "distribution",
    signal,
    range: PERCENT,
    threshold: { above: 5 },
    window: minutes(5, 3),
    missingData: "silent-when-idle",
    incident: "site",
  };
}

/**
 * Alarms on a web ACL.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
export function firewallAlarms({ metrics }: Pick<WatchedWebAcl, "metrics">): AlarmTable<"blocked"> {
  return {
    blocked: {
      meaning: "AWS WAF blocks far more requests than usual: an attack, or a rule that has begun to block learners.",
      runbook: "firewall",
      signal: metrics.blocked,
      range: countOf("requests"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

/**
 * Alarms on a certificate that is about to expire. It renews itself as long as its record is in the zone. ACM writes the
 * metric twice a day, in the certificate's region, and stops once it has expired.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
export function certificateAlarms(daysToExpiry: Metric): AlarmTable<"expiry"> {
  return {
    expiry: {
      meaning: `A certificate was not renewed and expires in less than ${DAYS_OF_A_CERTIFICATE} days; after that no browser opens the site.`,
      runbook: "certificates",
      signal: daysToExpiry,
      range: countOf("days"),
      threshold: { below: DAYS_OF_A_CERTIFICATE },
      window: DAY,
      missingData: "silent-between-readings",
      incident: "none",
    },
  };
}
