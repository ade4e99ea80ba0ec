// The EKS cluster: control plane, node groups, EKS add-ons, access.

export type { ClusterAccess } from "./access";
export { Cluster, type ClusterProps } from "./cluster";
export type { ClusterSettings } from "./cluster-settings";
export { ContainerInsights, type ContainerInsightsProps } from "./container-insights";
export type { KubernetesVersion } from "./kubernetes-versions";
export type { ClusterMetrics } from "./metrics";
export { NodeAddons, type NodeAddonsProps } from "./node-addons";
export { NodeGroups, type NodeGroupsProps } from "./node-groups";
