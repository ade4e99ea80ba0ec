import { describe, expect, it } from "vitest";
import { addressesPerNode, allocatable, maxPods, mostVcpus, nodeGroupProblems } from "../../../modules/eks/capacity";
import type { NodeGroupSettings } from "../../../modules/eks/cluster-settings";
import { INSTANCE_TYPES, type InstanceType } from "../../../modules/eks/instance-types";

const general: NodeGroupSettings = {
  instanceTypes: ["t3.large"],
  capacity: "on-demand",
  scalingGroups: "one",
  minSize: 1,
  desiredSize: 2,
  maxSize: 3,
  diskGib: 50,
  taints: [],
};

/** The problems of one node group in three zones of /20 subnets. */
const problemsOf = (change: Partial<NodeGroupSettings>) =>
  nodeGroupProblems("nodeGroups", { general: { ...general, ...change } }, 3, 4096);

describe("maxPods", () => {
  it.each<[InstanceType, number]>([
    ["t3.medium", 110],
    ["t3.large", 110],
    ["c6i.2xlarge", 110],
    ["r6i.xlarge", 110],
  ])("of %s is %i, what AWS recommends below 30 vCPUs", (type, expected) => {
    expect(maxPods(INSTANCE_TYPES[type])).toBe(expected);
  });

  it("is 250 from 30 vCPUs on", () => {
    expect(maxPods({ vcpus: 32, memoryGib: 64, networkInterfaces: 8, slotsPerInterface: 30 })).toBe(250);
  });

  it("is what the prefixes of a small type hold, and two pods of the host network", () => {
    expect(maxPods({ vcpus: 2, memoryGib: 1, networkInterfaces: 2, slotsPerInterface: 2 })).toBe(34);
  });
});

describe("mostVcpus", () => {
  it("are those of every node of a capacity at the most nodes, each of its group's largest type", () => {
    const groups: Record<string, NodeGroupSettings> = {
      general,
      compute: { ...general, instanceTypes: ["c6i.xlarge", "c6i.2xlarge"], maxSize: 4 },
      video: { ...general, instanceTypes: ["c6i.xlarge"], maxSize: 5, capacity: "spot" },
    };
    expect([mostVcpus(groups, "on-demand"), mostVcpus(groups, "spot")]).toEqual([38, 20]);
    expect(mostVcpus({ general }, "spot")).toBe(0);
  });
});

describe("addressesPerNode", () => {
  it.each<[InstanceType, number]>([
    // 110 pods take 7 prefixes of 16 addresses, one more is kept warm, and each interface has an address of its own.
    ["t3.medium", 130],
    ["t3.large", 129],
    ["c6i.2xlarge", 129],
  ])("of %s is %i", (type, expected) => {
    expect(addressesPerNode(INSTANCE_TYPES[type])).toBe(expected);
  });
});

describe("nodeGroupProblems", () => {
  it("accepts a group", () => {
    expect(problemsOf({})).toEqual([]);
  });

  it.each<[string, Partial<NodeGroupSettings>, string]>([
    [
      "no instance type",
      { instanceTypes: [] },
      "nodeGroups.general.instanceTypes: must have 1 to 11 elements, got []; name one at least",
    ],
    [
      "an unknown instance type",
      { instanceTypes: ["t3.huge" as InstanceType] },
      'nodeGroups.general.instanceTypes: must be one of t3.medium, t3.large, t3.xlarge, m6i.large, m6i.xlarge, c6i.xlarge, c6i.2xlarge, c6i.4xlarge, r6i.large, r6i.xlarge, r6i.2xlarge, got "t3.huge"; add its facts to instance-types.ts',
    ],
    [
      "fewer nodes at the start than at least",
      { minSize: 3 },
      'nodeGroups.general.desiredSize: must be between minSize and maxSize, got "3 <= 2 <= 3"; choose numbers of nodes in this order',
    ],
    [
      "more nodes at the start than at most",
      { desiredSize: 4 },
      'nodeGroups.general.desiredSize: must be between minSize and maxSize, got "1 <= 4 <= 3"; choose numbers of nodes in this order',
    ],
    [
      "a negative number of nodes",
      { minSize: -1 },
      "nodeGroups.general.minSize: must be a whole number from 0 to 450, got -1; split the group",
    ],
    [
      "no node at all",
      { minSize: 0, desiredSize: 0, maxSize: 0 },
      "nodeGroups.general.maxSize: must be a whole number from 1 to 450, got 0; split the group",
    ],
    [
      "fewer nodes at most than zones that have groups of their own",
      { scalingGroups: "one-per-zone", maxSize: 2 },
      'nodeGroups.general.maxSize: must have a node for each of the 3 zones, got 2; raise it, or choose "one" for scalingGroups',
    ],
    [
      "a small disk",
      { diskGib: 19 },
      "nodeGroups.general.diskGib: must be a whole number from 20 to 16384, got 19; the AMI needs 20 GiB, and a volume has no more",
    ],
    [
      "a taint effect that does not exist",
      { taints: [{ key: "workload", value: "compute", effect: "NoSchedule" as "NO_SCHEDULE" }] },
      'nodeGroups.general.taints[0].effect: must be one of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE, got "NoSchedule"; did you mean NO_SCHEDULE?',
    ],
  ])("refuses %s", (_what, change, message) => {
    expect(problemsOf(change)).toEqual([message]);
  });

  it.each([
    ["has no node at first", { minSize: 0 }],
    ["is tainted", { taints: [{ key: "workload", value: "compute", effect: "NO_SCHEDULE" }] }],
  ] as const)("refuses to leave the add-ons without nodes, as where the only group %s", (_what, change) => {
    expect(problemsOf(change)).toEqual([
      'nodeGroups: must have a group without taints and with a minSize of 1 or more, got ["general"]; ' +
        "the add-ons tolerate no taint, and without them no node is added",
    ]);
  });

  it.each(["General", "a_b", "-a", "a--b", "a".repeat(21), "constructor()"])("refuses the name %j", (name) => {
    expect(nodeGroupProblems("nodeGroups", { [name]: general }, 3, 4096)).toEqual([
      `nodeGroups: must have keys that are 1-20 lower-case letters, digits or single hyphens, a letter first, got ${JSON.stringify(name)}; rename the group`,
    ]);
  });

  it("refuses groups that do not fit into the subnets together", () => {
    const many = { ...general, maxSize: 48 };
    // 16 nodes of each group in a zone, 129 addresses each: 4,128 in a /20 with 4,075 left.
    expect(nodeGroupProblems("nodeGroups", { general: many, memory: many }, 3, 4096)).toEqual([
      "nodeGroups: must fit into the private-app subnets at their largest, got 4128 addresses for nodes and pods in a zone with 4091; lower maxSize or enlarge the network",
    ]);
    expect(nodeGroupProblems("nodeGroups", { general: many, memory: { ...many, maxSize: 45 } }, 3, 4096)).toEqual([]);
  });
});

describe("allocatable", () => {
  // What the kubelet keeps: 60 + 10 + 2 * 5 + 4 * 2.5 thousandths of eight cores, and 255 + 11 a pod + 100 MiB of memory.
  it.each<[InstanceType, number, number]>([
    ["t3.large", 1930, 6837],
    ["c6i.2xlarge", 7910, 14162],
    ["r6i.xlarge", 3920, 29317],
  ])("of %s is %i thousandths of a core and %i MiB", (type, cpu, memory) => {
    expect(allocatable(INSTANCE_TYPES[type])).toEqual({ cpu, memory });
  });
});
