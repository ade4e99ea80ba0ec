import { describe, expect, it } from "vitest";
import type { NodeGroupSettings } from "../../../modules/eks/cluster-settings";
import { scalingGroupsOf } from "../../../modules/eks/scaling-groups";

const ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"];
const sized = (scalingGroups: NodeGroupSettings["scalingGroups"], sizes: readonly [number, number, number]) => {
  const [minSize, desiredSize, maxSize] = sizes;
  const settings = { scalingGroups, minSize, desiredSize, maxSize, capacity: "spot", diskGib: 50, taints: [] } as const;
  return (zones: readonly string[]) =>
    scalingGroupsOf("general", settings, zones).map(({ id, zones, minSize, desiredSize, maxSize }) =>
      [id, ...zones, minSize, desiredSize, maxSize].join(" "),
    );
};

describe("the Auto Scaling groups of a node group", () => {
  it("are one of all zones", () => {
    expect(sized("one", [1, 2, 4])(ZONES)).toEqual(["general us-east-1a us-east-1b us-east-1c 1 2 4"]);
  });

  it("are one per zone, with their shares of the sizes, the larger first", () => {
    expect(sized("one-per-zone", [0, 2, 8])(ZONES)).toEqual([
      "general-us-east-1a us-east-1a 0 1 3",
      "general-us-east-1b us-east-1b 0 1 3",
      "general-us-east-1c us-east-1c 0 0 2",
    ]);
    expect(sized("one-per-zone", [9, 9, 12])(ZONES.slice(0, 2))).toEqual([
      "general-us-east-1a us-east-1a 5 5 6",
      "general-us-east-1b us-east-1b 4 4 6",
    ]);
  });

  it("are the same in whatever order the zones are named", () => {
    const groups = sized("one-per-zone", [1, 4, 5]);
    expect(groups([...ZONES].reverse())).toEqual(groups(ZONES));
  });
});
