/**
 * The namespaces that the platform declares, beside Kubernetes' own. What is deployed to another one is refused.
 * `argocd` holds the delivery itself, so that no quota or policy of what it delivers applies to it.
 */
export const NAMESPACE_NAMES = ["core-services", "microservices", "data", "monitoring", "security", "argocd"] as const;

/** Name of a declared namespace. */
export type NamespaceName = (typeof NAMESPACE_NAMES)[number];

/** A namespace whose containers write logs: a declared one, or that of Kubernetes itself. */
export type LoggedNamespace = NamespaceName | "kube-system";

/** The namespaces that have a log group, and so the only ones whose logs Fluent Bit can send. */
export const LOGGED_NAMESPACES: readonly LoggedNamespace[] = [...NAMESPACE_NAMES, "kube-system"];

/** Pod Security Standard of a namespace. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type PodSecurityLevel = "privileged" | "baseline" | "restricted";

/** Purpose of a namespace and the rules for its pods. */
export interface NamespaceFacts {
  readonly purpose: string;
  readonly podSecurity: PodSecurityLevel;
  /** Whether the load balancer sends requests to its pods. */
  readonly behindLoadBalancer: boolean;
  /**
   * What all its pods together may ask for in the smallest environment, see `QUOTA_FACTORS`; `none` for the namespaces of
   * the add-ons, whose size is in their values.
   */
  readonly quota: "none" | NamespaceQuota;
}

/** Sums over the pods of a namespace: requested processors, requested and allowed memory, number of pods. */
export interface NamespaceQuota {
  readonly cpu: number;
  readonly memoryGib: number;
  readonly memoryLimitGib: number;
  readonly pods: number;
}

/** The declared namespaces. */
export const NAMESPACES: Readonly<Record<NamespaceName, NamespaceFacts>> = {
  "core-services": {
    purpose: "Services that no learner can work without",
    podSecurity: "restricted",
    behindLoadBalancer: true,
    quota: { cpu: 2, memoryGib: 4, memoryLimitGib: 8, pods: 20 },
  },
  microservices: {
    purpose: "Parts of the product",
    podSecurity: "restricted",
    behindLoadBalancer: true,
    quota: { cpu: 4, memoryGib: 10, memoryLimitGib: 20, pods: 40 },
  },
  data: {
    purpose: "Jobs on the databases: migrations, imports, exports",
    podSecurity: "restricted",
    behindLoadBalancer: false,
    quota: { cpu: 1, memoryGib: 4, memoryLimitGib: 8, pods: 10 },
  },
  monitoring: {
    purpose: "Metrics, logs and traces",
    // The exporter of the nodes and Fluent Bit look at the nodes' own files.
    podSecurity: "privileged",
    behindLoadBalancer: false,
    quota: "none",
  },
  security: {
    purpose: "Certificates and secrets",
    podSecurity: "restricted",
    behindLoadBalancer: false,
    quota: "none",
  },
  argocd: { purpose: "Delivery of everything else", podSecurity: "baseline", behindLoadBalancer: false, quota: "none" },
};

/** Requests and limits of containers that set none, so that a quota has something to add up. */
export const CONTAINER_DEFAULTS = {
  request: { cpu: "50m", memory: "64Mi" },
  limit: { memory: "256Mi" },
} as const;

/** Factor that multiplies the quotas of the table: room for every service at its most, and one release of each. */
export const QUOTA_FACTORS = { single: 1, "zone-redundant": 4 } as const;

/** The quotas of the namespaces that have one, as an environment of that availability has them. */
export function namespaceQuotas(
  availability: keyof typeof QUOTA_FACTORS,
): Partial<Record<NamespaceName, NamespaceQuota>> {
  const factor = QUOTA_FACTORS[availability];
  return Object.fromEntries(
    Object.entries(NAMESPACES).flatMap(([name, { quota }]) =>
      quota === "none" ? [] : [[name, scaled(quota, factor)] as const],
    ),
  );
}

function scaled({ cpu, memoryGib, memoryLimitGib, pods }: NamespaceQuota, factor: number): NamespaceQuota {
  return {
    cpu: cpu * factor,
    memoryGib: memoryGib * factor,
    memoryLimitGib: memoryLimitGib * factor,
    pods: pods * factor,
  };
}

/** The labels by which Kubernetes holds a namespace to its level, and tells of what would break the strictest. */
export function podSecurityLabels(level: PodSecurityLevel): Record<string, string> {
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/warn": level === "privileged" ? "privileged" : "restricted",
  };
}

/** A quota as Kubernetes writes it. */
export function hardQuota({ cpu, memoryGib, memoryLimitGib, pods }: NamespaceQuota): Record<string, string> {
  return {
    "requests.cpu": String(cpu),
    "requests.memory": `${memoryGib}Gi`,
    "limits.memory": `${memoryLimitGib}Gi`,
    pods: String(pods),
    // What needs an entrance from outside gets it from the platform's load balancer.
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}
