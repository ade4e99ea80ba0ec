import { type Node, nodesOf, type PlacedEnvironment } from "./node";
import type { Pending, Placement } from "./placement";

/** Nodes that one Auto Scaling group could have at most. */
interface Growing {
  readonly id: string;
  readonly nodes: readonly Node[];
}

/**
 * The pods that still find no node when the Cluster Autoscaler has added those that it adds, from the nodes of the start on. One ready
 * node of an Auto Scaling group, with its zone, stands for all that the group could add: the group grows if a pod that waits
 * would run on such a node, and of several groups that with the fewest nodes. Where the new node comes AWS decides.
 * @param templateZone zone of that node in groups of several zones
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
 */
export function pendingWhenGrown(
  environment: PlacedEnvironment,
  place: (nodes: readonly Node[]) => Placement,
  templateZone: string,
): Pending {
  const started = nodesOf(environment, ({ desiredSize }) => desiredSize);
  const most = nodesOf(environment, ({ maxSize }) => maxSize);
  const groups = [...new Set(most.map(({ scalingGroup }) => scalingGroup))].map(
    (id): Growing => ({ id, nodes: most.filter(({ scalingGroup }) => scalingGroup === id) }),
  );
  const counts = new Map(groups.map(({ id }) => [id, started.filter((one) => one.scalingGroup === id).length]));
  const count = ({ id }: Growing) => counts.get(id) ?? 0;
  let placement = place(started);
  while (placement.pending.size > 0) {
    const before = sum(placement.pending);
    const helps = (group: Growing) => {
      const next = group.nodes[count(group)];
      if (next === undefined) return false;
      const isZonal = group.nodes.every(({ zone }) => zone === next.zone);
      return sum(placement.with([isZonal ? next : { ...next, zone: templateZone }]).pending) < before;
    };
    const grows = [...groups].sort((one, other) => count(one) - count(other)).find(helps);
    if (grows === undefined) break;
    placement = placement.with(grows.nodes.slice(count(grows), count(grows) + 1));
    counts.set(grows.id, count(grows) + 1);
  }
  return placement.pending;
}

function sum(pending: Pending): number {
  return [...pending.values()].reduce((total, pods) => total + pods, 0);
}
