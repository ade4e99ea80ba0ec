import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes, PERCENT } from "../../alerting";
import type { LoadBalancer } from "../../edge";
import { type Metric, overAll } from "../../foundation/metrics";

/**
 * What is watched of the load balancer.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function loadBalancerAlarms(
  { loadBalancer, targetGroups }: LoadBalancer,
  { latencySeconds }: { readonly latencySeconds: number },
): AlarmTable<"errors" | "latency" | "rejected-connections" | "unhealthy-targets"> {
  const metric = ofLoadBalancer(loadBalancer.arnSuffix);
  return {
    errors: {
      meaning: "More than one of twenty requests to the application fails.",
      runbook: "load-balancer",
      signal: {
        expression: FAILED_PERCENT,
        metrics: requestMetrics(loadBalancer.arnSuffix),
      },
      range: PERCENT,
      threshold: { above: 5 },
      window: minutes(5, 3),
      missingData: "silent-when-idle",
      incident: "site",
    },
    latency: {
      meaning: `One of a hundred requests waits longer than ${latencySeconds} seconds for the application.`,
      runbook: "load-balancer",
      signal: metric("TargetResponseTime", "p99"),
      range: countOf("seconds"),
      threshold: { above: latencySeconds },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
    "rejected-connections": {
      meaning: "The load balancer turns connections away: it has as many as it can hold.",
      runbook: "load-balancer",
      signal: metric("RejectedConnectionCount", "Sum"),
      range: countOf("connections"),
      threshold: { above: 0 },
      window: minutes(3),
      missingData: "silent-when-well",
      incident: "site",
    },
    "unhealthy-targets": {
      meaning: "Pods of a service have failed their health checks for ten minutes; the others carry their load.",
      runbook: "targets",
      signal: overAll(
        "SUM",
        [...targetGroups.byService.values()].map(({ arnSuffix }) =>
          metric("UnHealthyHostCount", "Maximum", { TargetGroup: arnSuffix }),
        ),
      ),
      range: countOf("pods"),
      threshold: { above: 0 },
      window: minutes(10),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}

/**
 * That a service has someone to answer, by service: with no healthy pod at all its part of the site is down. Pods that are
 * not ready are taken out of their group, and an empty group has no metric: a gap is what is looked for.
 */
export function targetAlarms({ loadBalancer, targetGroups }: LoadBalancer): Readonly<Record<string, AlarmSpec>> {
  const metric = ofLoadBalancer(loadBalancer.arnSuffix);
  return Object.fromEntries(
    [...targetGroups.byService].map(([service, { arnSuffix }]): [string, AlarmSpec] => [
      service,
      {
        meaning: `No pod of the service ${service} is healthy: its part of the site is down.`,
        runbook: "targets",
        signal: metric("HealthyHostCount", "Maximum", { TargetGroup: arnSuffix }),
        range: countOf("pods"),
        threshold: { below: 1 },
        window: minutes(3),
        missingData: "silent-when-dead",
        incident: "site",
      },
    ]),
  );
}

/** The share of failed requests, also of those that the load balancer answered itself for want of a pod. */
export const FAILED_PERCENT = "100 * (FILL(failed, 0) + FILL(unserved, 0)) / (FILL(requests, 0) + FILL(unserved, 0))";

/** The metrics of `FAILED_PERCENT`: requests that reached a pod, those of them that failed, those that reached none. */
export function requestMetrics(arnSuffix: string): Readonly<Record<"failed" | "unserved" | "requests", Metric>> {
  const metric = ofLoadBalancer(arnSuffix);
  return {
    failed: metric("HTTPCode_Target_5XX_Count", "Sum"),
    unserved: metric("HTTPCode_ELB_5XX_Count", "Sum"),
    requests: metric("RequestCount", "Sum"),
  };
}

function ofLoadBalancer(LoadBalancer: string) {
  return (name: string, statistic: Metric["statistic"], more: Readonly<Record<string, string>> = {}): Metric => ({
    namespace: "AWS/ApplicationELB",
    name,
    statistic,
    dimensions: { LoadBalancer, ...more },
  });
}
