/** The types of resources that the platform uses of each provider whose arguments the tests hold to its schema. */
export const USED_RESOURCES = {
  helm: ["helm_release"],
  kubernetes: [
    "kubernetes_config_map_v1",
    "kubernetes_limit_range_v1",
    "kubernetes_namespace_v1",
    "kubernetes_network_policy_v1",
    "kubernetes_priority_class_v1",
    "kubernetes_resource_quota_v1",
    "kubernetes_storage_class_v1",
  ],
} as const;
