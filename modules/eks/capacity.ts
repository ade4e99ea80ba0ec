import { check, isReference } from "../foundation/checks";
import { settingsProblems } from "../foundation/schema";
import { type NodeGroupSettings, nodeGroups as nodeGroupSettings } from "./cluster-settings";
import { INSTANCE_TYPES, type InstanceTypeFacts } from "./instance-types";

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

/** Number of pods that a node of a type can hold when interfaces get prefixes instead of single addresses. */
export function maxPods({ vcpus, networkInterfaces, slotsPerInterface }: InstanceTypeFacts): number {
  const addresses = networkInterfaces * (slotsPerInterface - 1) * PREFIX_SIZE;
  const recommended = vcpus < RECOMMENDED_PODS.largeFromVcpus ? RECOMMENDED_PODS.small : RECOMMENDED_PODS.large;
  return Math.min(addresses + 2, recommended);
}

/**
 * What the kubelet keeps of each further core, in thousandths: of the first, of the second, of the next two, of all others.
 * @see https://github.com/awslabs/amazon-eks-ami/blob/main/nodeadm/internal/kubelet/config.go
 */
const RESERVED_OF_CORES: readonly (readonly [cores: number, thousandths: number])[] = [
  [1, 60],
  [1, 10],
  [2, 5],
  [Number.POSITIVE_INFINITY, 2.5],
];

/** Memory in MiB that the kubelet keeps, at all and for each pod that single addresses allow for, and the eviction limit. */
const RESERVED_MEMORY = { base: 255, perPod: 11, eviction: 100 };

/**
 * Share of a type's memory that the hypervisor and the kernel have taken before the kubelet sees it, as Karpenter estimates it.
 * @see https://karpenter.sh/docs/reference/settings/
 */
const HIDDEN_MEMORY = 0.075;

/** Resources that a node of a type can promise to pods: thousandths of a core, and MiB of memory, rounded down. */
export function allocatable(facts: InstanceTypeFacts): { readonly cpu: number; readonly memory: number } {
  let cores = facts.vcpus;
  let reserved = 0;
  for (const [range, thousandths] of RESERVED_OF_CORES) {
    reserved += Math.min(cores, range) * thousandths;
    cores -= Math.min(cores, range);
  }
  const pods = facts.networkInterfaces * (facts.slotsPerInterface - 1) + 2;
  const { base, perPod, eviction } = RESERVED_MEMORY;
  const memory = facts.memoryGib * 1024 * (1 - HIDDEN_MEMORY) - base - perPod * pods - eviction;
  return { cpu: Math.floor(facts.vcpus * 1000 - reserved), memory: Math.floor(memory) };
}

/** vCPUs of all nodes of a capacity when each group has as many of its largest type as it may. */
export function mostVcpus(
  nodeGroups: Readonly<Record<string, NodeGroupSettings>>,
  capacity: NodeGroupSettings["capacity"],
): number {
  return Object.values(nodeGroups)
    .filter((group) => group.capacity === capacity)
    .map(({ maxSize, instanceTypes }) => maxSize * Math.max(...instanceTypes.map((type) => INSTANCE_TYPES[type].vcpus)))
    .reduce((sum, vcpus) => sum + vcpus, 0);
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
  const invalid = settingsProblems(where, nodeGroupSettings, nodeGroups);
  if (invalid.length > 0) return invalid;
  return [
    ...Object.entries(nodeGroups).flatMap(([name, group]) => [
      ...sizeProblems(`${where}.${name}`, group, zones),
      ...typeProblems(`${where}.${name}`, group),
    ]),
    ...untaintedProblems(where, nodeGroups),
    ...subnetProblems(where, Object.values(nodeGroups), zones, subnetSize),
  ];
}

function sizeProblems(where: string, settings: NodeGroupSettings, zones: number): string[] {
  const { minSize, desiredSize, maxSize, scalingGroups } = settings;
  if ([minSize, desiredSize, maxSize].some(isReference)) return [];
  const sizes = `${minSize} <= ${desiredSize} <= ${maxSize}`;
  const ordered = minSize <= desiredSize && desiredSize <= maxSize;
  return [
    ...check(
      ordered,
      `${where}.desiredSize`,
      "must be between minSize and maxSize",
      sizes,
      "choose numbers of nodes in this order",
    ),
    ...check(
      scalingGroups === "one" || maxSize >= zones,
      `${where}.maxSize`,
      `must have a node for each of the ${zones} zones`,
      maxSize,
      'raise it, or choose "one" for scalingGroups',
    ),
  ];
}

function typeProblems(where: string, { instanceTypes }: NodeGroupSettings): string[] {
  return instanceTypes
    .filter((type) => !isReference(type))
    .flatMap((type) =>
      check(
        maxPods(INSTANCE_TYPES[type]) >= PODS_OF_THE_PLATFORM,
        `${where}.instanceTypes`,
        `must have room for the ${PODS_OF_THE_PLATFORM} pods that the platform runs on every node`,
        `${type} with ${maxPods(INSTANCE_TYPES[type])}`,
        "choose a larger type",
      ),
    );
}

/** Checks that the add-ons, which tolerate no taint, have a node to run on. */
function untaintedProblems(where: string, nodeGroups: Readonly<Record<string, NodeGroupSettings>>): string[] {
  const groups = Object.values(nodeGroups);
  const runs = ({ taints, minSize }: NodeGroupSettings) =>
    taints.length === 0 && (isReference(minSize) || minSize >= 1);
  return check(
    groups.some(runs),
    where,
    "must have a group without taints and with a minSize of 1 or more",
    Object.keys(nodeGroups),
    "the add-ons tolerate no taint, and without them no node is added",
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
