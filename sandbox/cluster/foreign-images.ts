import { setTimeout as sleep } from "node:timers/promises";
import { LMS_SERVICES } from "../../modules/foundation/services";
import { Failure } from "../../scripts/failure";
import type { KubernetesApi, KubernetesObject } from "./api";

/** The policy that the project's own chart makes, and its binding to the namespaces of services. */
const POLICY = "service-images";
const BINDINGS = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings";

/** How long the API server may take to notice that a policy is bound, or not any more. */
const NOTICED_MS = 30_000;

const IMAGE = "registry.k8s.io/pause:3.10";

/** A pod of anyone's image, as strict as the namespaces want it. */
const FOREIGN = {
  metadata: { name: "foreign" },
  spec: {
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "foreign",
        image: IMAGE,
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  },
};

/** @see https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/ */
const STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";

/**
 * Asks for a pod of anyone's image in each namespace of services, which the cluster's own policy must refuse. One that ran before the
 * policy was there must stay changeable for controllers, but never get another foreign image.
 * @throws Failure with what is not as it must be
 */
export async function refuseForeignImages(api: KubernetesApi): Promise<void> {
  const namespaces = [...new Set(Object.values(LMS_SERVICES).map(({ namespace }) => namespace))];
  for (const namespace of namespaces) await noticed(namespace, api, true);
  const [namespace = ""] = namespaces;
  const pod = `/api/v1/namespaces/${namespace}/pods/foreign`;
  await withoutPolicy(namespace, api, () => api.create(`/api/v1/namespaces/${namespace}/pods`, FOREIGN));
  const changes: Readonly<Record<string, () => Promise<unknown>>> = {
    labels: () => api.patch(pod, { metadata: { labels: { seen: "yes" } } }),
    finalizers: () => api.patch(pod, { metadata: { finalizers: ["sandbox/drill"] } }),
    "no finalizers": () => api.patch(pod, { metadata: { finalizers: null } }),
    status: () => api.patch(`${pod}/status`, { status: { message: "seen" } }),
  };
  for (const [what, change] of Object.entries(changes)) {
    const answer = await answerTo(change());
    if (answer !== "none") throw new Failure(`a pod from before ${POLICY} must get ${what}, got ${answer}`);
  }
  const spec = { containers: [{ name: "foreign", image: "registry.k8s.io/pause:3.9" }] };
  const answer = await answerTo(api.ask("PATCH", pod, { spec }, STRATEGIC_MERGE_PATCH));
  if (!isRefusal(answer)) {
    throw new Failure(`a pod from before ${POLICY} must not get another foreign image, got ${answer}`);
  }
  await api.delete(`${pod}?gracePeriodSeconds=0`);
}

/** Does something while the policy binds nobody. */
async function withoutPolicy(namespace: string, api: KubernetesApi, action: () => Promise<unknown>): Promise<void> {
  const { metadata, ...binding } = (await api.ask("GET", `${BINDINGS}/${POLICY}`)) as KubernetesObject;
  const { name, labels, annotations } = metadata;
  await api.delete(`${BINDINGS}/${POLICY}`);
  await noticed(namespace, api, false);
  await action();
  await api.create(BINDINGS, { ...binding, metadata: { name, labels, annotations } });
  await noticed(namespace, api, true);
}

/** Waits until a foreign image is refused, or taken. */
async function noticed(namespace: string, api: KubernetesApi, refused: boolean): Promise<void> {
  const deadline = Date.now() + NOTICED_MS;
  for (;;) {
    const answer = await dryRun(namespace, api);
    if (refused ? isRefusal(answer) : answer === "none") return;
    if (Date.now() > deadline) {
      const must = refused ? `be refused by ${POLICY}` : `be taken while nobody is bound by ${POLICY}`;
      throw new Failure(`${namespace}: a pod of another image must ${must}, got ${answer}`);
    }
    await sleep(100);
  }
}

/** What the API answers to a foreign pod. */
function dryRun(namespace: string, api: KubernetesApi): Promise<string> {
  const pod = { ...FOREIGN, metadata: { name: "foreign-too" } };
  return answerTo(api.create(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod));
}

function isRefusal(answer: string): boolean {
  return answer.includes(`'${POLICY}'`);
}

/** What the API refuses a request with, or `none`. */
function answerTo(request: Promise<unknown>): Promise<string> {
  return request.then(
    () => "none",
    (error: Error) => error.message,
  );
}
