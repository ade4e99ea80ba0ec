/** What a pod is promised, and may take, as Kubernetes writes it. */
export interface Resources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

/** Taint that a pod puts up with. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: "Exists" | "Equal";
  readonly value?: string;
  readonly effect?: string;
}

/** The part of a topology spread constraint that says how hard it is. */
export interface Spread {
  readonly maxSkew: number;
  readonly topologyKey: string;
  readonly whenUnsatisfiable: string;
  readonly [field: string]: unknown;
}

/** Pods of one kind, and what the scheduler looks at. */
export interface Workload {
  readonly name: string;
  readonly namespace: string;
  readonly kind: "DaemonSet" | "Deployment" | "StatefulSet";
  /** Pods; a DaemonSet has one on each node that it tolerates. */
  readonly replicas: number;
  readonly containers: readonly Resources[];
  readonly priorityClassName?: string;
  readonly serviceAccountName?: string;
  readonly tolerations?: readonly Toleration[];
  readonly topologySpreadConstraints?: readonly Spread[];
  /** The node group that it prefers; any that it tolerates will do. */
  readonly preferredGroup?: string;
  /** Size of the volume of each pod. */
  readonly volumeGib?: number;
}

/** Sums over the containers of a pod: thousandths of a core, and MiB of memory. */
export interface PodSize {
  readonly cpu: number;
  readonly memory: number;
}

/** What a container gets that asks for nothing, from the limit range of its namespace. */
interface Defaults {
  readonly cpu: string;
  readonly memory: string;
}

/** What a pod of a workload asks for. @param defaults of its namespace, none in kube-system */
export function podSize({ containers, namespace }: Workload, defaults: Defaults): PodSize {
  const own = namespace === "kube-system" ? { cpu: "0", memory: "0" } : defaults;
  const sum = (of: (resources: Resources) => number) => containers.reduce((total, one) => total + of(one), 0);
  return {
    cpu: sum(({ requests }) => millicores(requests?.cpu ?? own.cpu)),
    memory: sum(({ requests }) => mebibytes(requests?.memory ?? own.memory)),
  };
}

/** Thousandths of a core in a quantity such as `250m` or `2`. */
export function millicores(quantity: string): number {
  return quantity.endsWith("m") ? Number.parseInt(quantity, 10) : Number.parseFloat(quantity) * 1000;
}

/** MiB in a quantity such as `512Mi` or `2Gi`. */
export function mebibytes(quantity: string): number {
  const amount = Number.parseFloat(quantity);
  if (quantity.endsWith("Gi")) return amount * 1024;
  return quantity.endsWith("Ki") ? amount / 1024 : amount;
}

/** Whether pods must be spread over the zones, and wait for a node otherwise. */
export function isZoneBound({ topologySpreadConstraints = [] }: Workload): boolean {
  return topologySpreadConstraints.some(
    ({ topologyKey, whenUnsatisfiable }) =>
      topologyKey === "topology.kubernetes.io/zone" && whenUnsatisfiable === "DoNotSchedule",
  );
}
