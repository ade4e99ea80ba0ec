import { type Node, tolerates } from "../../review/capacity/node";
import type { PodSize, Spread, Toleration } from "../../review/capacity/workload";

/** Auto Scaling group as the Cluster Autoscaler sees it. */
export interface ScalableGroup {
  readonly id: string;
  /** All the nodes that it may have, in the order in which it adds them, the zones in turn. */
  readonly nodes: readonly Node[];
  /** How many of them it has. */
  readonly count: number;
  /** Zone of the ready node that stands for all that it could add. */
  readonly templateZone: string;
}

/** Pod as the scheduler's filters look at it. */
export interface Schedulable {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly size: PodSize;
  readonly tolerations: readonly Toleration[];
  /** How it must be spread, by the labels of the pods that count. */
  readonly spread: readonly (Spread & { readonly matchLabels: Readonly<Record<string, string>> })[];
  /** Zone of its volume. */
  readonly zone?: string | undefined;
}

/** What is there when the autoscaler looks. */
export interface ClusterState {
  readonly groups: readonly ScalableGroup[];
  /** Pods that no node has room for. */
  readonly waiting: readonly Schedulable[];
  /** Pods that have a node, with its zone. */
  readonly placed: readonly { readonly pod: Schedulable; readonly zone: string }[];
  /** What the pods of DaemonSets take of a node. */
  readonly daemons: readonly Schedulable[];
}

interface Room {
  readonly group: ScalableGroup;
  readonly node: Node;
  cpu: number;
  memory: number;
  pods: number;
}

const ZONE = "topology.kubernetes.io/zone";

/**
 * The nodes that the Cluster Autoscaler adds in one look. A ready node of a group, with its zone, stands for each that the group would
 * add; a group that would have room for a waiting pod may grow; of these that one does which leaves least unused (`least-waste`), or
 * of those like it, the one with the fewest nodes (`balance-similar-node-groups`). In which zone the node comes AWS decides.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md
 */
export function nodesToAdd({ groups, waiting, placed, daemons }: ClusterState): Node[] {
  const rooms: Room[] = [];
  const assigned = [...placed];
  const zones = (pod: Schedulable) => [
    ...groups.filter(({ count, nodes }) => count > 0 && nodes.some((node) => tolerates(pod, node))).flatMap(zonesOf),
    ...rooms.filter(({ node }) => tolerates(pod, node)).map(({ node }) => node.zone),
  ];
  const take = (pod: Schedulable, room: Room) => {
    if (!fits(pod, room) || !isSpread(pod, room.node.zone, zones(pod), assigned)) return false;
    occupy(room, pod);
    assigned.push({ pod, zone: room.node.zone });
    return true;
  };
  let rest = [...waiting];
  for (;;) {
    rest = rest.filter((pod) => !rooms.some((room) => take(pod, room)));
    const options = groups
      .map((group) => ({ group, room: emptyRoom(group, rooms, daemons) }))
      .flatMap(({ group, room }) =>
        room === undefined ? [] : [{ group, room, used: filled(room, rest, zones, assigned) }],
      )
      .filter(({ used }) => used.length > 0);
    const best = options.sort((one, other) => waste(one) - waste(other))[0];
    if (best === undefined) break;
    const alike = options.filter(({ room }) => room.node.group === best.room.node.group);
    const size = ({ id, count }: ScalableGroup) => count + rooms.filter(({ group }) => group.id === id).length;
    const least = alike.sort((one, other) => size(one.group) - size(other.group))[0] ?? best;
    rooms.push(least.room);
  }
  return groups.flatMap((group) => {
    const more = rooms.filter((room) => room.group.id === group.id).length;
    return group.nodes.slice(group.count, group.count + more);
  });
}

/** The zones of the nodes that a group has. */
function zonesOf({ nodes, count }: ScalableGroup): string[] {
  return nodes.slice(0, count).map(({ zone }) => zone);
}

/** A new node of a group with its daemons; none when the group has its most. */
function emptyRoom(group: ScalableGroup, rooms: readonly Room[], daemons: readonly Schedulable[]): Room | undefined {
  const next = group.nodes[group.count + rooms.filter((room) => room.group.id === group.id).length];
  if (next === undefined) return undefined;
  const { cpu, memory, pods } = next;
  const room = { group, node: { ...next, zone: group.templateZone }, cpu, memory, pods };
  for (const daemon of daemons) if (tolerates(daemon, next)) occupy(room, daemon);
  return room;
}

/** The pods that a new node would take. */
function filled(
  room: Room,
  pods: readonly Schedulable[],
  zones: (pod: Schedulable) => readonly string[],
  assigned: ClusterState["placed"],
): Schedulable[] {
  const trial = { ...room };
  const there = [...assigned];
  const { zone } = room.node;
  return pods.filter((pod) => {
    if (!fits(pod, trial) || !isSpread(pod, zone, [...zones(pod), zone], there)) return false;
    occupy(trial, pod);
    there.push({ pod, zone });
    return true;
  });
}

/** The share of a new node that stays unused, of processor and memory. */
function waste({ room, used }: { readonly room: Room; readonly used: readonly Schedulable[] }): number {
  const taken = (of: (size: PodSize) => number) => used.reduce((sum, { size }) => sum + of(size), 0);
  const free = (room.cpu - taken(({ cpu }) => cpu)) / room.node.cpu;
  return free + (room.memory - taken(({ memory }) => memory)) / room.node.memory;
}

function fits(pod: Schedulable, { node, cpu, memory, pods }: Room): boolean {
  if (!tolerates(pod, node) || (pod.zone !== undefined && pod.zone !== node.zone)) return false;
  return pods >= 1 && cpu >= pod.size.cpu && memory >= pod.size.memory;
}

function occupy(room: Room, { size }: Schedulable): void {
  room.cpu -= size.cpu;
  room.memory -= size.memory;
  room.pods -= 1;
}

/** Whether one more pod in a zone leaves it spread as it must be. */
function isSpread(
  { spread, labels }: Schedulable,
  zone: string,
  zones: readonly string[],
  placed: ClusterState["placed"],
): boolean {
  return spread
    .filter(({ topologyKey, whenUnsatisfiable }) => topologyKey === ZONE && whenUnsatisfiable === "DoNotSchedule")
    .every(({ maxSkew, matchLabels }) => {
      const counting = placed.filter(({ pod }) => matches(pod.labels, matchLabels));
      const count = (one: string) => counting.filter((each) => each.zone === one).length;
      const own = matches(labels, matchLabels) ? 1 : 0;
      return count(zone) + own - Math.min(...[...zones, zone].map(count)) <= maxSkew;
    });
}

function matches(labels: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => labels[name] === value);
}
