import type { Resources, Spread, Toleration, Workload } from "./workload";

/** Release of a chart, as the synthesized root has it. */
export interface Release {
  readonly name: string;
  readonly namespace: string;
  readonly values: Values;
}

interface Values {
  readonly [key: string]: unknown;
}

/** One workload that a chart makes, and where in the chart's values it is described. */
interface Part {
  /** What it is called; without a word the release's name. */
  readonly name?: string;
  readonly kind?: Workload["kind"];
  /** Where its values are, by keys; the top without any. */
  readonly at?: readonly string[];
  /** Where its number of pods is, below `at`; one without. */
  readonly replicas?: string;
  /** Containers beside the main one, for which our values say nothing. */
  readonly sidecars?: number;
  /** The chart's own priority where our values name none. */
  readonly priority?: string;
  /** Whether an operator makes it, of another object of the chart's. */
  readonly operated?: true;
}

/** Where parts of a chart find what they share. */
const GLOBAL = "global";

/**
 * The workloads of each chart, as its templates make them of our values. Jobs are left out: they end.
 * `tests/review/capacity` holds the numbers to what the charts render.
 */
const CHARTS: Readonly<Record<string, readonly Part[]>> = {
  "argo-cd": [
    { name: "application-controller", kind: "StatefulSet", at: ["controller"], replicas: "replicas" },
    { name: "server", at: ["server"], replicas: "replicas" },
    { name: "repo-server", at: ["repoServer"], replicas: "replicas" },
    { name: "applicationset-controller", at: ["applicationSet"], replicas: "replicas" },
    { name: "notifications-controller", at: ["notifications"] },
    { name: "redis", at: ["redis"] },
  ],
  "argocd-apps": [],
  "aws-load-balancer-controller": [{ replicas: "replicaCount", priority: "system-cluster-critical" }],
  "cert-manager": [
    { replicas: "replicaCount" },
    { name: "webhook", at: ["webhook"], replicas: "replicaCount" },
    { name: "cainjector", at: ["cainjector"], replicas: "replicaCount" },
  ],
  "cluster-autoscaler": [{ replicas: "replicaCount", priority: "system-cluster-critical" }],
  "custom-resources": [],
  "external-dns": [{}],
  "external-secrets": [
    { replicas: "replicaCount" },
    { name: "webhook", at: ["webhook"], replicas: "replicaCount" },
    { name: "cert-controller", at: ["certController"], replicas: "replicaCount" },
  ],
  "fluent-bit": [{ kind: "DaemonSet" }],
  "kube-prometheus-stack": [
    { name: "operator", at: ["prometheusOperator"] },
    { name: "kube-state-metrics", at: ["kube-state-metrics"] },
    { name: "node-exporter", kind: "DaemonSet", at: ["prometheus-node-exporter"] },
    // Its sidecars bring dashboards and data sources, the others' the configuration.
    { name: "grafana", at: ["grafana"], sidecars: 2 },
    {
      name: "prometheus",
      kind: "StatefulSet",
      at: ["prometheus", "prometheusSpec"],
      replicas: "replicas",
      sidecars: 1,
      operated: true,
    },
    {
      name: "alertmanager",
      kind: "StatefulSet",
      at: ["alertmanager", "alertmanagerSpec"],
      replicas: "replicas",
      sidecars: 1,
      operated: true,
    },
  ],
  "otel-collector": [{ replicas: "replicaCount" }],
  "prometheus-operator-crds": [],
};

/**
 * The workloads of a release.
 * @throws Error for a release that the table does not know
 */
export function releaseWorkloads(release: Release): Workload[] {
  const parts = CHARTS[release.name];
  if (parts === undefined) throw new Error(`no workloads are known of the release ${release.name}; add it to CHARTS`);
  return parts.map((part) => workloadOf(part, release));
}

/** Those workloads of a release that an operator makes. */
export function operatedWorkloads(release: Release): Workload[] {
  return (CHARTS[release.name] ?? []).filter(({ operated }) => operated).map((part) => workloadOf(part, release));
}

function workloadOf(part: Part, { name, namespace, values }: Release): Workload {
  const { kind = "Deployment", at = [], sidecars = 0, priority } = part;
  const own = group(values, at);
  const shared = group(values, [GLOBAL]);
  const pick = <T>(key: string): T | undefined => (own[key] ?? shared[key]) as T | undefined;
  const volume = group(own, ["storageSpec"], ["storage"]);
  const priorityClassName = pick<string>("priorityClassName") ?? priority;
  const { name: account } = group(own, ["serviceAccount"], ["rbac", "serviceAccount"]);
  return {
    name: part.name === undefined ? name : `${name}-${part.name}`,
    namespace,
    kind,
    replicas: part.replicas === undefined ? 1 : Number(own[part.replicas] ?? 1),
    containers: [(own.resources ?? {}) as Resources, ...Array.from({ length: sidecars }, () => ({}))],
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    ...(account === undefined ? {} : { serviceAccountName: String(account) }),
    tolerations: pick<readonly Toleration[]>("tolerations") ?? [],
    topologySpreadConstraints: pick<readonly Spread[]>("topologySpreadConstraints") ?? [],
    ...volumeOf(volume),
  };
}

function volumeOf(storage: Values): Pick<Workload, "volumeGib"> {
  const { storage: size } = group(storage, ["volumeClaimTemplate", "spec", "resources", "requests"]);
  return size === undefined ? {} : { volumeGib: Number.parseInt(String(size), 10) };
}

/** The values below a path, of several paths the first that is there; empty without any. */
function group(values: Values, ...paths: readonly (readonly string[])[]): Values {
  for (const path of paths) {
    const found = path.reduce<unknown>((at, key) => (at as Values | undefined)?.[key], values);
    if (typeof found === "object" && found !== null) return found as Values;
  }
  return {};
}
