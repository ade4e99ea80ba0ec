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

interface Sized {
  readonly workload: Workload;
  readonly size: PodSize;
}

/** Pods on nodes. They stay where they are when a node is added, which takes daemons and what found no room before. */
export class Placement {
  private constructor(
    private readonly rooms: readonly Room[],
    private readonly daemons: readonly Sized[],
    private readonly others: readonly Sized[],
    private readonly perZone: ReadonlyMap<Workload, ReadonlyMap<string, number>>,
    /** What found no place. */
    readonly pending: Pending,
  ) {}

  /**
   * Places pods on nodes in the scheduler's order: the daemons of each node, then the higher priorities first. Each pod goes
   * where its workload has the fewest in a zone, on a node of the group that it prefers, with the most room.
   * @param priorities by the name of their class
   */
  static of(
    nodes: readonly Node[],
    workloads: readonly Workload[],
    priorities: Readonly<Record<string, number>>,
  ): Placement {
    const priority = ({ priorityClassName = "" }: Workload) => priorities[priorityClassName] ?? 0;
    const sized = workloads.map((workload) => ({ workload, size: podSize(workload, CONTAINER_DEFAULTS.request) }));
    const daemons = sized.filter(({ workload }) => workload.kind === "DaemonSet");
    const others = sized.filter(({ workload }) => workload.kind !== "DaemonSet");
    others.sort((one, other) => priority(other.workload) - priority(one.workload) || other.size.cpu - one.size.cpu);
    const waiting = new Map(others.map(({ workload }) => [workload, workload.replicas]));
    return new Placement([], daemons, others, new Map(), waiting).with(nodes);
  }

  /** The same pods with more nodes. */
  with(nodes: readonly Node[]): Placement {
    const added = nodes.map((node): Room => ({ node, cpu: node.cpu, memory: node.memory, pods: node.pods }));
    const pending = new Map(this.pending);
    for (const { workload, size } of this.daemons) {
      const missed = added.filter(({ node }) => tolerates(workload, node)).filter((room) => !take(room, size)).length;
      if (missed > 0) pending.set(workload, (pending.get(workload) ?? 0) + missed);
    }
    const rooms = [...this.rooms.map((room) => ({ ...room })), ...added];
    const perZone = new Map(this.perZone);
    for (const { workload, size } of this.others) {
      const waiting = pending.get(workload) ?? 0;
      if (waiting === 0) continue;
      const counts = new Map(perZone.get(workload));
      const missed = placeAll(workload, size, waiting, rooms, counts);
      perZone.set(workload, counts);
      if (missed > 0) pending.set(workload, missed);
      else pending.delete(workload);
    }
    return new Placement(rooms, this.daemons, this.others, perZone, pending);
  }
}

/** Places pods of a workload. @param perZone how many it has in each zone, which is kept @returns how many find no room */
function placeAll(
  workload: Workload,
  size: PodSize,
  pods: number,
  rooms: readonly Room[],
  perZone: Map<string, number>,
): number {
  const allowed = rooms.filter(({ node }) => tolerates(workload, node));
  const count = (zone: string) => perZone.get(zone) ?? 0;
  for (const { node } of allowed) perZone.set(node.zone, count(node.zone));
  let missed = 0;
  for (let pod = 0; pod < pods; pod += 1) {
    const least = Math.min(...perZone.values());
    const room = allowed
      .filter((one) => fits(one, size) && (!isZoneBound(workload) || count(one.node.zone) === least))
      .sort((one, other) => rank(workload, one) - rank(workload, other) || other.cpu - one.cpu)[0];
    if (room === undefined || !take(room, size)) missed += 1;
    else perZone.set(room.node.zone, count(room.node.zone) + 1);
  }
  return missed;
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
