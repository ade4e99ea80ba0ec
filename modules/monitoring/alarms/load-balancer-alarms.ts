import { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes, PERCENT } from "../../alerting";
import type { LoadBalancerMetrics } from "../../edge";
import { type Metric, overAll } from "../../foundation/metrics";
import type { WatchedParts } from "../watched-parts";

/** Robots alone ask a service that was never deployed less often. */
const UNSERVED_A_MINUTE = 10;

/**
 * Alarms on the load balancer.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html
 */
export function loadBalancerAlarms(
  { metrics }: WatchedParts["loadBalancer"],
  { latencySeconds }: { readonly latencySeconds: number },
): AlarmTable<"errors" | "latency" | "rejected-connections" | "unhealthy-targets" | "unserved"> {
  return {
    errors: {
      meaning: "More than 5 percent of the requests to the application fail.",
      runbook: "load-balancer",
      signal: {
        expression: FAILED_PERCENT,
        metrics: requestMetrics(metrics),
      },
      range: PERCENT,
      threshold: { above: 5 },
      window: minutes(5, 3),
      missingData: "silent-when-idle",
      incident: "site",
    },
    latency: {
      meaning: `1 percent of requests wait longer than ${latencySeconds} seconds for the application.`,
      runbook: "load-balancer",
      signal: metrics.latency.p99,
      range: countOf("seconds"),
      threshold: { above: latencySeconds },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
    "rejected-connections": {
      meaning: "The load balancer rejects connections: it has reached its maximum.",
      runbook: "load-balancer",
      signal: metrics.rejectedConnections,
      range: countOf("connections"),
      threshold: { above: 0 },
      window: minutes(3),
      missingData: "silent-when-well",
      incident: "site",
    },
    unserved: {
      meaning:
        "The load balancer answers learners' requests itself, with an error: a service has no healthy pod (which: the alarms no-target), or one answers pages with 502 or 503 and the maintenance page is shown.",
      runbook: "targets",
      signal: metrics.unserved,
      range: countOf("requests"),
      threshold: { above: UNSERVED_A_MINUTE },
      window: minutes(5, 3),
      missingData: "silent-when-well",
      incident: "cluster",
    },
    "unhealthy-targets": {
      meaning: "Pods of a service have failed their health checks for ten minutes; the other pods carry their load.",
      runbook: "targets",
      signal: overAll(
        "SUM",
        Object.values(metrics.byService).map(({ unhealthy }) => unhealthy),
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
 * Alarms on services without a healthy pod, by service: its part of the site is down. Pods that are not ready are taken
 * out of their group, and an empty group has no metric, so a gap in the metric sets off the alarm. They wake no one: that
 * learners ask such a service does (`unserved`), which a service that was not deployed yet cannot, nor does the least
 * important one hide another.
 */
export function targetAlarms({ metrics }: WatchedParts["loadBalancer"]): Readonly<Record<string, AlarmSpec>> {
  return Object.fromEntries(
    Object.entries(metrics.byService).map(([service, { mostHealthy }]): [string, AlarmSpec] => [
      service,
      {
        meaning: `No pod of the service ${service} is healthy: its part of the site is down.`,
        runbook: "targets",
        signal: mostHealthy,
        range: countOf("pods"),
        threshold: { below: 1 },
        window: minutes(3),
        missingData: "silent-when-dead",
        incident: "none",
      },
    ]),
  );
}

/**
 * Alarms on services without a healthy pod where an application stands by with pods: they could not take over. That of a service
 * whose readiness asks for the database's writer lasts until it is there.
 */
export function standbyTargetAlarms(loadBalancer: WatchedParts["loadBalancer"]): Readonly<Record<string, AlarmSpec>> {
  return Object.fromEntries(
    Object.entries(targetAlarms(loadBalancer)).map(([service, alarm]) => [
      service,
      { ...alarm, meaning: `No pod of the service ${service} is healthy where it stands by: it could not take over.` },
    ]),
  );
}

/** Share of failed requests, including those that the load balancer answered itself because no pod was there. */
export const FAILED_PERCENT = "100 * (FILL(failed, 0) + FILL(unserved, 0)) / (FILL(requests, 0) + FILL(unserved, 0))";

/** Metrics of `FAILED_PERCENT`: requests that reached a pod, those of them that failed, those that reached none. */
export function requestMetrics({ answers, unserved, requests }: LoadBalancerMetrics): Readonly<Record<string, Metric>> {
  return { failed: answers["5xx"], unserved, requests };
}
