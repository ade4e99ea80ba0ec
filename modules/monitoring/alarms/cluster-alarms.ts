import { type AlarmTable, countOf, fiveMinutes, minutes, PERCENT, topicMetrics } from "../../alerting";
import type { Topic } from "../../foundation/contracts";
import { overAll } from "../../foundation/metrics";
import type { WatchedParts } from "../watched-parts";

/**
 * Readings of a kill in a period. The metric repeats a kill every minute for as long as its pod lives, so the alarm looks
 * at the increase: a new kill adds up to five readings to a period of five minutes; less than half of them is jitter.
 */
const MAX_READINGS = 5;

/**
 * Alarms on the cluster's nodes and pods, through Container Insights with enhanced observability; none without it.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html
 */
export function clusterAlarms({
  metrics,
}: Pick<WatchedParts["cluster"], "metrics">): Partial<
  AlarmTable<
    | "failed-nodes"
    | "node-cpu"
    | "node-memory"
    | "node-disk"
    | "pending-pods"
    | "crash-loops"
    | "out-of-memory"
    | "api-errors"
    | "no-metrics"
  >
> {
  if (metrics === "none") return {};
  const ofNodes = {
    range: PERCENT,
    window: fiveMinutes(3),
    missingData: "silent-when-idle",
    incident: "none",
  } as const;
  // Each pod writes a 0 or a 1 a minute: their sum is above 0 as long as it is true of one.
  const ofPods = { range: countOf("pods"), missingData: "silent-when-idle" } as const;
  return {
    "failed-nodes": {
      meaning: "A node has not been ready for ten minutes, nor was it replaced; its pods have moved or are down.",
      runbook: "nodes",
      signal: metrics.failedNodes,
      range: countOf("nodes"),
      threshold: { above: 0 },
      window: minutes(10),
      missingData: "silent-when-idle",
      incident: "cluster",
    },
    "node-cpu": {
      ...ofNodes,
      meaning: "A node has been at its CPU limit for 15 minutes: its pods are slow.",
      runbook: "nodes",
      signal: metrics.nodeCpu.fullest,
      threshold: { above: 90 },
    },
    "node-memory": {
      ...ofNodes,
      meaning: "A node is almost out of memory: Kubernetes will soon evict pods from it.",
      runbook: "nodes",
      signal: metrics.nodeMemory.fullest,
      threshold: { above: 90 },
    },
    "node-disk": {
      ...ofNodes,
      meaning: "A node's disk is filling up: above 85 percent Kubernetes deletes images, above 90 it evicts pods.",
      runbook: "nodes",
      signal: metrics.nodeDisk.fullest,
      threshold: { above: 80 },
    },
    "pending-pods": {
      ...ofPods,
      meaning: "Pods have been pending for 15 minutes: no node has room for them, and the cluster does not grow.",
      runbook: "pods",
      signal: metrics.pendingPods,
      threshold: { above: 0 },
      window: minutes(15),
      incident: "cluster",
    },
    "crash-loops": {
      ...ofPods,
      meaning: "A container keeps restarting; the other pods of its service carry its load, if there are any.",
      runbook: "pods",
      signal: metrics.crashLoops,
      threshold: { above: 0 },
      window: minutes(15, 10),
      incident: "none",
    },
    "out-of-memory": {
      meaning: "A container was killed because it exceeded its memory limit.",
      runbook: "pods",
      signal: {
        expression: "DIFF(stopped)",
        metrics: { stopped: metrics.outOfMemory },
      },
      range: countOf("readings"),
      threshold: { above: MAX_READINGS / 2 },
      window: fiveMinutes(3, 1),
      missingData: "silent-when-idle",
      incident: "none",
    },
    "api-errors": {
      meaning:
        "The Kubernetes API fails far more often than usual: deployments and scaling stall; running pods continue.",
      runbook: "nodes",
      signal: metrics.failedApiRequests,
      range: countOf("requests"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-well",
      incident: "none",
    },
    "no-metrics": {
      meaning: "Container Insights has stopped sending metrics: nodes and pods are no longer monitored.",
      runbook: "container-insights",
      signal: metrics.nodes,
      range: countOf("nodes"),
      threshold: { below: 1 },
      window: fiveMinutes(3),
      missingData: "silent-when-dead",
      incident: "none",
    },
  };
}

/**
 * Alarms on Prometheus' alert that never ends, from outside of the cluster: without it, none of its others would arrive.
 * None where there is no Prometheus.
 * @see https://runbooks.prometheus-operator.dev/runbooks/general/watchdog/
 */
export function heartbeatAlarms(heartbeat: "none" | Topic): Partial<AlarmTable<"no-heartbeat">> {
  if (heartbeat === "none") return {};
  return {
    "no-heartbeat": {
      meaning: "Prometheus has sent no alert for 15 minutes, not even the one that never ends: it watches nothing.",
      runbook: "prometheus",
      signal: topicMetrics(heartbeat.name).published,
      range: countOf("messages"),
      threshold: { below: 1 },
      window: fiveMinutes(3),
      missingData: "silent-when-dead",
      incident: "cluster",
    },
  };
}

/**
 * Alarms on the NAT gateways, the application tier's only way out; none where nodes leave by addresses of their own.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 */
export function networkAlarms({
  metrics,
}: Pick<WatchedParts["network"], "metrics">): Partial<AlarmTable<"nat-ports" | "nat-drops">> {
  const gateways = Object.values(metrics.natGateways);
  if (gateways.length === 0) return {};
  return {
    "nat-ports": {
      meaning:
        "A NAT gateway is out of ports for one destination: pods cannot connect to mail, payment or another service.",
      runbook: "nat-gateways",
      signal: overAll(
        "SUM",
        gateways.map(({ portErrors }) => portErrors),
      ),
      range: countOf("connections"),
      threshold: { above: 0 },
      window: minutes(15, 10),
      missingData: "silent-when-idle",
      incident: "none",
    },
    "nat-drops": {
      meaning: "NAT gateways drop far more packets than usual: outbound traffic of pods is slow or lost.",
      runbook: "nat-gateways",
      signal: overAll(
        "SUM",
        gateways.map(({ droppedPackets }) => droppedPackets),
      ),
      range: countOf("packets"),
      threshold: { aboveUsual: 3 },
      window: fiveMinutes(3),
      missingData: "silent-when-idle",
      incident: "none",
    },
  };
}
