import { CONTAINER_DEFAULTS } from "../../modules/cluster-addons";
import { type Node, tolerates } from "./node";
import { isZoneBound, type PodSize, podSize, type Workload } from "./workload";

/** Pods for which no node has room, by their workload. */
export type Pending = ReadonlyMap<Workload, number>;

interface Room {
  readonly node: Node;
  cpu: number;
  memory: number;
  pods: number;
}

/**
 * Places pods on nodes in the scheduler's order: the daemons of each node, then the higher priorities first. Each pod goes
 * where its workload has the fewest in a zone, on a node of the group that it prefers, with the most room.
 * @param priorities by the name of their class
 * @returns what finds no place
 */
export function place(
  nodes: readonly Node[],
  workloads: readonly Workload[],
  priorities: Readonly<Record<string, number>>,
): Pending {
  const rooms = nodes.map((node): Room => ({ node, cpu: node.cpu, memory: node.memory, pods: node.pods }));
  const pending = new Map<Workload, number>();
  const miss = (workload: Workload) => pending.set(workload, (pending.get(workload) ?? 0) + 1);
  const priority = ({ priorityClassName = "" }: Workload) => priorities[priorityClassName] ?? 0;
  const sized = workloads.map((workload) => ({ workload, size: podSize(workload, CONTAINER_DEFAULTS.request) }));
  for (const { workload, size } of sized.filter(({ workload }) => workload.kind === "DaemonSet")) {
    for (const room of rooms.filter(({ node }) => tolerates(workload, node))) {
      if (!take(room, size)) miss(workload);
    }
  }
  const others = sized.filter(({ workload }) => workload.kind !== "DaemonSet");
  others.sort((one, other) => priority(other.workload) - priority(one.workload) || other.size.cpu - one.size.cpu);
  for (const { workload, size } of others) placeAll(workload, size, rooms, () => miss(workload));
  return pending;
}

function placeAll(workload: Workload, size: PodSize, rooms: readonly Room[], miss: () => void): void {
  const allowed = rooms.filter(({ node }) => tolerates(workload, node));
  const perZone = new Map(allowed.map(({ node }) => [node.zone, 0]));
  const count = (zone: string) => perZone.get(zone) ?? 0;
  for (let pod = 0; pod < workload.replicas; pod += 1) {
    const least = Math.min(...perZone.values());
    const room = allowed
      .filter((one) => fits(one, size) && (!isZoneBound(workload) || count(one.node.zone) === least))
      .sort((one, other) => rank(workload, one) - rank(workload, other) || other.cpu - one.cpu)[0];
    if (room === undefined || !take(room, size)) miss();
    else perZone.set(room.node.zone, count(room.node.zone) + 1);
  }
}

/** 0 for a node of the group that the workload prefers, else 1. */
function rank({ preferredGroup }: Workload, { node }: Room): number {
  return preferredGroup === undefined || preferredGroup === node.group ? 0 : 1;
}

function fits(room: Room, { cpu, memory }: PodSize): boolean {
  return room.pods >= 1 && room.cpu >= cpu && room.memory >= memory;
}

function take(room: Room, size: PodSize): boolean {
  if (!fits(room, size)) return false;
  room.cpu -= size.cpu;
  room.memory -= size.memory;
  room.pods -= 1;
  return true;
}
