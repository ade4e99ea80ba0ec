import type { LoadBalancer } from "../../edge";
import type { Distribution } from "../../s3-cloudfront";
import type { Indicator } from "../error-budget";
import { ofDistribution } from "./edge-alarms";
import { FAILED_PERCENT, requestMetrics } from "./load-balancer-alarms";

/** What learners get, from caches and origins alike. CloudFront counts requests, and tells the share of failures. */
export function siteIndicator({ distribution }: Distribution): Indicator {
  return {
    what: "answers that learners get",
    failedPercent: "failing",
    failures: "failing * requests / 100",
    metrics: {
      failing: ofDistribution(distribution.id, "5xxErrorRate", "Average"),
      requests: ofDistribution(distribution.id, "Requests", "Sum"),
    },
  };
}

/** What the application answers, without what caches answer for it. */
export function applicationIndicator({ loadBalancer }: LoadBalancer): Indicator {
  return {
    what: "requests to the application",
    failedPercent: FAILED_PERCENT,
    failures: "FILL(failed, 0) + FILL(unserved, 0)",
    metrics: requestMetrics(loadBalancer.arnSuffix),
  };
}
