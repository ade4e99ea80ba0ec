/** A Helm chart: where it is, and the version that runs. */
export interface ChartSource {
  /** `https://` of a chart repository, or `oci://` of a registry. */
  readonly repository: string;
  readonly version: string;
}

const AWS = "https://aws.github.io/eks-charts";
const ARGO = "https://argoproj.github.io/argo-helm";
const PROMETHEUS = "https://prometheus-community.github.io/helm-charts";

/**
 * The charts of the platform. What is pinned here is what runs. To move one: read its release notes, change the version,
 * write its outline anew (tests/charts/README.md), and see what the tests say of the values. Helm never upgrades what a
 * chart has in crds/: of aws-load-balancer-controller and external-dns these are applied by hand before.
 */
export const CHARTS = {
  "argo-cd": { repository: ARGO, version: "10.1.1" },
  "argocd-apps": { repository: ARGO, version: "2.0.5" },
  "aws-for-fluent-bit": { repository: AWS, version: "0.2.0" },
  "aws-load-balancer-controller": { repository: AWS, version: "3.5.0" },
  "cert-manager": { repository: "oci://quay.io/jetstack/charts", version: "v1.21.1" },
  "cluster-autoscaler": { repository: "https://kubernetes.github.io/autoscaler", version: "9.59.0" },
  "external-dns": { repository: "https://kubernetes-sigs.github.io/external-dns", version: "1.21.1" },
  "external-secrets": { repository: "https://charts.external-secrets.io", version: "2.9.0" },
  "kube-prometheus-stack": { repository: PROMETHEUS, version: "88.5.3" },
  "opentelemetry-collector": {
    repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
    version: "0.170.0",
  },
  "prometheus-operator-crds": { repository: PROMETHEUS, version: "31.0.1" },
} as const satisfies Record<string, ChartSource>;

/** Name of a pinned chart. */
export type ChartName = keyof typeof CHARTS;
