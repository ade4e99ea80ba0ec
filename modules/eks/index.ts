// The EKS cluster: control plane, node groups, EKS add-ons, access.

export type { ClusterAccess } from "./access";
export { Cluster, type ClusterProps } from "./cluster";
export { type ClusterSettings, clusterSettings } from "./cluster-settings";
export type { KubernetesVersion } from "./kubernetes-versions";
export { ContainerInsights, type ContainerInsightsProps, NodeAddons, type NodeAddonsProps } from "./managed-addons";
export type { ClusterMetrics } from "./metrics";
export { NodeGroups, type NodeGroupsProps } from "./node-groups";
