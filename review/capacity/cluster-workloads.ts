import type { Environment } from "../../environments";
import type { Toleration, Workload } from "./workload";

const EVERYWHERE: readonly Toleration[] = [{ operator: "Exists" }];

/** A workload in kube-system or beside it that AWS brings. */
function managed(name: string, kind: Workload["kind"], replicas: number, cpu: string, memory: string): Workload {
  return {
    name,
    namespace: "kube-system",
    kind,
    replicas,
    containers: [{ requests: { cpu, memory } }],
    priorityClassName: kind === "DaemonSet" ? "system-node-critical" : "system-cluster-critical",
    tolerations: kind === "DaemonSet" ? EVERYWHERE : [],
  };
}

/**
 * The pods of the EKS add-ons, with the requests that they have by default.
 * @see https://github.com/aws/amazon-vpc-cni-k8s/blob/master/charts/aws-vpc-cni/values.yaml
 * @see https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/charts/aws-ebs-csi-driver/values.yaml
 * @see https://github.com/aws-observability/helm-charts/blob/main/charts/amazon-cloudwatch-observability/values.yaml
 * @see https://github.com/kubernetes-sigs/metrics-server/blob/master/manifests/base/deployment.yaml
 */
export function clusterWorkloads({ cluster }: Pick<Environment, "cluster">): readonly Workload[] {
  return cluster.containerInsights === "none" ? ALWAYS : [...ALWAYS, ...CONTAINER_INSIGHTS];
}

const ALWAYS: readonly Workload[] = [
  managed("kube-proxy", "DaemonSet", 1, "100m", "0Mi"),
  // The interface's own container, and that of network policies.
  managed("aws-node", "DaemonSet", 1, "50m", "0Mi"),
  managed("eks-pod-identity-agent", "DaemonSet", 1, "0m", "0Mi"),
  managed("ebs-csi-node", "DaemonSet", 1, "30m", "120Mi"),
  managed("coredns", "Deployment", 2, "100m", "70Mi"),
  managed("ebs-csi-controller", "Deployment", 2, "60m", "240Mi"),
  managed("metrics-server", "Deployment", 2, "100m", "200Mi"),
];

const CONTAINER_INSIGHTS: readonly Workload[] = [
  managed("cloudwatch-agent", "DaemonSet", 1, "250m", "128Mi"),
  managed("amazon-cloudwatch-observability", "Deployment", 1, "100m", "64Mi"),
];
