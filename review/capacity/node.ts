import type { Environment } from "../../environments";
import {
  allocatable,
  INSTANCE_TYPES,
  maxPods,
  NODE_GROUP_LABEL,
  scalingGroupsOf,
  TAINT_EFFECTS,
} from "../../modules/eks";
import type { Toleration, Workload } from "./workload";

/** A node as the scheduler sees it. */
export interface Node {
  readonly name: string;
  readonly group: string;
  /** Id of its Auto Scaling group. */
  readonly scalingGroup: string;
  readonly instanceType: string;
  readonly zone: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
  /** What pods can be promised: thousandths of a core, MiB of memory, and their number. */
  readonly cpu: number;
  readonly memory: number;
  readonly pods: number;
}

/** What of an environment tells its nodes. */
export type PlacedEnvironment = Pick<Environment, "cluster" | "network">;

/** How many nodes each group has. */
export type GroupSizes = (group: Environment["cluster"]["nodeGroups"][string]) => number;

/**
 * The nodes of an environment's groups, over the zones in turn as Auto Scaling balances them. Of several instance types
 * the one with the least processor counts, since any may come.
 * @param without zones that are lost
 */
export function nodesOf(
  { cluster, network }: PlacedEnvironment,
  sizes: GroupSizes,
  without: readonly string[] = [],
): Node[] {
  return Object.entries(cluster.nodeGroups).flatMap(([group, settings]) => {
    const facts = settings.instanceTypes
      .map((type) => ({ type, pods: maxPods(INSTANCE_TYPES[type]), ...allocatable(INSTANCE_TYPES[type]) }))
      .reduce((least, one) =>
        one.cpu < least.cpu || (one.cpu === least.cpu && one.memory < least.memory) ? one : least,
      );
    const { type, ...size } = facts;
    const sized = { ...settings, desiredSize: sizes(settings) };
    return scalingGroupsOf(group, sized, network.zones).flatMap(({ id, zones, desiredSize }) =>
      Array.from({ length: desiredSize }, (_, index) => ({
        name: `${id}-${index + 1}`,
        group,
        scalingGroup: id,
        instanceType: type,
        zone: zones[index % zones.length] ?? "",
        labels: { [NODE_GROUP_LABEL]: group },
        taints: settings.taints.map(({ key, value, effect }) => ({ key, value, effect: TAINT_EFFECTS[effect] })),
        ...size,
      })).filter(({ zone }) => !without.includes(zone)),
    );
  });
}

/** Whether a workload's pods may run on a node. */
export function tolerates(
  { tolerations = [] }: Pick<Workload, "tolerations">,
  { taints }: Pick<Node, "taints">,
): boolean {
  return taints.every(
    (taint) => taint.effect === "PreferNoSchedule" || tolerations.some((toleration) => matches(toleration, taint)),
  );
}

function matches({ key, operator, value = "", effect }: Toleration, taint: Node["taints"][number]): boolean {
  if (effect !== undefined && effect !== taint.effect) return false;
  if (key !== undefined && key !== taint.key) return false;
  return operator === "Exists" || value === taint.value;
}
