import type { KubernetesVersion } from "./kubernetes-versions";
import type { NodeGroupSettings } from "./node-group-settings";

/** The EKS cluster of an environment. */
export interface ClusterSettings {
  /** Minor version that EKS supports; raised by one at a time. */
  readonly kubernetesVersion: KubernetesVersion;
  /** IPv4 blocks that may reach the Kubernetes API from the internet, /8 or narrower; `none`: the VPC alone can. */
  readonly publicAccess: "none" | readonly string[];
  /** The managed node groups by name. A new name is a new group; a name that goes takes its nodes along. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
}
