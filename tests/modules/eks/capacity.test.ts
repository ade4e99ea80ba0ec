import { describe, expect, it } from "vitest";
import {
  addressesPerNode,
  INSTANCE_TYPES,
  type InstanceType,
  maxPods,
  nodeGroupProblems,
} from "../../../modules/eks/capacity";
import type { NodeGroupSettings } from "../../../modules/eks/cluster-settings";

const general: NodeGroupSettings = {
  instanceTypes: ["t3.large"],
  capacity: "on-demand",
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
      "nodeGroups.general.instanceTypes: must name at least one type, got []; add one",
    ],
    [
      "an unknown instance type",
      { instanceTypes: ["t3.huge" as InstanceType] },
      'nodeGroups.general.instanceTypes: must be one of t3.medium, t3.large, t3.xlarge, m6i.large, m6i.xlarge, c6i.xlarge, c6i.2xlarge, c6i.4xlarge, r6i.large, r6i.xlarge, r6i.2xlarge, got "t3.huge"; add its facts to capacity.ts',
    ],
    [
      "fewer nodes at the start than at least",
      { minSize: 3 },
      'nodeGroups.general.desiredSize: must be between minSize and maxSize, got "3 <= 2 <= 3"; choose whole numbers of nodes in this order',
    ],
    [
      "more nodes at the start than at most",
      { desiredSize: 4 },
      'nodeGroups.general.desiredSize: must be between minSize and maxSize, got "1 <= 4 <= 3"; choose whole numbers of nodes in this order',
    ],
    [
      "a negative number of nodes",
      { minSize: -1 },
      'nodeGroups.general.desiredSize: must be between minSize and maxSize, got "-1 <= 2 <= 3"; choose whole numbers of nodes in this order',
    ],
    [
      "no node at all",
      { minSize: 0, desiredSize: 0, maxSize: 0 },
      "nodeGroups.general.maxSize: must be from 1 to 450, got 0; split the group",
    ],
    [
      "a small disk",
      { diskGib: 19 },
      "nodeGroups.general.diskGib: must be at least 20 GiB, the size of the AMI, got 19; enlarge it",
    ],
    [
      "a taint effect that does not exist",
      { taints: [{ key: "workload", value: "compute", effect: "NoSchedule" as "NO_SCHEDULE" }] },
      'nodeGroups.general.taints: must have an effect of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE, got "NoSchedule"; write it as the EKS API does',
    ],
  ])("refuses %s", (_what, change, message) => {
    expect(problemsOf(change)).toEqual([message]);
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
