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
