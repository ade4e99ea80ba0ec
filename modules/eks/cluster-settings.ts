import type { KubernetesVersion } from "./kubernetes-versions";
import type { NodeGroupSettings } from "./node-group-settings";

/** The EKS cluster of an environment. */
export interface ClusterSettings {
  /** Minor version that EKS supports; raised by one at a time. */
  readonly kubernetesVersion: KubernetesVersion;
  /** IPv4 blocks that may reach the Kubernetes API from the internet, /8 or narrower; `none`: the VPC alone can. */
  readonly publicAccess: "none" | readonly string[];
  /**
   * Who may reach the Kubernetes API from within, beside the nodes: private IPv4 blocks that a peering, transit gateway or
   * VPN leads to, or ids of security groups. Jenkins, and people with `kubectl`, need one where `publicAccess` is `none`.
   */
  readonly privateAccess: readonly string[];
  /** The managed node groups by name. A new name is a new group; a name that goes takes its nodes along. */
  readonly nodeGroups: Readonly<Record<string, NodeGroupSettings>>;
}
