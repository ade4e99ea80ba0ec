import { METRIC_FILTERS, METRIC_NAMESPACE } from "../logs/metric-filter-table";
import type { Row } from "./layout";
import { type DashboardParts, each, metricsOf, ofCluster } from "./parts";
import { graph, heading, type Lines } from "./widgets";

/** What of an environment runs services. */
export interface ClusterParts extends Pick<DashboardParts, "cluster" | "network"> {
  readonly region: string;
}

const PERCENT = { axis: { label: "percent", max: 100 } } as const;

/** Nodes, pods, the Kubernetes API and the way out: whether services have what they need to run. */
export function cluster({ cluster, network, region }: ClusterParts): readonly Row[] {
  const metric = ofCluster(cluster);
  const counted = metricsOf(METRIC_NAMESPACE, {});
  const ofNodes = (name: string): Lines => ({ Fullest: metric(name, "Maximum"), Average: metric(name, "Average") });
  const ofGateways = (name: string) =>
    each(Object.fromEntries(network.natGateways), ({ id }) =>
      metricsOf("AWS/NATGateway", { NatGatewayId: id })(name, "Sum"),
    );
  const { applicationErrors, deniedRequests, anonymousRequests, shellsInPods } = METRIC_FILTERS;
  return [
    [heading("# Nodes")],
    [
      graph("Processor", region, ofNodes("node_cpu_utilization"), PERCENT),
      graph("Memory", region, ofNodes("node_memory_utilization"), PERCENT),
      graph("Disk", region, ofNodes("node_filesystem_utilization"), PERCENT),
    ],
    [heading("# Pods\nWhich ones: Container Insights, and Grafana.")],
    [
      graph("Nodes", region, {
        All: metric("cluster_node_count", "Maximum"),
        Failed: metric("cluster_failed_node_count", "Maximum"),
      }),
      graph("Waiting for a node", region, { Pending: metric("pod_status_pending", "Sum") }),
      graph("Containers that do not stay up", region, {
        "Crash loops": metric("pod_container_status_waiting_reason_crash_loop_back_off", "Sum"),
        "Out of memory": metric("pod_container_status_terminated_reason_oom_killed", "Sum"),
      }),
    ],
    [
      graph(
        "Errors of services, by service",
        region,
        { Errors: everyValueOf(applicationErrors.metricName, Object.keys(applicationErrors.dimensions)) },
        { width: 16, stacked: true, periodSeconds: 300 },
      ),
      graph("The Kubernetes API, failed requests", region, { Failed: metric("apiserver_request_total_5xx", "Sum") }),
    ],
    [heading("# Who asks the Kubernetes API\nWho and what: the saved queries below `cluster/`.")],
    [
      graph("Refused", region, { Refused: counted(deniedRequests.metricName, "Sum") }),
      graph("Answered to no one in particular", region, { Anonymous: counted(anonymousRequests.metricName, "Sum") }),
      graph("Shells in pods", region, { Shells: counted(shellsInPods.metricName, "Sum") }),
    ],
    [heading("# The way out\nNAT gateways, by the zone that they are in.")],
    [
      graph("Bytes sent", region, ofGateways("BytesOutToDestination"), { axis: { label: "bytes" } }),
      graph("Connections without a port", region, ofGateways("ErrorPortAllocation")),
      graph("Packets dropped", region, ofGateways("PacketsDropCount")),
    ],
  ];
}

/** A line for each value that a counted metric's dimensions have had. */
function everyValueOf(metricName: string, dimensions: readonly string[]) {
  const schema = [METRIC_NAMESPACE, ...dimensions].join(",");
  return { expression: `SEARCH('{${schema}} MetricName="${metricName}"', 'Sum')`, metrics: {} };
}
