import { Fn, Op, Token } from "cdktf";
import { isReference } from "../foundation/checks";
import type { NodeGroupSettings } from "./cluster-settings";

/** An Auto Scaling group of the nodes of one kind, each of which EKS has as a node group of its own. */
export interface ScalingGroup {
  /** Part of addresses and names: `general`, or `general-us-east-1a` of the nodes of one zone. */
  readonly id: string;
  readonly zones: readonly string[];
  readonly minSize: number;
  readonly desiredSize: number;
  readonly maxSize: number;
}

/**
 * The Auto Scaling groups of a node group of the settings, of which each has its share of the sizes: of 8 nodes over three zones
 * 3, 3 and 2. In the order of the zones' names, whatever the order in which the settings name them.
 */
export function scalingGroupsOf(
  name: string,
  { scalingGroups, minSize, desiredSize, maxSize }: Omit<NodeGroupSettings, "instanceTypes">,
  zones: readonly string[],
): ScalingGroup[] {
  if (scalingGroups === "one") return [{ id: name, zones, minSize, desiredSize, maxSize }];
  return [...zones].sort().map((zone, index, { length }) => {
    const share = (nodes: number) => shareOf(nodes, length - 1 - index, length);
    return {
      id: `${name}-${zone}`,
      zones: [zone],
      minSize: share(minSize),
      desiredSize: share(desiredSize),
      maxSize: share(maxSize),
    };
  });
}

/** What one of several groups has of a number of nodes. @param before groups that get the smaller share before it does */
function shareOf(nodes: number, before: number, groups: number): number {
  if (!isReference(nodes)) return Math.floor((nodes + before) / groups);
  // cdktf writes a literal 0 as undefined.
  const sum = before === 0 ? nodes : Op.add(nodes, before);
  return Token.asNumber(Fn.floor(Token.asNumber(Op.div(sum, groups))));
}
