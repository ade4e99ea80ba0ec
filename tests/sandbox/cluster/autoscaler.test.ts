import { describe, expect, it } from "vitest";
import type { Node } from "../../../review/capacity/node";
import {
  type ClusterState,
  nodesToAdd,
  type ScalableGroup,
  type Schedulable,
} from "../../../sandbox/cluster/autoscaler";

/** Nodes of a group: one core and 1,000 MiB each, over its zones in turn. */
function group(
  id: string,
  zones: readonly string[],
  count: number,
  max: number,
  more: Partial<Node> = {},
): ScalableGroup {
  const nodes = Array.from({ length: max }, (_, index) => ({
    name: `${id}-${index + 1}`,
    group: "general",
    scalingGroup: id,
    instanceType: "t3.large",
    zone: zones[index % zones.length] ?? "",
    labels: {},
    taints: [],
    cpu: 1000,
    memory: 1000,
    pods: 10,
    ...more,
  }));
  return { id, nodes, count, templateZone: zones[0] ?? "" };
}

const pod = (more: Partial<Schedulable> = {}): Schedulable => ({
  name: "web",
  labels: { app: "web" },
  size: { cpu: 400, memory: 100 },
  tolerations: [],
  spread: [],
  ...more,
});

const SPREAD = [
  {
    topologyKey: "topology.kubernetes.io/zone",
    maxSkew: 1,
    whenUnsatisfiable: "DoNotSchedule",
    matchLabels: { app: "web" },
  },
];

const added = (state: Partial<ClusterState>) =>
  nodesToAdd({ groups: [], waiting: [], placed: [], daemons: [], ...state }).map(({ name }) => name);

describe("the Cluster Autoscaler", () => {
  it("adds as many nodes as the pods that wait need beside the daemons, and no more than a group may have", () => {
    const waiting = [pod(), pod(), pod()];
    expect(added({ groups: [group("g", ["a"], 1, 5)], waiting })).toEqual(["g-2", "g-3"]);
    // Of two pods one has room beside a daemon.
    const daemons = [pod({ size: { cpu: 300, memory: 0 } })];
    expect(added({ groups: [group("g", ["a"], 1, 5)], waiting, daemons })).toEqual(["g-2", "g-3", "g-4"]);
    expect(added({ groups: [group("g", ["a"], 1, 2)], waiting })).toEqual(["g-2"]);
  });

  it("adds none for a pod that no new node would take", () => {
    const groups = [group("g", ["a"], 1, 5)];
    expect(added({ groups, waiting: [pod({ size: { cpu: 1001, memory: 1 } })] })).toEqual([]);
    expect(added({ groups, waiting: [pod({ zone: "b" })] })).toEqual([]);
    const taints = [{ key: "only", value: "video", effect: "NoSchedule" }];
    expect(added({ groups: [group("v", ["a"], 0, 5, { taints })], waiting: [pod()] })).toEqual([]);
  });

  it("takes one node with its zone for all that a group of several zones could add", () => {
    const placed = [{ pod: pod({ spread: SPREAD }), zone: "a" }];
    const waiting = [pod({ spread: SPREAD })];
    // The pod must go to b, and the node that stands for the group is in a.
    expect(added({ groups: [group("g", ["a", "b"], 2, 6)], waiting, placed })).toEqual([]);
    const each = [group("a", ["a"], 1, 3), group("b", ["b"], 1, 3)];
    expect(added({ groups: each, waiting, placed })).toEqual(["b-2"]);
  });

  it("keeps like groups alike in size", () => {
    const groups = [group("a", ["a"], 3, 9), group("b", ["b"], 1, 9), group("c", ["c"], 2, 9)];
    const big = pod({ size: { cpu: 900, memory: 900 } });
    expect(added({ groups, waiting: [big, big, big] })).toEqual(["b-2", "b-3", "c-3"]);
  });

  it("grows the kind of nodes that leaves least unused", () => {
    const large = { group: "large", cpu: 4000, memory: 4000 };
    const groups = [group("l", ["a"], 1, 5, large), group("s", ["a"], 1, 5, { group: "small" })];
    expect(added({ groups, waiting: [pod()] })).toEqual(["s-2"]);
    expect(added({ groups, waiting: [pod({ size: { cpu: 3000, memory: 3000 } })] })).toEqual(["l-2"]);
  });

  it("counts as spread only pods that the constraint is about", () => {
    const groups = [group("a", ["a"], 1, 3), group("b", ["b"], 1, 3)];
    const other = { pod: pod({ labels: { app: "other" } }), zone: "b" };
    const placed = [other, other, { pod: pod(), zone: "a" }];
    expect(added({ groups, waiting: [pod({ spread: SPREAD })], placed })).toEqual(["b-2"]);
  });
});
