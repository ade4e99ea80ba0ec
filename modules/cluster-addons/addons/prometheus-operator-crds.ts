import type { Addon } from "../addon";

/**
 * The definitions of ServiceMonitor, PodMonitor, PrometheusRule and Prometheus itself, in a release of their own: whatever
 * is monitored needs them before it is released, and Helm upgrades them only this way.
 */
export const prometheusOperatorCrds: Addon = {
  chart: "prometheus-operator-crds",
  namespace: "monitoring",
  identity: "none",
  // Whoever takes the release away by mistake must not take every monitor of the cluster along.
  values: { crds: { annotations: { "helm.sh/resource-policy": "keep" } } },
  after: [],
  state: "stateful",
};
