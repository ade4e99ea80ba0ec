import { TIME_LIMITS } from "../../../modules/foundation/time-limits";
import type { Kind, Rendered } from "./objects";

/** Seconds for which a delivery waits for a service to be healthy. */
export const DELIVERY_SECONDS = 1_200;

/** Longest that a service may take to start, as the schema of its values has it. */
const START_SECONDS = 600;

/** Seconds for which the load balancer may still send requests to a pod that is about to end. */
const LAST_REQUESTS = 20;

/** What must be there before the pods, and what must find them. */
const BEFORE: readonly Kind[] = ["ExternalSecret", "NetworkPolicy", "Service", "ServiceAccount", "TargetGroupBinding"];
const AFTER: readonly Kind[] = ["HorizontalPodAutoscaler", "ServiceMonitor"];

/** Names of variables that hold secrets; those of files with one end otherwise. */
const SECRET = /PASSWORD|PASSPHRASE|CREDENTIAL|TOKEN|(^|_)(SECRET|PRIVATE_KEY|API_KEY|ACCESS_KEY)$/;

/**
 * Checks the ways of a pod: that a release comes to an end before its delivery does, that a pod that ends answers what it has
 * begun, the order in which a sync makes things, when pods are added, and where secrets come from.
 * @returns one line each, `<kind>: <field> <rule>, got <value>`
 */
export function lifecycleProblems(rendered: Rendered): string[] {
  return [...releaseProblems(rendered), ...orderProblems(rendered), ...scalingProblems(rendered), ...secrets(rendered)];
}

function releaseProblems(rendered: Rendered): string[] {
  const { progressDeadlineSeconds = 600 } = rendered.spec("Deployment");
  const { terminationGracePeriodSeconds = 30, containers } = rendered.pods;
  const pauses = containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0);
  const [pause = 0] = pauses;
  const grace = pause + TIME_LIMITS.deregistration;
  const patience = containers.map(({ livenessProbe }) => livenessProbe?.failureThreshold ?? 3);
  return [
    ...(progressDeadlineSeconds > START_SECONDS && progressDeadlineSeconds < DELIVERY_SECONDS
      ? []
      : [
          `Deployment: progressDeadlineSeconds must be more than a start may take, ${START_SECONDS}, and less than a delivery ` +
            `waits, ${DELIVERY_SECONDS}, got ${progressDeadlineSeconds}`,
        ]),
    ...(pause >= LAST_REQUESTS
      ? []
      : [`Deployment: preStop must sleep at least ${LAST_REQUESTS} seconds, while requests still come, got ${pause}`]),
    ...(terminationGracePeriodSeconds >= grace
      ? []
      : [
          `Deployment: terminationGracePeriodSeconds must be at least the pause before the end and ${TIME_LIMITS.deregistration} ` +
            `for what was begun, ${grace}, got ${terminationGracePeriodSeconds}`,
        ]),
    ...patience
      .filter((times) => times < 2)
      .map((times) => `Deployment: livenessProbe.failureThreshold must be at least 2, got ${times}`),
  ];
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ */
function orderProblems({ manifests }: Rendered): string[] {
  const waves = new Map(
    manifests.map(({ kind, metadata }) => [kind, Number(metadata.annotations?.["argocd.argoproj.io/sync-wave"] ?? 0)]),
  );
  const pods = waves.get("Deployment") ?? 0;
  const wrong = (kinds: readonly Kind[], holds: (wave: number) => boolean, when: string) =>
    kinds
      .filter((kind) => waves.has(kind) && !holds(waves.get(kind) ?? 0))
      .map((kind) => `${kind}: its sync wave must be ${when} that of the pods, ${pods}, got ${waves.get(kind)}`);
  return [...wrong(BEFORE, (wave) => wave < pods, "before"), ...wrong(AFTER, (wave) => wave > pods, "after")];
}

function scalingProblems(rendered: Rendered): string[] {
  const { metrics = [] } = rendered.spec("HorizontalPodAutoscaler");
  const targets = metrics.map(({ resource }) => resource?.target?.averageUtilization);
  // A pod's limit of CPU is none, and its request what it is sure of.
  return targets.some((target) => target !== undefined && target <= 90)
    ? []
    : [
        `HorizontalPodAutoscaler: metrics must add pods before 90 % of what they ask for are used, got ${JSON.stringify(metrics)}`,
      ];
}

function secrets(rendered: Rendered): string[] {
  const secret = rendered.manifests.some(({ kind }) => kind === "ExternalSecret")
    ? rendered.spec("ExternalSecret")
    : undefined;
  const variables = rendered.pods.containers.flatMap(({ env = [] }) => env.map(({ name }) => name));
  return [
    ...variables
      .filter((name) => SECRET.test(name))
      .map((name) => `Deployment: env must hold no secret, which is a file in SECRETS_FOLDER, got ${name}`),
    ...(secret === undefined || secret.target?.deletionPolicy === "Retain"
      ? []
      : [
          `ExternalSecret: deletionPolicy must be Retain, so that pods keep what the store loses, got ${secret.target?.deletionPolicy ?? "nothing"}`,
        ]),
    ...(secret === undefined || secret.refreshInterval === "1h"
      ? []
      : [`ExternalSecret: refreshInterval must be 1h, got ${secret.refreshInterval ?? "nothing"}`]),
  ];
}
