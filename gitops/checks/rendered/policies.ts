import type { Container, Rendered } from "./objects";

/** Bounds of pods that the rest of the platform counts on. */
export interface PodBounds {
  /** Host of the registry that images come from. */
  readonly registry: string;
  /** Whether the environment goes on without a zone, so that no service hangs on one pod. */
  readonly survivesZoneLoss: boolean;
}

/** Volumes that pods of the level "restricted" may have. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
const VOLUMES: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * Checks what every service is held to: the Pod Security level "restricted", a file system that is only read, resources, probes, an
 * image of a commit from the registry, a release without a gap, and spread over the zones.
 * @returns one line each, `<kind>: <field> <rule>, got <value>`
 */
export function policyProblems(rendered: Rendered, bounds: PodBounds): string[] {
  const { pods } = rendered;
  const deployment = rendered.spec("Deployment");
  const containers = [...pods.containers, ...(pods.initContainers ?? [])];
  const context = pods.securityContext ?? {};
  const zones = (pods.topologySpreadConstraints ?? []).map(({ topologyKey }) => topologyKey);
  const scaler = rendered.spec("HorizontalPodAutoscaler");
  const budget = rendered.spec("PodDisruptionBudget");
  const volumes = (pods.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((key) => key !== "name"));
  const service = rendered.spec("Service");
  return [
    ...holds(
      "Deployment: hostNetwork, hostPID and hostIPC must be off",
      [pods.hostNetwork ?? false, pods.hostPID ?? false, pods.hostIPC ?? false],
      (value) => !value.includes(true),
    ),
    ...holds("Deployment: runAsNonRoot must be true", context.runAsNonRoot, (value) => value === true),
    ...holds("Deployment: runAsUser must be no root", context.runAsUser, (value) => value === undefined || value > 0),
    ...holds(
      "Deployment: seccompProfile must be RuntimeDefault",
      context.seccompProfile?.type,
      (value) => value === "RuntimeDefault",
    ),
    ...holds(
      "Deployment: automountServiceAccountToken must be false",
      pods.automountServiceAccountToken,
      (value) => value === false,
    ),
    ...holds(`Deployment: volumes must be of ${VOLUMES.join(", ")}`, volumes, (value) =>
      value.every((one) => VOLUMES.includes(one)),
    ),
    ...holds(
      "Deployment: strategy must take no pod away before its successor is ready",
      deployment.strategy,
      (value) => value?.type === "RollingUpdate" && value.rollingUpdate?.maxUnavailable === 0,
    ),
    ...holds(
      "Deployment: topologySpreadConstraints must spread over zones and nodes",
      zones,
      (value) => value.includes("topology.kubernetes.io/zone") && value.includes("kubernetes.io/hostname"),
    ),
    ...holds(
      "HorizontalPodAutoscaler: maxReplicas must not be below minReplicas",
      [scaler.minReplicas, scaler.maxReplicas],
      ([min = 1, max = 0]) => max >= min,
    ),
    ...(bounds.survivesZoneLoss
      ? holds(
          "HorizontalPodAutoscaler: minReplicas must be at least 2",
          scaler.minReplicas,
          (value) => (value ?? 1) >= 2,
        )
      : []),
    ...holds(
      "PodDisruptionBudget: must let one pod go at a time, by maxUnavailable: 1",
      { ...budget, selector: undefined },
      (value) => value.maxUnavailable === 1 && value.minAvailable === undefined,
    ),
    ...holds(
      "Service: type must be ClusterIP, for entrances are the platform's",
      service.type,
      (value) => value === "ClusterIP",
    ),
    ...holds("Service: externalIPs must be none", service.externalIPs, (value) => value === undefined),
    ...containers.flatMap((container) => containerProblems(container, bounds)),
    ...pods.containers.flatMap((container) => probeProblems(container)),
  ];
}

function containerProblems(container: Container, { registry }: PodBounds): string[] {
  const { name, image = "", resources: { requests = {}, limits = {} } = {}, securityContext = {} } = container;
  const at = (text: string) => `Deployment: container ${name}: ${text}`;
  return [
    ...holds(
      at("image must be one of a commit in the registry"),
      image,
      (value) => value.startsWith(`${registry}/lms/`) && /:[0-9a-f]{40}$/.test(value),
    ),
    ...holds(at("privileged must be off"), securityContext.privileged, (value) => value !== true),
    ...holds(at("runAsUser must be no root"), securityContext.runAsUser, (value) => value !== 0),
    ...holds(
      at("allowPrivilegeEscalation must be false"),
      securityContext.allowPrivilegeEscalation,
      (value) => value === false,
    ),
    ...holds(
      at("readOnlyRootFilesystem must be true"),
      securityContext.readOnlyRootFilesystem,
      (value) => value === true,
    ),
    ...holds(
      at("capabilities must all be dropped"),
      securityContext.capabilities,
      (value) => value?.drop?.includes("ALL") === true && value.add === undefined,
    ),
    ...holds(
      at("resources must have requests of cpu and memory and a limit of memory"),
      { requests, limits },
      () => ["cpu", "memory"].every((one) => requests[one] !== undefined) && limits.memory !== undefined,
    ),
    ...["cpu", "memory"].flatMap((one) => {
      const [request, limit] = [quantity(requests[one]), quantity(limits[one])];
      return holds(
        at(`the limit of ${one} must not be below the request`),
        [requests[one], limits[one]],
        () => limit === undefined || request === undefined || limit >= request,
      );
    }),
  ];
}

function probeProblems(container: Container): string[] {
  return ["startupProbe", "readinessProbe", "livenessProbe"].flatMap((name) => {
    const probe = container[name] as
      | {
          readonly httpGet?: { readonly path?: string };
          readonly periodSeconds?: number;
          readonly timeoutSeconds?: number;
        }
      | undefined;
    return [
      ...holds(
        `Deployment: container ${container.name}: ${name} must ask a path`,
        probe?.httpGet?.path,
        (value) => value?.startsWith("/") === true,
      ),
      ...holds(
        `Deployment: container ${container.name}: ${name} must end before it begins again`,
        [probe?.timeoutSeconds, probe?.periodSeconds],
        ([timeout = 1, period = 10]) => timeout <= period,
      ),
    ];
  });
}

/** Factors of Kubernetes' quantities. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const FACTORS: Readonly<Record<string, number>> = {
  m: 0.001,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

function quantity(text: string | number | undefined): number | undefined {
  const [, number, unit = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(String(text)) ?? [];
  const factor = FACTORS[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

function holds<T>(rule: string, value: T, test: (value: T) => boolean): string[] {
  return test(value) ? [] : [`${rule}, got ${JSON.stringify(value) ?? "nothing"}`];
}
