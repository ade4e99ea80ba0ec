import type { InstanceType } from "./capacity";
import type { KubernetesVersion } from "./kubernetes-versions";

/** The EKS cluster of an environment. */
export interface ClusterSettings {
  /** Minor version that EKS supports; raised by one at a time. */
  readonly kubernetesVersion: KubernetesVersion;
  /** Zones of the control plane, two or more. Never changes; nodes run in `network.zones`, which may come and go. */
  readonly controlPlaneZones: readonly string[];
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

/** One managed node group. */
export interface NodeGroupSettings {
  /** Types of like size, the preferred one first. Spot wants several, so that one that runs out does not stop the group. */
  readonly instanceTypes: readonly InstanceType[];
  /** `spot` costs less and loses nodes at two minutes' notice. */
  readonly capacity: "on-demand" | "spot";
  /** Fewest nodes, 0 or more. */
  readonly minSize: number;
  /** Nodes at the start; from then on the Cluster Autoscaler decides between the other two. */
  readonly desiredSize: number;
  /** Most nodes, at most 450. */
  readonly maxSize: number;
  /** Root volume of a node in GiB, 20 or more. */
  readonly diskGib: number;
  /** What keeps pods off these nodes unless they tolerate it. */
  readonly taints: readonly Taint[];
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: TaintEffect;
}

/** The effects in the spelling of the EKS API, each with that of Kubernetes. */
export const TAINT_EFFECTS = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
} as const;

export type TaintEffect = keyof typeof TAINT_EFFECTS;

/** The label that tells a node's group; workloads that belong on one group select it. */
export const NODE_GROUP_LABEL = "lms.platform/node-group";
