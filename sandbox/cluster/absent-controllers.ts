import { setTimeout as sleep } from "node:timers/promises";
import { type KubernetesApi, type KubernetesObject, Refused } from "./api";

/** How often they look. */
const INTERVAL_MS = 250;

/** The annotation by which the scheduler tells where a claim's pod will be. */
const SELECTED_NODE = "volume.kubernetes.io/selected-node";

/** What deletes the objects that a finalizer of Argo CD stands for. */
const ARGO_CD = "/apis/argoproj.io/v1alpha1";

interface Claim extends KubernetesObject {
  readonly spec: { readonly volumeName?: string; readonly storageClassName?: string; readonly resources: object };
}

/**
 * What would be done by programs that do not run here: the kubelets run pods and end them, the driver of EBS makes a claim's
 * volume in its pod's zone and deletes it with the claim, and Argo CD lets go of what is deleted. Ends with the signal.
 * @param argoCd ends Argo CD alone, before all else
 */
export async function playAbsentControllers(
  api: KubernetesApi,
  signal: AbortSignal,
  argoCd: AbortSignal,
): Promise<void> {
  const always = [runPods, endPods, bindClaims, deleteVolumes];
  while (!signal.aborted) {
    const playing = argoCd.aborted ? always : [...always, letGo];
    await Promise.all(playing.map((play) => play(api))).catch(() => {
      // The control plane may be on its way down; the next look tells.
    });
    await sleep(INTERVAL_MS, undefined, { signal }).catch(() => {});
  }
}

/** Pods that the scheduler has given a node, and that do not run yet. */
const STARTING = "/api/v1/pods?fieldSelector=status.phase%3DPending%2Cspec.nodeName%21%3D";

async function runPods(api: KubernetesApi): Promise<void> {
  const pods = await api.list(STARTING);
  await Promise.all(
    pods.map((pod) => api.patch(`${pathOf(pod)}/status`, { status: runningStatus(pod) }).catch(isGone)),
  );
}

function runningStatus({ spec, metadata }: KubernetesObject) {
  const { containers } = spec as { containers: readonly { name: string; image: string }[] };
  const now = new Date().toISOString();
  // The pod of a job is done at once.
  if (metadata.ownerReferences?.some(({ kind }) => kind === "Job")) return { phase: "Succeeded" };
  return {
    phase: "Running",
    startTime: now,
    conditions: ["Initialized", "ContainersReady", "Ready"].map((type) => ({
      type,
      status: "True",
      lastTransitionTime: now,
    })),
    containerStatuses: containers.map(({ name, image }) => {
      return {
        name,
        image,
        imageID: image,
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: now } },
      };
    }),
  };
}

/**
 * How long a pod takes to end. At once would be too soon: a budget that never saw it going takes the next one of the same name,
 * as a StatefulSet makes it, for evicted, and lets no other go for two minutes.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/controller/disruption/disruption.go
 */
const ENDING_MS = 2_000;

async function endPods(api: KubernetesApi): Promise<void> {
  const ending = (await api.listMetadata("/api/v1/pods")).filter(({ metadata }) => {
    const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
    if (deletionTimestamp === undefined) return false;
    return Date.now() - (Date.parse(deletionTimestamp) - deletionGracePeriodSeconds * 1000) >= ENDING_MS;
  });
  await Promise.all(ending.map((pod) => api.delete(`${pathOf(pod)}?gracePeriodSeconds=0`).catch(isGone)));
}

function pathOf({ metadata }: KubernetesObject): string {
  return `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}`;
}

/** Others may have deleted it meanwhile. */
function isGone(error: unknown): void {
  if (!(error instanceof Refused && (error.status === 404 || error.status === 409))) throw error;
}

async function bindClaims(api: KubernetesApi): Promise<void> {
  const claims = (await api.list("/api/v1/persistentvolumeclaims")) as readonly Claim[];
  for (const claim of claims) {
    const node = claim.metadata.annotations?.[SELECTED_NODE];
    if (node === undefined || claim.spec.volumeName !== undefined) continue;
    const { metadata } = (await api.ask("GET", `/api/v1/nodes/${node}`)) as KubernetesObject;
    const zone = metadata.labels?.["topology.kubernetes.io/zone"] ?? "";
    await api.create("/api/v1/persistentvolumes", volumeOf(claim, zone));
  }
}

function volumeOf({ metadata, spec }: Claim, zone: string) {
  const name = `${metadata.namespace}-${metadata.name}`;
  const inZone = { key: "topology.kubernetes.io/zone", operator: "In", values: [zone] };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name, labels: { "app.kubernetes.io/managed-by": "sandbox" } },
    spec: {
      capacity: (spec.resources as { requests: object }).requests,
      accessModes: ["ReadWriteOnce"],
      storageClassName: spec.storageClassName,
      persistentVolumeReclaimPolicy: "Delete",
      claimRef: { name: metadata.name, namespace: metadata.namespace },
      csi: { driver: "ebs.csi.aws.com", volumeHandle: name },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [inZone] }] } },
    },
  };
}

async function deleteVolumes(api: KubernetesApi): Promise<void> {
  for (const { metadata, status } of await api.list("/api/v1/persistentvolumes")) {
    const isReleased = (status as { phase?: string } | undefined)?.phase === "Released";
    if (isReleased) await api.delete(`/api/v1/persistentvolumes/${metadata.name}`).catch(isGone);
  }
}

async function letGo(api: KubernetesApi): Promise<void> {
  for (const kind of ["applications", "appprojects"]) {
    for (const { metadata } of await api.list(`${ARGO_CD}/${kind}`)) {
      if (metadata.deletionTimestamp === undefined) continue;
      const path = `${ARGO_CD}/namespaces/${metadata.namespace}/${kind}/${metadata.name}`;
      await api.patch(path, { metadata: { finalizers: null } });
    }
  }
}
