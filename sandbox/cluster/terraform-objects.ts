import type { RootConfiguration } from "../../scripts/terraform-root";
import type { KubernetesObject } from "./api";

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
const META = ["//", "depends_on", "timeouts", "lifecycle", "provider"];
/** Maps whose keys are not the provider's. */
const FREE_KEYS = ["annotations", "data", "default", "default_request", "hard", "labels", "match_labels", "parameters"];
/** Where the provider's words are not those of the API. */
const RENAMED: Readonly<Record<string, string>> = { limit: "limits", storage_provisioner: "provisioner" };

/** The object that a resource of the Kubernetes provider makes. */
export function manifestOf(
  type: string,
  attributes: object,
): KubernetesObject & { readonly apiVersion: string; readonly kind: string } {
  const [apiVersion, kind] = APIS[type] ?? [];
  if (apiVersion === undefined || kind === undefined) throw new Error(`no API is known of ${type}; add it to APIS`);
  const own = Object.entries(attributes).filter(([name]) => !META.includes(name));
  return { ...(apiNames(Object.fromEntries(own)) as KubernetesObject), apiVersion, kind };
}

/** A port is a number or a name, which the provider takes as text. */
function portOf(value: unknown): unknown {
  return typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
}

function apiNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(apiNames);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, child]) => [
      RENAMED[name] ?? name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
      FREE_KEYS.includes(name) ? child : name === "port" ? portOf(child) : apiNames(child),
    ]),
  );
}

/** A reference to an output of the platform's state, or to the name of a namespace of the same root. */
const REFERENCE =
  /\$\{(?:data\.terraform_remote_state\.platform\.outputs\.(\w+)|kubernetes_namespace_v1\.(\w+)\.metadata\[0\]\.name)\}/g;

/**
 * The resources of a root with what their references stand for, as Terraform would fill it in.
 * @param outputs of the platform's root
 * @throws Error for a reference of another kind, or to an output that is not there
 */
export function resolved(
  { resource = {} }: RootConfiguration,
  outputs: Readonly<Record<string, unknown>>,
): NonNullable<RootConfiguration["resource"]> {
  const fill = (text: string): string => {
    const filled = text.replace(REFERENCE, (whole, output?: string, namespace = "") => {
      if (output === undefined) return namespaceName(resource, namespace);
      if (typeof outputs[output] !== "string") throw new Error(`the platform has no output ${output}, for ${whole}`);
      return outputs[output];
    });
    const other = /(?<!\$)\$\{[^}]*\}/.exec(filled)?.[0];
    if (other !== undefined) throw new Error(`no value is known of ${other}`);
    return filled.replaceAll("$${", "${").replaceAll("%%{", "%{");
  };
  const each = (value: unknown): unknown => {
    if (typeof value === "string") return fill(value);
    if (Array.isArray(value)) return value.map(each);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, each(child)]));
  };
  return each(resource) as NonNullable<RootConfiguration["resource"]>;
}

function namespaceName(resource: NonNullable<RootConfiguration["resource"]>, id: string): string {
  const namespace = resource.kubernetes_namespace_v1?.[id] as { metadata: { name: string } } | undefined;
  if (namespace === undefined) throw new Error(`no namespace ${id} is in the root`);
  return namespace.metadata.name;
}
