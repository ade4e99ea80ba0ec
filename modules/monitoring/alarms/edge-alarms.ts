import { type AlarmTable, countOf, fiveMinutes, minutes, PERCENT, type Window } from "../../alerting";
import type { WebAcl } from "../../edge";
import type { Arn } from "../../foundation/contracts";
import { type Metric, overAll } from "../../foundation/metrics";
import type { Distribution } from "../../s3-cloudfront";

/** ACM begins to renew 45 days before the end, at the latest: two weeks of trying are not bad luck any more. */
const DAYS_OF_A_CERTIFICATE = 30;

const DAY: Window = { periodSeconds: 86_400, periods: 1 };

/**
 * What is watched of the distribution: what it answers learners with.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 */
export function distributionAlarms({ distribution }: Distribution): AlarmTable<"errors" | "client-errors"> {
  return {
    errors: {
      meaning: "More than one of twenty answers that learners get is an error of ours.",
      runbook: "distribution",
      signal: ofDistribution(distribution.id, "5xxErrorRate", "Average"),
      range: PERCENT,
      threshold: { above: 5 },
      window: minutes(5, 3),
      missingData: "silent-when-idle",
      incident: "site",
    },
    "client-errors": {
      meaning:
        "Far more requests than usual are refused or ask for what is not there: a broken link, sign-in, or release.",
      runbook: "distribution",
      signal: ofDistribution(distribution.id, "4xxErrorRate", "Average"),
      range: PERCENT,
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/** A metric of a distribution; CloudFront writes them in us-east-1. */
export function ofDistribution(DistributionId: string, name: string, statistic: Metric["statistic"]): Metric {
  return { namespace: "AWS/CloudFront", name, statistic, dimensions: { DistributionId, Region: "Global" } };
}

/**
 * What is watched of a web ACL.
 * @param region of the ACL's metrics; none before CloudFront
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
export function firewallAlarms({ acl }: WebAcl, region?: string): AlarmTable<"blocked"> {
  const dimensions = {
    WebACL: acl.visibilityConfig.metricName,
    Rule: "ALL",
    ...(region === undefined ? {} : { Region: region }),
  };
  return {
    blocked: {
      meaning: "The firewall blocks far more than usual: an attack, or a rule that has begun to refuse learners.",
      runbook: "firewall",
      signal: { namespace: "AWS/WAFV2", name: "BlockedRequests", statistic: "Sum", dimensions },
      range: countOf("requests"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-well",
      incident: "none",
    },
  };
}

/**
 * What is watched of the certificates, which renew themselves as long as their record is in the zone. ACM writes twice a
 * day, and no more once a certificate has ended.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
export function certificateAlarms(certificates: readonly Arn[]): AlarmTable<"expiry"> {
  const metrics = [...new Set(certificates.map(({ arn }) => arn))].map(
    (CertificateArn): Metric => ({
      namespace: "AWS/CertificateManager",
      name: "DaysToExpiry",
      statistic: "Minimum",
      dimensions: { CertificateArn },
    }),
  );
  return {
    expiry: {
      meaning: `A certificate has not renewed itself and ends in less than ${DAYS_OF_A_CERTIFICATE} days: then no browser opens the site.`,
      runbook: "certificates",
      signal: overAll("MIN", metrics),
      range: countOf("days"),
      threshold: { below: DAYS_OF_A_CERTIFICATE },
      window: DAY,
      missingData: "silent-between-readings",
      incident: "none",
    },
  };
}
