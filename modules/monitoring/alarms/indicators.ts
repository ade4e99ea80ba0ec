import type { Indicator } from "../error-budget";
import type { WatchedParts } from "../watched-parts";
import { FAILED_PERCENT, requestMetrics } from "./load-balancer-alarms";

/** Answers that learners get, from caches and origins alike. CloudFront counts requests, and the share that fails. */
export function siteIndicator({ metrics }: WatchedParts["distribution"]): Indicator {
  return {
    what: "answers that learners get",
    failedPercent: "failing",
    failures: "failing * requests / 100",
    metrics: { failing: metrics.errors5xx, requests: metrics.requests },
  };
}

/** Answers of the application, without those that caches give for it. */
export function applicationIndicator({ metrics }: WatchedParts["loadBalancer"]): Indicator {
  return {
    what: "requests to the application",
    failedPercent: FAILED_PERCENT,
    failures: "FILL(failed, 0) + FILL(unserved, 0)",
    metrics: requestMetrics(metrics),
  };
}
