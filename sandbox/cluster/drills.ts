import type { Standby } from "../../environments/standby";
import { LMS_SERVICE_NAMES, LMS_SERVICES } from "../../modules/foundation/services";
import { type Node, nodesOf } from "../../review/capacity/node";
import { Failure } from "../../scripts/failure";
import type { KubernetesApi, KubernetesObject } from "./api";
import type { ClusterCommands } from "./commands";
import { registerNodes } from "./node-objects";
import { type Pod, podsOf, settle } from "./pods";

/**
 * Takes the nodes of a zone away with all that is on them, waits until the rest carries all but what a volume binds to the
 * zone, and brings them back.
 * @throws Failure with what finds no node
 */
export async function loseZone(
  zone: string,
  nodes: readonly Node[],
  api: KubernetesApi,
  commands: ClusterCommands,
): Promise<void> {
  const lost = nodes.filter((node) => node.zone === zone);
  await takeAway(lost, api, commands);
  await settle(api, await boundTo(zone, api));
  await registerNodes(lost, api);
  await settle(api);
}

/** Takes nodes away with all that is on them. @returns the number of their pods */
export async function takeAway(nodes: readonly Node[], api: KubernetesApi, commands: ClusterCommands): Promise<number> {
  const names = nodes.map(({ name }) => name);
  const gone = (await podsOf(api)).filter(({ spec }) => names.includes(spec.nodeName ?? ""));
  await commands.kubectl("delete", "node", ...names);
  await Promise.all(gone.map((pod) => endAtOnce(pod, api)));
  return gone.length;
}

/**
 * Has the services that stand by take over, as docs/disaster-recovery.md tells: those of a pilot light have no pod before, their
 * node groups get the sizes of home, and each service three pods, from which the autoscaler goes on; a warm standby has pods.
 * @returns the number of pods that run then
 * @throws Failure with a service that runs before, or what finds no node
 */
export async function takeOver(
  standby: Standby,
  nodes: readonly Node[],
  api: KubernetesApi,
  commands: ClusterCommands,
): Promise<number> {
  if (standby.mode === "pilot-light") await raise(standby, nodes, api, commands);
  const pods = await settle(api);
  const running = new Set(await servicePods(api));
  const lacking = LMS_SERVICE_NAMES.filter((name) => !running.has(name));
  if (lacking.length > 0)
    throw new Failure(`services that took over must have pods, got none of ${lacking.join(", ")}`);
  return pods;
}

/** Gives a pilot light nodes, and its services pods. @throws Failure with a service that runs before */
async function raise(
  standby: Standby,
  nodes: readonly Node[],
  api: KubernetesApi,
  commands: ClusterCommands,
): Promise<void> {
  const services = await servicePods(api);
  if (services.length > 0) throw new Failure(`services that stand by must have no pods, got ${services.join(", ")}`);
  const raised = nodesOf({ ...standby, cluster: standby.home.cluster }, ({ desiredSize }) => desiredSize);
  const there = new Set(nodes.map(({ name }) => name));
  await registerNodes(
    raised.filter(({ name }) => !there.has(name)),
    api,
  );
  for (const namespace of new Set(Object.values(LMS_SERVICES).map((service) => service.namespace))) {
    const which = ["--namespace", namespace, "--selector", "app.kubernetes.io/part-of=lms"];
    await commands.kubectl("scale", "deployment", ...which, "--replicas", "3");
  }
}

/** The services that pods are of, a name for each pod. */
async function servicePods(api: KubernetesApi): Promise<string[]> {
  return (await podsOf(api))
    .filter(({ metadata: { labels = {} } }) => labels["app.kubernetes.io/part-of"] === "lms")
    .map(({ metadata: { labels = {} } }) => labels["app.kubernetes.io/name"] ?? "");
}

/**
 * Replaces each node in turn, as EKS updates a node group: a new one comes up in the same zone, and the old one is drained,
 * which the budgets of pods must let happen, and goes.
 * @throws Failure with what finds no node, or a drain that does not end
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
 */
export async function replaceEach(
  nodes: readonly Node[],
  api: KubernetesApi,
  commands: ClusterCommands,
): Promise<void> {
  for (const node of nodes) {
    await registerNodes([{ ...node, name: `new-${node.name}` }], api);
    await commands.kubectl("drain", node.name, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=180s");
    await commands.kubectl("delete", "node", node.name);
    await settle(api);
  }
}

/** What Argo CD holds by its finalizer. */
const ARGO_CD = "/apis/argoproj.io/v1alpha1/namespaces/argocd";
const HELD = ["applications", "applicationsets", "appprojects"];

/**
 * Does the work of an Argo CD that does not run any more, as README says: what of the services other controllers must let go of is
 * deleted, and the finalizer taken off that holds Argo CD's projects, and with them their namespace and the destroy.
 * @throws Failure when nothing holds them, and with what stays all the same
 */
export async function standInForArgoCd(api: KubernetesApi, commands: ClusterCommands): Promise<void> {
  const ofServices = ["--all-namespaces", "--selector=app.kubernetes.io/part-of=lms"];
  await commands.kubectl("delete", "targetgroupbindings,externalsecrets", ...ofServices);
  const names = async (kind: string) =>
    (await api.list(`${ARGO_CD}/${kind}`)).map(({ metadata }) => `${kind}.argoproj.io/${metadata.name}`);
  const before = await names("appprojects");
  await commands.kubectl("delete", ...before, "--namespace=argocd", "--wait=false");
  const held = await names("appprojects");
  if (held.length < before.length || held.length === 0) {
    throw new Failure(`Argo CD: its finalizer must hold ${before.join(", ")}, got ${held.join(", ") || "nothing"}`);
  }
  const listed = (await Promise.all(HELD.map(names))).flat();
  const finalizers = '--patch={"metadata":{"finalizers":null}}';
  await commands.kubectl("patch", ...listed, "--namespace=argocd", "--type=merge", finalizers);
  const left = await names("appprojects");
  if (left.length > 0) throw new Failure(`Argo CD: nothing may be left without its finalizer, got ${left.join(", ")}`);
}

/** A pod of a lost node has no kubelet that could end it in order. */
export async function endAtOnce({ metadata }: Pod, api: KubernetesApi): Promise<void> {
  const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}?gracePeriodSeconds=0`;
  await api.delete(path).catch(() => {
    // It went with its node.
  });
}

interface Volume extends KubernetesObject {
  readonly spec: {
    readonly claimRef?: { readonly name: string; readonly namespace: string };
    readonly nodeAffinity?: {
      readonly required: {
        readonly nodeSelectorTerms: readonly {
          readonly matchExpressions: readonly { readonly values: readonly string[] }[];
        }[];
      };
    };
  };
}

/** Tells the pods that a volume binds to a zone. */
export async function boundTo(zone: string, api: KubernetesApi): Promise<(pod: Pod) => boolean> {
  const zones = await zoneOfClaims(api);
  return ({ metadata, spec }) =>
    (spec.volumes ?? []).some(
      ({ persistentVolumeClaim: claim }) => zones.get(`${metadata.namespace}/${claim?.claimName}`) === zone,
    );
}

/** The zones of volumes, by their claims, as `namespace/name`. */
export async function zoneOfClaims(api: KubernetesApi): Promise<ReadonlyMap<string, string>> {
  const volumes = (await api.list("/api/v1/persistentvolumes")) as readonly Volume[];
  return new Map(
    volumes.flatMap(({ spec: { claimRef, nodeAffinity } }) => {
      const zone = nodeAffinity?.required.nodeSelectorTerms[0]?.matchExpressions[0]?.values[0];
      return zone === undefined ? [] : [[`${claimRef?.namespace}/${claimRef?.name}`, zone] as const];
    }),
  );
}
