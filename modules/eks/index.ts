// The EKS cluster: control plane, node groups, EKS add-ons, access.

export type { ClusterAccess } from "./access";
export { allocatable, maxPods, mostVcpus } from "./capacity";
export { Cluster, type ClusterProps } from "./cluster";
export {
  type ClusterSettings,
  clusterSettings,
  NODE_GROUP_LABEL,
  type NodeGroupSettings,
  TAINT_EFFECTS,
  type Taint,
} from "./cluster-settings";
export { INSTANCE_TYPES, type InstanceType } from "./instance-types";
export type { KubernetesVersion } from "./kubernetes-versions";
export { ContainerInsights, type ContainerInsightsProps, NodeAddons, type NodeAddonsProps } from "./managed-addons";
export type { ClusterMetrics } from "./metrics";
export { NodeGroups, type NodeGroupsProps } from "./node-groups";
export { type ScalingGroup, scalingGroupsOf } from "./scaling-groups";
