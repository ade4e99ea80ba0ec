import type { Addon } from "../addon";

/**
 * The definitions of ServiceMonitor, PodMonitor, PrometheusRule and Prometheus itself, in a release of their own: whatever
 * is monitored needs them before it is released, and Helm upgrades them only this way.
 */
export const prometheusOperatorCrds: Addon = {
  chart: {
    name: "prometheus-operator-crds",
    repository: "https://prometheus-community.github.io/helm-charts",
    version: "31.0.1",
  },
  namespace: "monitoring",
  identities: [],
  // Whoever takes the release away by mistake must not take every monitor of the cluster along.
  values: { crds: { annotations: { "helm.sh/resource-policy": "keep" } } },
  after: [],
  state: "stateful",
};
