import { metricsOf } from "../foundation/metrics";

/** Metrics of a cluster's nodes, pods and API. */
export type ClusterMetrics = ReturnType<typeof clusterMetrics>;

/**
 * Metrics by Container Insights with enhanced observability. Each pod writes a 0 or a 1 a minute: the sum is above 0 as
 * long as it is true of one.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html
 */
export function clusterMetrics(ClusterName: string) {
  const metric = metricsOf("ContainerInsights", { ClusterName });
  const ofNodes = (name: string) => ({ fullest: metric(name, "Maximum"), average: metric(name, "Average") });
  return {
    nodes: metric("cluster_node_count", "Maximum"),
    failedNodes: metric("cluster_failed_node_count", "Maximum"),
    nodeCpu: ofNodes("node_cpu_utilization"),
    nodeMemory: ofNodes("node_memory_utilization"),
    nodeDisk: ofNodes("node_filesystem_utilization"),
    pendingPods: metric("pod_status_pending", "Sum"),
    crashLoops: metric("pod_container_status_waiting_reason_crash_loop_back_off", "Sum"),
    outOfMemory: metric("pod_container_status_terminated_reason_oom_killed", "Sum"),
    failedApiRequests: metric("apiserver_request_total_5xx", "Sum"),
  };
}
