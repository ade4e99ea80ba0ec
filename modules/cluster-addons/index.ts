// Programs in the cluster for all services: namespaces with their rules, Helm releases, dashboards.

export type { Addons } from "./addon";
export { AddonReleases, type AddonReleasesProps } from "./addon-releases";
export { type AddonsSettings, addonsSettings, filesOf } from "./addon-settings";
export { SECRET_STORE } from "./addons/custom-resources";
export { ClusterClasses, type ClusterClassesProps, PRIORITY_CLASSES } from "./cluster-classes";
export { ClusterNamespaces, type ClusterNamespacesProps } from "./cluster-namespaces";
export { GrafanaDashboards, type GrafanaDashboardsProps } from "./grafana-dashboards";
export {
  CONTAINER_DEFAULTS,
  LOGGED_NAMESPACES,
  type LoggedNamespace,
  NAMESPACE_NAMES,
  namespaceQuotas,
} from "./namespaces";
export { platformAddons } from "./platform-addons";
