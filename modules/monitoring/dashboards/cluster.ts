import { type Metric, metricsOf } from "../../foundation/metrics";
import type { NatGatewayMetrics } from "../../vpc";
import { METRIC_FILTERS, METRIC_NAMESPACE } from "../logs/metric-filters";
import type { WatchedParts } from "../watched-parts";
import { each, graph, heading, type Lines, type Row } from "./widgets";

const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** Nodes, pods, the Kubernetes API and the way out: whether services have what they need to run. */
export function cluster({ cluster, network, lacks }: WatchedParts, region: string): readonly Row[] {
  const { metrics } = cluster;
  const counted = metricsOf(METRIC_NAMESPACE, {});
  const { deniedRequests, anonymousRequests, shellsInPods } = METRIC_FILTERS;
  const failures = [
    ...(lacks.includes("logs") ? [] : errorsOfServices(region)),
    ...(metrics === "none"
      ? []
      : [graph("The Kubernetes API, failed requests", region, { Failed: metrics.failedApiRequests })]),
  ];
  return [
    ...nodesAndPods(metrics, region),
    ...(failures.length === 0 ? [] : [failures]),
    [heading("# Who asks the Kubernetes API\nWho and what: the saved queries below `cluster/`.")],
    [
      graph("Refused", region, { Refused: counted(deniedRequests.metricName, "Sum") }),
      graph("Answered to no one in particular", region, { Anonymous: counted(anonymousRequests.metricName, "Sum") }),
      graph("Shells in pods", region, { Shells: counted(shellsInPods.metricName, "Sum") }),
    ],
    ...waysOut(network, region),
  ];
}

/** Errors that services write to their logs. */
function errorsOfServices(region: string): Row {
  const { metricName, dimensions } = METRIC_FILTERS.applicationErrors;
  return [
    graph(
      "Errors of services, by service",
      region,
      { Errors: everyValueOf(metricName, Object.keys(dimensions)) },
      { width: 16, stacked: true, periodSeconds: 300 },
    ),
  ];
}

/** What Container Insights knows, where it is. */
function nodesAndPods(metrics: WatchedParts["cluster"]["metrics"], region: string): readonly Row[] {
  if (metrics === "none") return [];
  const ofNodes = ({ fullest, average }: Record<"fullest" | "average", Metric>): Lines => ({
    Fullest: fullest,
    Average: average,
  });
  return [
    [heading("# Nodes")],
    [
      graph("Processor", region, ofNodes(metrics.nodeCpu), PERCENT),
      graph("Memory", region, ofNodes(metrics.nodeMemory), PERCENT),
      graph("Disk", region, ofNodes(metrics.nodeDisk), PERCENT),
    ],
    [heading("# Pods\nWhich ones: Container Insights, and Grafana.")],
    [
      graph("Nodes", region, {
        All: metrics.nodes,
        Failed: metrics.failedNodes,
      }),
      graph("Waiting for a node", region, { Pending: metrics.pendingPods }),
      graph("Containers that do not stay up", region, {
        "Crash loops": metrics.crashLoops,
        "Out of memory": metrics.outOfMemory,
      }),
    ],
  ];
}

/** The NAT gateways, where there are some. */
function waysOut({ metrics }: WatchedParts["network"], region: string): readonly Row[] {
  if (Object.keys(metrics.natGateways).length === 0) return [];
  const ofGateways = (pick: (gateway: NatGatewayMetrics) => Metric): Lines => each(metrics.natGateways, pick);
  return [
    [heading("# The way out\nNAT gateways, by the zone that they are in.")],
    [
      graph(
        "Bytes sent",
        region,
        ofGateways(({ bytesSent }) => bytesSent),
        { axis: { label: "bytes" } },
      ),
      graph(
        "Connections without a port",
        region,
        ofGateways(({ portErrors }) => portErrors),
      ),
      graph(
        "Packets dropped",
        region,
        ofGateways(({ droppedPackets }) => droppedPackets),
      ),
    ],
  ];
}

/** A line for each value that a counted metric's dimensions have had. */
function everyValueOf(metricName: string, dimensions: readonly string[]) {
  const schema = [METRIC_NAMESPACE, ...dimensions].join(",");
  return { expression: `SEARCH('{${schema}} MetricName="${metricName}"', 'Sum')`, metrics: {} };
}
