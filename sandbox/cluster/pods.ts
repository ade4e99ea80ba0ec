import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../../scripts/failure";
import type { KubernetesApi, KubernetesObject } from "./api";

const SETTLE_TIMEOUT_MS = 180_000;
/** For how long nothing may change before it counts as settled: controllers take a moment to make their pods. */
const QUIET_MS = 2_000;

/** A pod as far as it is looked at. */
export interface Pod extends KubernetesObject {
  readonly spec: {
    readonly nodeName?: string;
    readonly priorityClassName?: string;
    readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
  };
  readonly status: {
    readonly phase?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[];
  };
}

/**
 * Waits until every workload has all its pods, and all of them run.
 * @param mayWait pods that may go on waiting
 * @returns the number of pods that run
 * @throws Failure with what waits for what
 */
export async function settle(api: KubernetesApi, mayWait: (pod: Pod) => boolean = () => false): Promise<number> {
  const deadline = Date.now() + SETTLE_TIMEOUT_MS;
  let quietSince = Date.now();
  let before = "";
  for (;;) {
    const [pods, short] = await Promise.all([podsOf(api), shortOfPods(api)]);
    const waiting = pods.filter((pod) => !isReady(pod) && !mayWait(pod));
    const now = JSON.stringify(pods.map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec.nodeName]));
    if (now !== before || waiting.length > 0) quietSince = Date.now();
    before = now;
    const lacking = short.filter((name) => !pods.some((pod) => mayWait(pod) && pod.metadata.name.startsWith(name)));
    if (waiting.length === 0 && lacking.length === 0 && Date.now() - quietSince > QUIET_MS) return pods.length;
    if (Date.now() > deadline) {
      const what = [...waiting.map(waitingText), ...lacking.map((name) => `${name} has too few pods`)];
      throw new Failure(`pods: all must run within three minutes, got ${what.join("; ")}`);
    }
    await sleep(250);
  }
}

/** The pods that are not about to go. */
export async function podsOf(api: KubernetesApi): Promise<readonly Pod[]> {
  const pods = (await api.list("/api/v1/pods")) as readonly Pod[];
  return pods.filter(
    ({ metadata, status }) => metadata.deletionTimestamp === undefined && status.phase !== "Succeeded",
  );
}

/** The workloads that want more pods than there are. */
async function shortOfPods(api: KubernetesApi): Promise<string[]> {
  const workloads = await Promise.all(["replicasets", "statefulsets"].map((kind) => api.list(`/apis/apps/v1/${kind}`)));
  return workloads
    .flat()
    .filter(({ spec, status }) => {
      const wanted = (spec as { replicas?: number }).replicas ?? 1;
      return ((status as { replicas?: number } | undefined)?.replicas ?? 0) < wanted;
    })
    .map(({ metadata }) => metadata.name);
}

function isReady({ status: { conditions = [] } }: Pod): boolean {
  return conditions.some(({ type, status }) => type === "Ready" && status === "True");
}

/** What a pod waits for, in the scheduler's words. */
export function waitingText({ metadata, status: { conditions = [], phase } }: Pod): string {
  const reason = conditions.find(({ status, message }) => status === "False" && message !== undefined)?.message;
  return `${metadata.namespace}/${metadata.name} is ${phase}${reason === undefined ? "" : `, ${reason}`}`;
}
