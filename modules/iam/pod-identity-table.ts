import type { OptionalProgram } from "../foundation/contracts";
import type { PolicyStatement } from "../foundation/policy-document";
import { LMS_SERVICE_NAMES, LMS_SERVICES, type LmsServiceName } from "../foundation/services";
import { clusterAutoscaler } from "./policies/cluster-autoscaler";
import { certManager, externalDns } from "./policies/dns";
import { ebsCsi } from "./policies/ebs-csi";
import { externalSecrets } from "./policies/external-secrets";
import { loadBalancerController } from "./policies/load-balancer-controller";
import { alertmanager, cloudWatchAgent, fluentBit, grafana, openTelemetryCollector } from "./policies/observability";
import type { ClusterScope, ZoneScope } from "./policies/scope";
import { workload } from "./policies/workload";

/** A service account of the cluster and what its pods may do in AWS. Its role is `lms-<environment>-<key in the table>`. */
export type PodIdentity = {
  readonly namespace: string;
  readonly serviceAccount: string;
  /** What the role is for, as its description says. */
  readonly description: string;
} & (
  | {
      /** `container-insights`: exists only where nodes and pods write metrics to CloudWatch; a program: only where that runs. */
      readonly needs: "cluster" | "container-insights" | OptionalProgram;
      readonly statements: (scope: ClusterScope) => PolicyStatement[];
    }
  /** Exists only where the environment has a hosted zone. */
  | { readonly needs: "zone"; readonly statements: (scope: ZoneScope) => PolicyStatement[] }
);

/** The identities of the cluster's add-ons. The Helm values take namespace and service account from here. */
const ADDON_IDENTITIES = {
  "aws-load-balancer-controller": {
    namespace: "kube-system",
    serviceAccount: "aws-load-balancer-controller",
    description: "Load balancers for ingresses and services",
    needs: "cluster",
    statements: loadBalancerController,
  },
  "cluster-autoscaler": {
    namespace: "kube-system",
    serviceAccount: "cluster-autoscaler",
    description: "Sizes of the node groups",
    needs: "cluster",
    statements: clusterAutoscaler,
  },
  "ebs-csi": {
    namespace: "kube-system",
    // The EKS add-on aws-ebs-csi-driver has this name fixed.
    serviceAccount: "ebs-csi-controller-sa",
    description: "Volumes of pods",
    needs: "cluster",
    statements: ebsCsi,
  },
  "external-secrets": {
    namespace: "security",
    serviceAccount: "external-secrets",
    description: "Secrets of the environment into Kubernetes",
    needs: "cluster",
    statements: externalSecrets,
  },
  "cert-manager": {
    namespace: "security",
    serviceAccount: "cert-manager",
    description: "DNS-01 challenges in the hosted zone",
    needs: "zone",
    statements: certManager,
  },
  "external-dns": {
    namespace: "kube-system",
    serviceAccount: "external-dns",
    description: "Records of ingresses and services in the hosted zone",
    needs: "zone",
    statements: externalDns,
  },
  "fluent-bit": {
    namespace: "monitoring",
    serviceAccount: "fluent-bit",
    description: "Logs of containers to CloudWatch",
    needs: "logs",
    statements: fluentBit,
  },
  "cloudwatch-agent": {
    // The EKS add-on amazon-cloudwatch-observability has both names fixed.
    namespace: "amazon-cloudwatch",
    serviceAccount: "cloudwatch-agent",
    description: "Measurements of nodes and pods to CloudWatch",
    needs: "container-insights",
    statements: cloudWatchAgent,
  },
  "otel-collector": {
    namespace: "monitoring",
    serviceAccount: "otel-collector",
    description: "Traces to X-Ray",
    needs: "tracing",
    statements: openTelemetryCollector,
  },
  alertmanager: {
    namespace: "monitoring",
    serviceAccount: "alertmanager",
    description: "Heartbeat of Prometheus to CloudWatch",
    needs: "metrics",
    statements: alertmanager,
  },
  grafana: {
    namespace: "monitoring",
    serviceAccount: "grafana",
    description: "Metrics, logs and traces in dashboards",
    needs: "metrics",
    statements: grafana,
  },
} as const satisfies Record<string, PodIdentity>;

const WORKLOAD_IDENTITIES = Object.fromEntries(
  LMS_SERVICE_NAMES.map((name) => [
    name,
    {
      namespace: LMS_SERVICES[name].namespace,
      serviceAccount: LMS_SERVICES[name].serviceAccount,
      description: `LMS service ${name}`,
      needs: "cluster",
      statements: (scope: ClusterScope) => workload(name, LMS_SERVICES[name], scope),
    } satisfies PodIdentity,
  ]),
) as {
  readonly [Name in LmsServiceName]: PodIdentity & Pick<(typeof LMS_SERVICES)[Name], "namespace" | "serviceAccount">;
};

/**
 * Every service account of the cluster that has rights in AWS, by the last part of its role's name:
 * `POD_IDENTITIES["cluster-autoscaler"].serviceAccount`. A pod with another service account has none.
 */
export const POD_IDENTITIES = { ...ADDON_IDENTITIES, ...WORKLOAD_IDENTITIES };

/** Key of `POD_IDENTITIES`. */
export type PodIdentityName = keyof typeof POD_IDENTITIES;

/** The keys of `POD_IDENTITIES`, in its order. */
export const POD_IDENTITY_NAMES = Object.keys(POD_IDENTITIES) as readonly PodIdentityName[];
