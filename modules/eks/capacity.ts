import { check, isReference, oneOf } from "../foundation/checks";
import { type NodeGroupSettings, TAINT_EFFECTS } from "./cluster-settings";

/** Facts of an EC2 instance type that planning a node group needs. */
export interface InstanceTypeFacts {
  readonly vcpus: number;
  readonly memoryGib: number;
  /** Network interfaces, and the IPv4 addresses or /28 prefixes that each can hold. */
  readonly networkInterfaces: number;
  readonly slotsPerInterface: number;
}

/**
 * The instance types that node groups may use. All are x86-64, as the nodes' AMI is.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html
 */
export const INSTANCE_TYPES = {
  "t3.medium": { vcpus: 2, memoryGib: 4, networkInterfaces: 3, slotsPerInterface: 6 },
  "t3.large": { vcpus: 2, memoryGib: 8, networkInterfaces: 3, slotsPerInterface: 12 },
  "t3.xlarge": { vcpus: 4, memoryGib: 16, networkInterfaces: 4, slotsPerInterface: 15 },
  "m6i.large": { vcpus: 2, memoryGib: 8, networkInterfaces: 3, slotsPerInterface: 10 },
  "m6i.xlarge": { vcpus: 4, memoryGib: 16, networkInterfaces: 4, slotsPerInterface: 15 },
  "c6i.xlarge": { vcpus: 4, memoryGib: 8, networkInterfaces: 4, slotsPerInterface: 15 },
  "c6i.2xlarge": { vcpus: 8, memoryGib: 16, networkInterfaces: 4, slotsPerInterface: 15 },
  "c6i.4xlarge": { vcpus: 16, memoryGib: 32, networkInterfaces: 8, slotsPerInterface: 30 },
  "r6i.large": { vcpus: 2, memoryGib: 16, networkInterfaces: 3, slotsPerInterface: 10 },
  "r6i.xlarge": { vcpus: 4, memoryGib: 32, networkInterfaces: 4, slotsPerInterface: 15 },
  "r6i.2xlarge": { vcpus: 8, memoryGib: 64, networkInterfaces: 4, slotsPerInterface: 15 },
} as const satisfies Record<string, InstanceTypeFacts>;

/** An instance type that the platform has the facts of. */
export type InstanceType = keyof typeof INSTANCE_TYPES;

/** Addresses of a /28 prefix, which is what the VPC CNI gives a network interface at a time. */
const PREFIX_SIZE = 16;

/** Prefixes that the VPC CNI keeps ready beyond those in use (`WARM_PREFIX_TARGET`). */
const WARM_PREFIXES = 1;

/**
 * Most pods that AWS recommends on a node of fewer than 30 vCPUs; 250 on a larger one.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/choosing-instance-type.html
 */
const RECOMMENDED_PODS = { small: 110, large: 250, largeFromVcpus: 30 };

/** Pods that run on every node (CNI, proxy, identity and volume agents, logs, metrics, traces), with room for an upgrade. */
const PODS_OF_THE_PLATFORM = 12;

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html */
const ADDRESSES_RESERVED_BY_AWS = 5;

/** @see https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html */
const MAX_NODES_PER_GROUP = 450;

/** Number of pods that a node of a type can hold when interfaces get prefixes instead of single addresses. */
export function maxPods({ vcpus, networkInterfaces, slotsPerInterface }: InstanceTypeFacts): number {
  const addresses = networkInterfaces * (slotsPerInterface - 1) * PREFIX_SIZE;
  const recommended = vcpus < RECOMMENDED_PODS.largeFromVcpus ? RECOMMENDED_PODS.small : RECOMMENDED_PODS.large;
  return Math.min(addresses + 2, recommended);
}

/** Number of addresses that a full node takes from its subnet: its interfaces, its pods' prefixes, and the warm ones. */
export function addressesPerNode(facts: InstanceTypeFacts): number {
  const prefixes = Math.ceil(maxPods(facts) / PREFIX_SIZE) + WARM_PREFIXES;
  const interfaces = Math.min(facts.networkInterfaces, Math.ceil(prefixes / (facts.slotsPerInterface - 1)));
  return interfaces + prefixes * PREFIX_SIZE;
}

/**
 * Checks each node group, and whether the subnets have room for all of them at their largest.
 * @param where what the messages begin with, such as `prod.cluster.nodeGroups`
 * @param subnetSize addresses of each subnet that nodes run in, one subnet a zone
 * @returns every problem at once, `[]` when there is none
 */
export function nodeGroupProblems(
  where: string,
  nodeGroups: Readonly<Record<string, NodeGroupSettings>>,
  zones: number,
  subnetSize: number,
): string[] {
  const problems = Object.entries(nodeGroups).flatMap(([name, group]) => groupProblems(`${where}.${name}`, group));
  return problems.length > 0 ? problems : subnetProblems(where, Object.values(nodeGroups), zones, subnetSize);
}

function groupProblems(where: string, group: NodeGroupSettings): string[] {
  const { instanceTypes, minSize, desiredSize, maxSize, diskGib, taints } = group;
  const sizes = `${minSize} <= ${desiredSize} <= ${maxSize}`;
  const ordered = Number.isInteger(minSize) && minSize >= 0 && minSize <= desiredSize && desiredSize <= maxSize;
  const known = [minSize, desiredSize, maxSize].every((size) => !isReference(size));
  const types = `${where}.instanceTypes`;
  const remedy = "choose whole numbers of nodes in this order";
  return [
    ...check(instanceTypes.length > 0, types, "must name at least one type", instanceTypes, "add one"),
    ...instanceTypes.flatMap((type) => typeProblems(types, type)),
    ...(known ? check(ordered, `${where}.desiredSize`, "must be between minSize and maxSize", sizes, remedy) : []),
    ...check(
      maxSize >= 1 && maxSize <= MAX_NODES_PER_GROUP,
      `${where}.maxSize`,
      `must be from 1 to ${MAX_NODES_PER_GROUP}`,
      maxSize,
      "split the group",
    ),
    ...check(diskGib >= 20, `${where}.diskGib`, "must be at least 20 GiB, the size of the AMI", diskGib, "enlarge it"),
    ...taints.flatMap(({ effect }) => {
      const effects = Object.keys(TAINT_EFFECTS);
      const rule = `must have an effect of ${effects.join(", ")}`;
      return check(effects.includes(effect), `${where}.taints`, rule, effect, "write it as the EKS API does");
    }),
  ];
}

function typeProblems(where: string, type: InstanceType): string[] {
  const facts: InstanceTypeFacts | undefined = INSTANCE_TYPES[type];
  if (facts === undefined) return oneOf(where, type, Object.keys(INSTANCE_TYPES), "add its facts to capacity.ts");
  return check(
    maxPods(facts) >= PODS_OF_THE_PLATFORM,
    where,
    `must have room for the ${PODS_OF_THE_PLATFORM} pods that the platform runs on every node`,
    `${type} with ${maxPods(facts)}`,
    "choose a larger type",
  );
}

function subnetProblems(
  where: string,
  nodeGroups: readonly NodeGroupSettings[],
  zones: number,
  subnetSize: number,
): string[] {
  const perNode = ({ instanceTypes }: NodeGroupSettings) =>
    Math.max(
      ...instanceTypes.filter((type) => !isReference(type)).map((type) => addressesPerNode(INSTANCE_TYPES[type])),
    );
  const needed = nodeGroups.reduce((sum, group) => sum + Math.ceil(group.maxSize / zones) * perNode(group), 0);
  const usable = subnetSize - ADDRESSES_RESERVED_BY_AWS;
  if (isReference(subnetSize) || needed <= usable) return [];
  return [
    `${where}: must fit into the private-app subnets at their largest, ` +
      `got ${needed} addresses for nodes and pods in a zone with ${usable}; lower maxSize or enlarge the network`,
  ];
}
