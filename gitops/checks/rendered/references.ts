import type { ServiceContract } from "../../../scripts/contract/platform-contract";
import { type Kind, type NetworkRule, type Rendered, selects } from "./objects";

/** What a service must have been rendered to, from its contract and its files. */
export interface Wanted {
  readonly service: string;
  readonly environment: string;
  readonly own: ServiceContract;
  readonly standsBy?: true;
  readonly unmonitored?: true | undefined;
  readonly port: number;
  readonly secretStore: string;
  readonly networks: { readonly loadBalancer: string; readonly data: string };
  readonly traces?: { readonly namespace: string; readonly port: number };
  /** Contracts of all services. */
  readonly services: object;
  readonly callers: readonly string[];
  readonly tag: string;
}

/** What tells the pods of a service from all others, for good. */
const labelsOf = (service: string) => ({ "app.kubernetes.io/name": service, "app.kubernetes.io/part-of": "lms" });

const KINDS: readonly Kind[] = [
  "Deployment",
  "HorizontalPodAutoscaler",
  "NetworkPolicy",
  "PodDisruptionBudget",
  "Service",
  "ServiceAccount",
  "TargetGroupBinding",
];

/**
 * Checks that the objects of a service hang together, and are what the contract says: names, selectors, ports, secrets,
 * addresses and networks.
 * @returns one line each, `<kind>: <field> <rule>, got <value>`
 */
export function referenceProblems(rendered: Rendered, wanted: Wanted): string[] {
  return [
    ...nameProblems(rendered, wanted),
    ...podReferences(rendered, wanted),
    ...trafficProblems(rendered, wanted),
    ...networkProblems(rendered, wanted),
    ...secretProblems(rendered, wanted),
  ];
}

/** Checks that a service has one object of each kind that it takes, which the other checks count on. @returns one line at most */
export function kindProblems(rendered: Rendered, { own, unmonitored }: Wanted): string[] {
  const kinds: readonly Kind[] = [
    ...KINDS,
    ...(unmonitored ? [] : ["ServiceMonitor" as const]),
    ...(secretsOf(own).length > 0 ? ["ExternalSecret" as const] : []),
  ];
  const got = rendered.manifests.map(({ kind }) => kind).sort();
  const wanted = [...kinds].sort();
  if (wanted.join() === got.join()) return [];
  return [`the objects must be one of each of ${wanted.join(", ")}, got ${got.join(", ")}`];
}

function nameProblems({ manifests }: Rendered, { service, own }: Wanted): string[] {
  return manifests.flatMap(({ kind, metadata: { name, namespace, labels } }) => [
    ...must(`${kind}: metadata.name`, name, kind === "ServiceAccount" ? own.serviceAccount : service),
    ...must(`${kind}: metadata.namespace`, namespace, own.namespace),
    ...(selects(labelsOf(service), labels) ? [] : [`${kind}: metadata.labels must be those of ${service}, got others`]),
  ]);
}

function podReferences(rendered: Rendered, { service, own, tag, standsBy }: Wanted): string[] {
  const deployment = rendered.spec("Deployment");
  const { scaleTargetRef } = rendered.spec("HorizontalPodAutoscaler");
  const { pods } = rendered;
  const [container] = pods.containers;
  const env = new Map((container?.env ?? []).map(({ name, value }) => [name, value]));
  const volumes = (pods.volumes ?? []).map(({ name }) => name);
  return [
    // The API takes no other selector for a Deployment that is there.
    ...must("Deployment: spec.selector", deployment.selector.matchLabels, labelsOf(service)),
    ...(selects(labelsOf(service), deployment.template.metadata?.labels)
      ? []
      : ["Deployment: the pods' labels must be those that its selector asks for, got others"]),
    ...(standsBy ? must("Deployment: spec.replicas", deployment.replicas, 0) : []),
    ...(standsBy || deployment.replicas === undefined
      ? []
      : [`Deployment: spec.replicas must be the autoscaler's, got ${deployment.replicas}`]),
    ...must("Deployment: serviceAccountName", pods.serviceAccountName, own.serviceAccount),
    ...must("Deployment: priorityClassName", pods.priorityClassName, own.priorityClass),
    ...must("Deployment: image", container?.image, `${own.image}:${tag}`),
    ...must("Deployment: SERVICE_VERSION", env.get("SERVICE_VERSION"), tag),
    ...must("Deployment: DATABASE_HOST", env.get("DATABASE_HOST"), own.database?.host),
    ...must("Deployment: DATABASE_READER_HOST", env.get("DATABASE_READER_HOST"), own.database?.readerHost),
    ...pods.containers
      .flatMap(({ volumeMounts = [] }) => volumeMounts)
      .filter(({ name }) => !volumes.includes(name))
      .map(({ name }) => `Deployment: volumeMounts must be of a volume, got ${name}`),
    ...must(
      "HorizontalPodAutoscaler: scaleTargetRef",
      `${scaleTargetRef.kind} ${scaleTargetRef.name}`,
      `Deployment ${service}`,
    ),
    ...must(
      "PodDisruptionBudget: spec.selector",
      rendered.spec("PodDisruptionBudget").selector?.matchLabels,
      labelsOf(service),
    ),
  ];
}

function trafficProblems(rendered: Rendered, { service, own, port, unmonitored }: Wanted): string[] {
  const exposed = rendered.spec("Service");
  const binding = rendered.spec("TargetGroupBinding");
  const ports = rendered.pods.containers.flatMap((container) => container.ports ?? []);
  const probes = rendered.pods.containers.flatMap((container) =>
    ["startupProbe", "readinessProbe", "livenessProbe"].map(
      (name) => [name, (container[name] as { httpGet?: { port?: unknown } } | undefined)?.httpGet?.port] as const,
    ),
  );
  const isOpen = (target: unknown) =>
    ports.some(({ name, containerPort }) => target === name || target === containerPort);
  return [
    ...must("Service: spec.selector", exposed.selector, labelsOf(service)),
    ...exposed.ports
      .filter(({ port: own, targetPort = own }) => !isOpen(targetPort))
      .map(({ port: own, targetPort = own }) => `Service: targetPort must be a port of the pods, got ${targetPort}`),
    ...probes
      .filter(([, target]) => !isOpen(target))
      .map(([name, target]) => `Deployment: ${name} must ask a port of the pods, got ${target}`),
    ...must("TargetGroupBinding: targetGroupARN", binding.targetGroupARN, own.targetGroup),
    ...must("TargetGroupBinding: targetType", binding.targetType, "ip"),
    ...must("TargetGroupBinding: serviceRef.name", binding.serviceRef.name, service),
    ...must("TargetGroupBinding: serviceRef.port", binding.serviceRef.port, port),
    ...(exposed.ports.some((one) => one.port === port) ? [] : [`Service: ports must have ${port}, got others`]),
    ...(unmonitored ? [] : monitorProblems(rendered, service)),
  ];
}

function monitorProblems(rendered: Rendered, service: string): string[] {
  const { selector, endpoints } = rendered.spec("ServiceMonitor");
  const { ports } = rendered.spec("Service");
  return [
    ...must("ServiceMonitor: spec.selector", selector.matchLabels, labelsOf(service)),
    ...endpoints
      .filter((endpoint) => !ports.some(({ name }) => name === endpoint.port))
      .map((endpoint) => `ServiceMonitor: port must be one of the Service, got ${endpoint.port}`),
  ];
}

/** The one way in is the load balancer's and the callers', and Prometheus'; the ways out are those that every service needs, and its stores. */
function networkProblems(rendered: Rendered, wanted: Wanted): string[] {
  const { service, own, port, networks, callers, traces } = wanted;
  const policy = rendered.spec("NetworkPolicy");
  const stores = [...(own.database ? [own.database.port] : []), ...Object.values(own.redis).map((one) => one?.port)];
  const metrics = rendered.pods.containers.flatMap(({ ports = [] }) =>
    ports.filter(({ name }) => name === "metrics").map(({ containerPort }) => containerPort),
  );
  const ways = (rules: readonly NetworkRule[] | undefined, peers: "from" | "to") =>
    [...new Set((rules ?? []).flatMap((rule) => waysOf(rule, peers)))].sort();
  const out = [
    "kube-dns in kube-system at UDP 53",
    "kube-dns in kube-system at TCP 53",
    "169.254.170.23/32 at TCP 80",
    ...(traces === undefined ? [] : [`all of ${traces.namespace} at TCP ${traces.port}`]),
    `lms in any namespace at TCP ${port}`,
    ...stores.map((store) => `${networks.data} at TCP ${store}`),
    "0.0.0.0/0 at TCP 443",
  ];
  const into = [
    `${networks.loadBalancer} at TCP ${port}`,
    ...callers.map((caller) => `${caller} in ${namespaceOf(wanted, caller)} at TCP ${port}`),
    ...metrics.map((one) => `prometheus in monitoring at TCP ${one}`),
  ];
  return [
    ...must("NetworkPolicy: spec.podSelector", policy.podSelector?.matchLabels, labelsOf(service)),
    ...must("NetworkPolicy: policyTypes", [...(policy.policyTypes ?? [])].sort(), ["Egress", "Ingress"]),
    ...unlike("NetworkPolicy: ways in", ways(policy.ingress, "from"), into),
    ...unlike("NetworkPolicy: ways out", ways(policy.egress, "to"), out),
  ];
}

/** Who may use a rule, and at which ports, one way each. */
function waysOf(rule: NetworkRule, peers: "from" | "to"): string[] {
  const ports = rule.ports?.map(({ port, protocol = "TCP" }) => `${protocol} ${port}`) ?? ["any port"];
  const who = rule[peers]?.map(({ ipBlock, podSelector, namespaceSelector }) => {
    if (ipBlock !== undefined) return ipBlock.cidr;
    const labels = podSelector?.matchLabels;
    const pods = labels === undefined ? "all" : Object.values(labels).join(" ");
    const namespace = namespaceSelector?.matchLabels?.["kubernetes.io/metadata.name"];
    if (namespaceSelector === undefined) return `${pods} in its namespace`;
    return labels === undefined
      ? `all of ${namespace ?? "any namespace"}`
      : `${pods} in ${namespace ?? "any namespace"}`;
  }) ?? ["anyone"];
  return who.flatMap((one) => ports.map((port) => `${one} at ${port}`));
}

function namespaceOf({ services }: Wanted, service: string): string | undefined {
  return (services as Readonly<Record<string, ServiceContract | undefined>>)[service]?.namespace;
}

/** What a list lacks, and what it has too much. */
function unlike(what: string, got: readonly string[], wanted: readonly string[]): string[] {
  const lacking = wanted.filter((one) => !got.includes(one));
  const spare = got.filter((one) => !wanted.includes(one));
  return [
    ...[...new Set(lacking)].map((one) => `${what} must have ${one}, got none`),
    ...spare.map((one) => `${what} must be those of the contract and its callers, got ${one}, too`),
  ];
}

function secretProblems(rendered: Rendered, { service, environment, own, secretStore }: Wanted): string[] {
  const secret = secretsOf(own).length > 0 ? rendered.spec("ExternalSecret") : undefined;
  const made = secret?.target?.name;
  const mounted = (rendered.pods.volumes ?? []).flatMap((volume) => volume.secret?.secretName ?? []);
  const keys = (secret?.data ?? []).map(({ remoteRef }) => remoteRef.key).sort();
  return [
    ...(secret === undefined ? [] : must("ExternalSecret: secretStoreRef", secret.secretStoreRef.name, secretStore)),
    ...must("ExternalSecret: remote keys", keys, secretsOf(own).sort()),
    ...keys
      .filter((key) => ![service, "redis"].some((owner) => key.startsWith(`lms/${environment}/${owner}/`)))
      .map((key) => `ExternalSecret: a remote key must be one of ${service} in ${environment}, got ${key}`),
    ...must("Deployment: secrets in volumes", mounted, made === undefined ? [] : [made]),
  ];
}

/** Names of the secrets that a service reads: its own, and the logins of stores that take a password. */
function secretsOf({ secrets, redis }: ServiceContract): string[] {
  return [...Object.values(secrets), ...Object.values(redis).flatMap((store) => store?.secret ?? [])];
}

function must(what: string, got: unknown, wanted: unknown): string[] {
  const [is, should] = [got, wanted].map((value) => JSON.stringify(value) ?? "nothing");
  return is === should ? [] : [`${what} must be ${should}, got ${is}`];
}
