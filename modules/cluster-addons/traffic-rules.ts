import { PORTS } from "../foundation/ports";
import type { NamespaceName } from "./namespaces";

/** Pods by their namespace, and within it by their labels. */
export interface PodPeer {
  readonly namespace: NamespaceName | "kube-system";
  readonly pods?: Readonly<Record<string, string>>;
}

/** One end of a connection: pods, the namespace itself, a tier of the network, or any address. */
export type Peer =
  | PodPeer
  | "same-namespace"
  | "app-subnets"
  | "data-subnets"
  | "control-plane-subnets"
  | "anywhere"
  | { readonly address: string };

/** A way that stays open in a namespace whose default is that nothing may connect to or from its pods. */
export interface TrafficRule {
  readonly namespaces: readonly NamespaceName[];
  /** The pods of the namespace that it is for; all of them by default. */
  readonly pods?: Readonly<Record<string, string>>;
  readonly direction: "from" | "to";
  readonly peers: readonly Peer[];
  /** TCP ports; `any`, or DNS, which is both TCP and UDP. */
  readonly ports: "any" | "dns" | readonly number[];
}

const PROMETHEUS = { "app.kubernetes.io/name": "prometheus" };
const OPERATORS: readonly NamespaceName[] = ["monitoring", "security", "argocd"];
const WITH_JOBS: readonly NamespaceName[] = [...OPERATORS, "data"];

/** OTLP over gRPC and over HTTP. */
const OTLP_PORTS = [4317, 4318];

/**
 * The ways of the namespaces, by name. `core-services` and `microservices` have none: the chart of a service opens what
 * that service uses and nothing more. Ports are numbers, since the VPC CNI leaves a rule for addresses out that names one.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy.html
 */
export const TRAFFIC_RULES = {
  dns: {
    namespaces: WITH_JOBS,
    direction: "to",
    peers: [{ namespace: "kube-system", pods: { "k8s-app": "kube-dns" } }],
    ports: "dns",
  },
  /** Where pods get their credentials for AWS. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html */
  "pod-identity": { namespaces: WITH_JOBS, direction: "to", peers: [{ address: "169.254.170.23/32" }], ports: [80] },
  /** The Kubernetes API, the APIs of AWS by NAT or endpoint, Git, Slack and PagerDuty. */
  https: { namespaces: WITH_JOBS, direction: "to", peers: ["anywhere"], ports: [PORTS.https] },
  databases: { namespaces: ["data"], direction: "to", peers: ["data-subnets"], ports: [PORTS.postgresql, PORTS.redis] },
  "within-to": { namespaces: OPERATORS, direction: "to", peers: ["same-namespace"], ports: "any" },
  "within-from": { namespaces: OPERATORS, direction: "from", peers: ["same-namespace"], ports: "any" },
  /** The control plane calls webhooks from its addresses in subnets of its own. */
  webhooks: {
    namespaces: ["monitoring", "security"],
    direction: "from",
    peers: ["control-plane-subnets"],
    ports: [PORTS.kubelet],
  },
  /** Prometheus reaches every pod and node; who it may scrape, the other side says. */
  scrape: { namespaces: ["monitoring"], pods: PROMETHEUS, direction: "to", peers: ["app-subnets"], ports: "any" },
  scraped: {
    namespaces: ["security", "argocd", "data"],
    direction: "from",
    peers: [{ namespace: "monitoring", pods: PROMETHEUS }],
    ports: "any",
  },
  traces: {
    namespaces: ["monitoring"],
    pods: { "app.kubernetes.io/name": "opentelemetry-collector" },
    direction: "from",
    peers: [{ namespace: "core-services" }, { namespace: "microservices" }, { namespace: "data" }],
    ports: OTLP_PORTS,
  },
  "send-traces": {
    namespaces: ["data"],
    direction: "to",
    peers: [{ namespace: "monitoring", pods: { "app.kubernetes.io/name": "opentelemetry-collector" } }],
    ports: OTLP_PORTS,
  },
} as const satisfies Record<string, TrafficRule>;

/** The CIDRs of the network's tiers. */
export interface TierCidrs {
  readonly app: string;
  readonly data: string;
  readonly controlPlane: string;
}

/** The specification of a NetworkPolicy, as the Kubernetes provider takes it. */
export interface PolicySpec {
  readonly podSelector: { readonly matchLabels?: Record<string, string> };
  readonly policyTypes: string[];
  readonly ingress?: { readonly from: PolicyPeer[]; readonly ports?: PolicyPort[] }[];
  readonly egress?: { readonly to: PolicyPeer[]; readonly ports?: PolicyPort[] }[];
}

interface PolicyPeer {
  readonly ipBlock?: { readonly cidr: string };
  readonly namespaceSelector?: { readonly matchLabels?: Record<string, string> };
  readonly podSelector?: { readonly matchLabels?: Record<string, string> };
}

interface PolicyPort {
  readonly port: string;
  readonly protocol: "TCP" | "UDP";
}

/** The policy without which everything would be open: no one may connect to the namespace's pods, nor they to anyone. */
export const DENY_ALL: PolicySpec = { podSelector: {}, policyTypes: ["Ingress", "Egress"] };

/** A rule as a policy of one of its namespaces. */
export function policySpec(rule: TrafficRule, cidrs: TierCidrs): PolicySpec {
  const podSelector = rule.pods === undefined ? {} : { matchLabels: { ...rule.pods } };
  const peers = rule.peers.map((peer) => policyPeer(peer, cidrs));
  const ports = policyPorts(rule.ports);
  const limited = ports === undefined ? {} : { ports };
  return rule.direction === "from"
    ? { podSelector, policyTypes: ["Ingress"], ingress: [{ from: peers, ...limited }] }
    : { podSelector, policyTypes: ["Egress"], egress: [{ to: peers, ...limited }] };
}

function policyPeer(peer: Peer, { app, data, controlPlane }: TierCidrs): PolicyPeer {
  switch (peer) {
    case "same-namespace":
      return { podSelector: {} };
    case "app-subnets":
      return { ipBlock: { cidr: app } };
    case "data-subnets":
      return { ipBlock: { cidr: data } };
    case "control-plane-subnets":
      return { ipBlock: { cidr: controlPlane } };
    case "anywhere":
      return { ipBlock: { cidr: "0.0.0.0/0" } };
  }
  if ("address" in peer) return { ipBlock: { cidr: peer.address } };
  const { namespace, pods } = peer;
  return {
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
    ...(pods === undefined ? {} : { podSelector: { matchLabels: { ...pods } } }),
  };
}

function policyPorts(ports: TrafficRule["ports"]): PolicyPort[] | undefined {
  if (ports === "any") return undefined;
  if (ports === "dns") return (["UDP", "TCP"] as const).map((protocol) => ({ port: "53", protocol }));
  return ports.map((port) => ({ port: String(port), protocol: "TCP" }));
}
