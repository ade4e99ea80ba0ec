import type { Shape } from "../../gitops/checks/kubernetes/shape";

/** What charts hand on, to Kubernetes or to a program, as it is. */
const ANY: Shape = "any";
const TEXT: Shape = "string";
const TEXTS: Shape = { "*": "string" };
const COUNT: Shape = "number|string";
const AMOUNTS: Shape = { "cpu?": TEXT, "memory?": TEXT };
const RESOURCES: Shape = { "requests?": AMOUNTS, "limits?": AMOUNTS };
const CONFINED_POD: Shape = {
  "fsGroup?": "number",
  "runAsGroup?": "number",
  "runAsNonRoot?": "boolean",
  "runAsUser?": "number",
  "seccompProfile?": { type: "'Localhost'|'RuntimeDefault'" },
};
const CONFINED_CONTAINER: Shape = {
  "allowPrivilegeEscalation?": "boolean",
  "capabilities?": { "drop?": [TEXT] },
  "readOnlyRootFilesystem?": "boolean",
  "runAsNonRoot?": "boolean",
};
const VOLUME: Shape = {
  volumeClaimTemplate: {
    spec: { storageClassName: TEXT, accessModes: [TEXT], resources: { requests: { storage: TEXT } } },
  },
};

function each(paths: readonly string[], shape: Shape): Record<string, Shape> {
  return Object.fromEntries(paths.map((path) => [path, shape]));
}

/**
 * The keys that charts take and have no default for, by chart and path (`/` between keys, since keys have dots): maps
 * whose keys are the user's own, and keys that values.yaml mentions in a comment only or that a template reads all the same.
 */
export const FREE_FORM: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  "argo-cd": {
    "configs/cm": { "create?": "boolean", "*": "string|boolean" },
    "configs/params": { "create?": "boolean", "*": "string|boolean" },
    ...each(["notifications/notifiers", "notifications/templates", "notifications/triggers"], TEXTS),
    ...each(["server/pdb/minAvailable", "repoServer/pdb/minAvailable", "applicationSet/pdb/minAvailable"], COUNT),
    ...each(
      [
        "redis/resources",
        "controller/resources",
        "server/resources",
        "repoServer/resources",
        "applicationSet/resources",
        "notifications/resources",
      ],
      RESOURCES,
    ),
  },
  // Held to the shapes of AppProject and Application by a test of their own.
  "argocd-apps": each(["projects", "applications"], { "*": ANY }),
  "aws-for-fluent-bit": {
    priorityClassName: TEXT,
    podSecurityContext: CONFINED_POD,
    containerSecurityContext: CONFINED_CONTAINER,
  },
  "aws-load-balancer-controller": {
    "podDisruptionBudget/maxUnavailable": COUNT,
    "controllerConfig/featureGates": { "*": "boolean" },
    podSecurityContext: CONFINED_POD,
    securityContext: CONFINED_CONTAINER,
    resources: RESOURCES,
  },
  "cert-manager": {
    "serviceAccount/name": TEXT,
    ...each(
      ["", "webhook/", "cainjector/"].map((part) => `${part}podDisruptionBudget/minAvailable`),
      COUNT,
    ),
    ...each(["resources", "webhook/resources", "cainjector/resources"], RESOURCES),
  },
  "cluster-autoscaler": {
    extraArgs: { "*": "string|boolean|number" },
    securityContext: CONFINED_POD,
    containerSecurityContext: CONFINED_CONTAINER,
    resources: RESOURCES,
  },
  "external-dns": { extraArgs: [TEXT], resources: RESOURCES },
  "external-secrets": {
    "crds/annotations": TEXTS,
    ...each(["resources", "webhook/resources", "certController/resources"], RESOURCES),
  },
  "kube-prometheus-stack": {
    // Prometheus' own configuration format; a test of its own looks at it.
    "alertmanager/config/global": { "resolve_timeout?": TEXT, "slack_api_url_file?": TEXT },
    "grafana/env": TEXTS,
    "grafana/fullnameOverride": TEXT,
    "grafana/priorityClassName": TEXT,
    "grafana/grafana.ini/analytics/reporting_enabled": "boolean",
    "grafana/grafana.ini/users/allow_sign_up": "boolean",
    "kube-state-metrics/priorityClassName": TEXT,
    "prometheus-node-exporter/priorityClassName": TEXT,
    "prometheusOperator/priorityClassName": TEXT,
    "prometheus/prometheusSpec/externalLabels": TEXTS,
    "prometheus/prometheusSpec/storageSpec": VOLUME,
    "alertmanager/alertmanagerSpec/storage": VOLUME,
    ...each(
      [
        "prometheusOperator/resources",
        "kube-state-metrics/resources",
        "prometheus-node-exporter/resources",
        "prometheus/prometheusSpec/resources",
        "alertmanager/alertmanagerSpec/resources",
        "grafana/resources",
      ],
      RESOURCES,
    ),
  },
  "opentelemetry-collector": {
    "podDisruptionBudget/minAvailable": COUNT,
    // The collector's own configuration; a test of its own looks at its pipelines.
    "config/processors/probabilistic_sampler": { sampling_percentage: "number" },
    "config/exporters/awsxray": { region: TEXT, local_mode: "boolean", indexed_attributes: [TEXT] },
    podSecurityContext: CONFINED_POD,
    securityContext: CONFINED_CONTAINER,
    resources: RESOURCES,
  },
  "prometheus-operator-crds": { "crds/annotations": TEXTS },
};
