import type { Rule } from "../foundation/checks";
import { ZONE } from "../foundation/formats";
import { either, group, list, type SettingsOf, table, text, whole, word } from "../foundation/schema";
import { isPrivatePeer, isPublicBlock, PUBLIC_BLOCK_CONDITION } from "./api-access";
import { INSTANCE_TYPE_NAMES, MAX_NODES_PER_GROUP } from "./instance-types";
import { KUBERNETES_VERSIONS, type KubernetesVersion } from "./kubernetes-versions";

/** The effects in the spelling of the EKS API, each with that of Kubernetes. */
export const TAINT_EFFECTS = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
} as const;

export type TaintEffect = keyof typeof TAINT_EFFECTS;

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html https://docs.aws.amazon.com/eks/latest/userguide/node-taints-managed-node-groups.html */
const MAX_TAINTS = 50;

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;

const TAINT_KEY: Rule<string> = {
  must: "be a Kubernetes key of at most 63 characters such as lms.platform/workload",
  holds: (key) => {
    const [name = "", prefix, ...more] = key.split("/").reverse();
    const isPrefix = prefix === undefined || /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/.test(prefix);
    return key.length <= 63 && name !== "" && LABEL_VALUE.test(name) && isPrefix && more.length === 0;
  },
  remedy: "write a name of letters and digits, with a domain before it if need be",
};

const TAINT_VALUE: Rule<string> = {
  must: "be a Kubernetes value of at most 63 letters, digits, dots, hyphens or underscores",
  holds: (text) => LABEL_VALUE.test(text),
  remedy: "begin and end with a letter or digit",
};

/** EKS takes 63 characters, of which the provider needs 26 to make a name of its own from the group's, and a zone up to 16. */
const NODE_GROUP_NAME: Rule<string> = {
  must: "be 1-20 lower-case letters, digits or single hyphens, a letter first",
  holds: (name) => name.length <= 20 && /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name),
  remedy: "rename the group",
};

/** @see https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html */
const MAX_DISK_GIB = 16_384;

const nodeGroup = group({
  /** Types of like size, the preferred one first. Spot wants several, so that one that runs out does not stop the group. */
  instanceTypes: list(word(INSTANCE_TYPE_NAMES, "add its facts to instance-types.ts"), {
    least: 1,
    most: INSTANCE_TYPE_NAMES.length,
    each: "type",
    remedy: "name one at least",
  }),
  /** `spot` costs less and loses nodes at two minutes' notice. */
  capacity: word(["on-demand", "spot"]),
  /**
   * Auto Scaling groups of these nodes: `one` over all zones, or `one-per-zone`, of which each has its share of the sizes. With `one` the
   * Cluster Autoscaler does not add a node for pods that must run in a certain zone, since it cannot know where the node would come.
   * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
   */
  scalingGroups: word(["one", "one-per-zone"]),
  /** Fewest nodes in all zones together, 0 or more. */
  minSize: whole([0, MAX_NODES_PER_GROUP], "split the group"),
  /** Nodes at the start; from then on the Cluster Autoscaler decides between the other two. */
  desiredSize: whole([0, MAX_NODES_PER_GROUP], "split the group"),
  /** Most nodes in all zones together, at most 450; with `one-per-zone` as many as there are zones or more. */
  maxSize: whole([1, MAX_NODES_PER_GROUP], "split the group"),
  /** Root volume of a node in GiB, 20 or more. */
  diskGib: whole([20, MAX_DISK_GIB], "the AMI needs 20 GiB, and a volume has no more"),
  /** What keeps pods off these nodes unless they tolerate it. */
  taints: list(
    group({
      /** Key of the taint, such as `lms.platform/workload`. */
      key: text(TAINT_KEY),
      /** Value of the taint; may be empty. */
      value: text(TAINT_VALUE),
      /** What happens to pods that do not tolerate it. */
      effect: word(Object.keys(TAINT_EFFECTS) as TaintEffect[], "write it as the EKS API does"),
    }),
    { least: 0, most: MAX_TAINTS, each: "taint", remedy: "EKS takes no more" },
  ),
});

/** One managed node group. */
export interface NodeGroupSettings extends SettingsOf<typeof nodeGroup> {}

/** One taint. @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Taint.html */
export type Taint = NodeGroupSettings["taints"][number];

const PUBLIC_BLOCK: Rule<string> = {
  must: "be an IPv4 block of the internet of /8 or narrower such as 198.51.100.0/24",
  holds: isPublicBlock,
  condition: PUBLIC_BLOCK_CONDITION,
  remedy: "list the public networks of those who may connect; private ones belong into privateAccess",
};

const PRIVATE_PEER: Rule<string> = {
  must: "be a private IPv4 block such as 10.200.0.0/24 or a security group id",
  holds: isPrivatePeer,
  remedy: "list what a peering, transit gateway or VPN leads to",
};

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_PUBLIC_BLOCKS = 40;

/** Leaves room among the 60 rules of a security group. @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html */
const MAX_PRIVATE_PEERS = 40;

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_NODE_GROUPS = 30;

/** Schemas of who may reach the Kubernetes API. */
const access = {
  /** IPv4 blocks that may reach the Kubernetes API from the internet, /8 or narrower; `none`: the VPC alone can. */
  publicAccess: either(
    ["none"],
    list(text(PUBLIC_BLOCK), { least: 1, most: MAX_PUBLIC_BLOCKS, each: "block", remedy: 'list them or say "none"' }),
  ),
  /**
   * Who may reach the Kubernetes API from within, beside the nodes: private IPv4 blocks that a peering, transit gateway or
   * VPN leads to, or ids of security groups. Jenkins, and people with `kubectl`, need one where `publicAccess` is `none`.
   */
  privateAccess: list(text(PRIVATE_PEER), {
    least: 0,
    most: MAX_PRIVATE_PEERS,
    each: "peer",
    remedy: "give one block or security group for many",
  }),
};

/** Schema of who may reach the Kubernetes API. */
export const apiAccess = group(access);

/** Schema of the node groups of a cluster. */
export const nodeGroups = table(NODE_GROUP_NAME, nodeGroup, {
  least: 1,
  most: MAX_NODE_GROUPS,
  remedy: "the add-ons need nodes, and EKS takes no more groups",
});

/** Schema of the EKS cluster of an environment. */
export const clusterSettings = group({
  /** Minor version that EKS supports; raised by one at a time. */
  kubernetesVersion: word(
    Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[],
    "add its facts to KUBERNETES_VERSIONS",
  ),
  /** Zones of the control plane, two or more. Never changes; nodes run in `network.zones`, which may come and go. */
  controlPlaneZones: list(text(ZONE), {
    least: 2,
    most: 8,
    each: "zone",
    remedy: "a single zone's loss ends the service",
  }),
  ...access,
  /**
   * Metrics of nodes and pods in CloudWatch, which alarms and dashboards are made of: `enhanced` observability, for a price per
   * node, pod and container, and instances by the minute. With `none` Prometheus alone knows them, and CloudWatch only whether it
   * is alive, and instances by five minutes.
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/container-insights-detailed-metrics.html
   */
  containerInsights: word(["none", "enhanced"]),
  /** The managed node groups by name. A new name is a new group; a name that goes takes its nodes along. */
  nodeGroups,
});

/** The EKS cluster of an environment. */
export interface ClusterSettings extends SettingsOf<typeof clusterSettings> {}

/** The label that tells a node's group; workloads that belong on one group select it. */
export const NODE_GROUP_LABEL = "lms.platform/node-group";
