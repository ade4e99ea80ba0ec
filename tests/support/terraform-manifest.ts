import type { Manifest } from "./kubernetes-schema";
import type { Attributes } from "./synthesized";

/** The API of each resource of the Kubernetes provider that the platform uses. */
const APIS: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  kubernetes_config_map_v1: ["v1", "ConfigMap"],
  kubernetes_limit_range_v1: ["v1", "LimitRange"],
  kubernetes_namespace_v1: ["v1", "Namespace"],
  kubernetes_network_policy_v1: ["networking.k8s.io/v1", "NetworkPolicy"],
  kubernetes_priority_class_v1: ["scheduling.k8s.io/v1", "PriorityClass"],
  kubernetes_resource_quota_v1: ["v1", "ResourceQuota"],
  kubernetes_storage_class_v1: ["storage.k8s.io/v1", "StorageClass"],
};

/** Terraform's own arguments. */
const META = ["depends_on", "timeouts", "lifecycle", "provider"];
/** Maps whose keys are not the provider's. */
const FREE_KEYS = ["annotations", "data", "default", "default_request", "hard", "labels", "match_labels", "parameters"];
/** Where the provider's words are not those of the API. */
const RENAMED: Readonly<Record<string, string>> = { limit: "limits", storage_provisioner: "provisioner" };

/** The object that a resource of the Kubernetes provider makes. */
export function manifestOf(type: string, attributes: Attributes): Manifest {
  const [apiVersion, kind] = APIS[type] ?? [];
  if (apiVersion === undefined || kind === undefined) throw new Error(`no API is known of ${type}; add it to APIS`);
  const own = Object.entries(attributes).filter(([name]) => !META.includes(name));
  return { ...(apiNames(Object.fromEntries(own)) as Manifest), apiVersion, kind };
}

function apiNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(apiNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      RENAMED[name] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      FREE_KEYS.includes(name) ? child : apiNames(child),
    ]),
  );
}
