import { setTimeout as sleep } from "node:timers/promises";
import type { Environment } from "../../environments";
import { type Node, nodesOf } from "../../review/capacity/node";
import { mebibytes, millicores, type Resources, type Spread, type Toleration } from "../../review/capacity/workload";
import { Failure } from "../../scripts/failure";
import type { KubernetesApi, KubernetesObject } from "./api";
import { type ClusterState, nodesToAdd, type Schedulable } from "./autoscaler";
import type { ClusterCommands } from "./commands";
import { boundTo, endAtOnce, takeAway, zoneOfClaims } from "./drills";
import { registerNodes } from "./node-objects";
import { type Pod, podsOf, settle, waitingText } from "./pods";

/** How long the scheduler may judge no further pod while some wait for it, and for how long its judgement must stay. */
const JUDGING_TIMEOUT_MS = 120_000;
const QUIET_MS = 3_000;

/** A pod with what the scheduler looks at. */
interface FullPod extends Pod {
  readonly spec: Pod["spec"] & {
    readonly containers: readonly { readonly resources?: Resources }[];
    readonly tolerations?: readonly Toleration[];
    readonly topologySpreadConstraints?: readonly (Spread & {
      readonly labelSelector?: { readonly matchLabels?: Readonly<Record<string, string>> };
      readonly matchLabelKeys?: readonly string[];
    })[];
  };
}

/** The groups as the autoscaler has grown them. */
export interface Grown {
  /** In a few words: the nodes of each group at its least, with the services' least pods, and with their most. */
  readonly told: string;
  /** The nodes that the groups may have. */
  readonly most: readonly Node[];
  /** Names of those that there are. */
  readonly has: ReadonlySet<string>;
}

/**
 * Starts from the least nodes that the groups may have, as after a night or on the first day, and lets the Cluster Autoscaler bring
 * what it would: first for the services at their minimum, then at their maximum.
 * @throws Failure with what still waits when no group may grow for it
 */
export async function scaleUp(environment: Environment, api: KubernetesApi): Promise<Grown> {
  const there = await api.list("/api/v1/nodes");
  await Promise.all(there.map(({ metadata }) => api.delete(`/api/v1/nodes/${metadata.name}`)));
  await Promise.all((await podsOf(api)).map((pod) => endAtOnce(pod, api)));
  const most = nodesOf(environment, ({ maxSize }) => maxSize);
  const least = nodesOf(environment, ({ minSize }) => minSize);
  await registerNodes(least, api);
  const has = new Set(least.map(({ name }) => name));
  const sizes = () =>
    [...new Set(most.map(({ group }) => group))].map(
      (group) => most.filter((one) => one.group === group && has.has(one.name)).length,
    );
  const steps = [sizes()];
  await grow(most, has, api);
  steps.push(sizes());
  for (const { spec, metadata } of await api.list("/apis/autoscaling/v2/horizontalpodautoscalers")) {
    const { maxReplicas: replicas, scaleTargetRef } = spec as { maxReplicas: number; scaleTargetRef: { name: string } };
    const path = `/apis/apps/v1/namespaces/${metadata.namespace}/deployments/${scaleTargetRef.name}/scale`;
    await api.patch(path, { spec: { replicas } });
  }
  const pods = await grow(most, has, api);
  steps.push(sizes());
  const groups = [...new Set(most.map(({ group }) => group))];
  const text = groups.map((group, index) => `${group} ${steps.map((step) => step[index]).join(", ")}`);
  return { told: `${text.join("; ")} nodes, ${pods} pods run`, most, has };
}

/**
 * Loses each zone in turn with the services at their maximum, and has the autoscaler bring nodes in the others, until all but
 * what a volume binds to the zone runs. Then the zone is back, and those nodes go.
 * @returns in a few words how many pods were lost and how many nodes came, by zone
 * @throws Failure with what still waits when no group may grow for it
 */
export async function loseZonesAtMost(
  zones: readonly string[],
  { most, has }: Grown,
  api: KubernetesApi,
  commands: ClusterCommands,
): Promise<string> {
  const nodes = most.filter(({ name }) => has.has(name));
  const told: string[] = [];
  for (const zone of zones) {
    const lost = nodes.filter((node) => node.zone === zone);
    const pods = await takeAway(lost, api, commands);
    const left = new Set(nodes.filter((node) => node.zone !== zone).map(({ name }) => name));
    const elsewhere = most.filter((node) => node.zone !== zone);
    await grow(elsewhere, left, api, await boundTo(zone, api));
    const came = elsewhere.filter(({ name }) => left.has(name) && !has.has(name));
    told.push(`${zone} ${pods} pods, ${came.length} nodes come`);
    await registerNodes(lost, api);
    if (came.length > 0) await takeAway(came, api, commands);
    await settle(api);
  }
  return told.join("; ");
}

/**
 * Adds nodes until no pod waits.
 * @param has names of the nodes that are there, which it adds to
 * @param mayWait pods that may go on waiting
 * @returns the pods that run
 */
async function grow(
  most: readonly Node[],
  has: Set<string>,
  api: KubernetesApi,
  mayWait: (pod: Pod) => boolean = () => false,
): Promise<number> {
  for (;;) {
    const { pods, waiting: all } = await judged(api);
    const waiting = all.filter((pod) => !mayWait(pod));
    if (waiting.length === 0) return settle(api, mayWait);
    const added = nodesToAdd(await stateOf(most, has, pods, waiting, api));
    if (added.length === 0) {
      const what = waiting.map(waitingText).join("; ");
      throw new Failure(`autoscaler: a group must grow for every pod that waits, got none for ${what}`);
    }
    await registerNodes(added, api);
    for (const { name } of added) has.add(name);
  }
}

/** Waits until the scheduler has judged every pod. @returns those that have a node, and those that no node has room for */
async function judged(
  api: KubernetesApi,
): Promise<{ readonly pods: readonly FullPod[]; readonly waiting: readonly FullPod[] }> {
  let before = "";
  let since = Date.now();
  for (;;) {
    const all = (await podsOf(api)) as readonly FullPod[];
    const pods = all.filter(({ spec }) => spec.nodeName !== undefined);
    const waiting = all.filter(isUnschedulable);
    const now = JSON.stringify(
      all.map((pod) => [pod.metadata.namespace, pod.metadata.name, pod.spec.nodeName, isUnschedulable(pod)]),
    );
    if (now !== before) since = Date.now();
    before = now;
    const isWhole = pods.length + waiting.length === all.length;
    if (isWhole && Date.now() - since > QUIET_MS) return { pods, waiting };
    if (Date.now() - since > JUDGING_TIMEOUT_MS) {
      const count = all.length - pods.length - waiting.length;
      throw new Failure(`scheduler: must judge every pod, got none further in two minutes with ${count} left`);
    }
    await sleep(250);
  }
}

function isUnschedulable({ spec, status: { conditions = [] } }: FullPod): boolean {
  return (
    spec.nodeName === undefined && conditions.some(({ type, status }) => type === "PodScheduled" && status === "False")
  );
}

async function stateOf(
  most: readonly Node[],
  has: ReadonlySet<string>,
  pods: readonly FullPod[],
  waiting: readonly FullPod[],
  api: KubernetesApi,
): Promise<ClusterState> {
  const zones = await zoneOfClaims(api);
  const schedulable = (pod: FullPod) => schedulableOf(pod, zones);
  const zoneOf = new Map(most.map(({ name, zone }) => [name, zone]));
  const groups = [...new Set(most.map(({ scalingGroup }) => scalingGroup))].map((id) => {
    const nodes = most.filter(({ scalingGroup }) => scalingGroup === id);
    const count = nodes.filter(({ name }) => has.has(name)).length;
    return { id, nodes, count, templateZone: nodes[0]?.zone ?? "" };
  });
  const daemons = new Map(
    pods
      .filter((pod) => ownerOf(pod)?.kind === "DaemonSet")
      .map((pod) => [`${pod.metadata.namespace}/${ownerOf(pod)?.name}`, schedulable(pod)]),
  );
  return {
    groups,
    waiting: waiting.filter((pod) => ownerOf(pod)?.kind !== "DaemonSet").map(schedulable),
    placed: pods.map((pod) => ({ pod: schedulable(pod), zone: zoneOf.get(pod.spec.nodeName ?? "") ?? "" })),
    daemons: [...daemons.values()],
  };
}

function ownerOf({ metadata }: KubernetesObject): { readonly kind: string; readonly name: string } | undefined {
  return metadata.ownerReferences?.[0];
}

function schedulableOf({ metadata, spec }: FullPod, zones: ReadonlyMap<string, string>): Schedulable {
  const sum = (of: (requests: Readonly<Record<string, string>>) => number) =>
    spec.containers.reduce((total, { resources }) => total + of(resources?.requests ?? {}), 0);
  const labels = metadata.labels ?? {};
  const claim = (spec.volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? [])[0];
  return {
    name: metadata.name,
    labels: { ...labels, namespace: metadata.namespace ?? "" },
    size: { cpu: sum(({ cpu = "0" }) => millicores(cpu)), memory: sum(({ memory = "0" }) => mebibytes(memory)) },
    tolerations: spec.tolerations ?? [],
    spread: (spec.topologySpreadConstraints ?? []).map(({ labelSelector, matchLabelKeys = [], ...spread }) => ({
      ...spread,
      matchLabels: {
        ...labelSelector?.matchLabels,
        ...Object.fromEntries(matchLabelKeys.map((key) => [key, labels[key] ?? ""])),
        namespace: metadata.namespace ?? "",
      },
    })),
    zone: zones.get(`${metadata.namespace}/${claim}`),
  };
}
