import { workloadLogGroup } from "../../foundation/names";
import { POD_IDENTITIES } from "../../iam";
import type { Addon, AddonContext } from "../addon";
import { resources } from "../availability";
import { LOGGED_NAMESPACES } from "../namespaces";
import { CONFINED_CONTAINER, CONFINED_POD } from "../pod-security";

const IDENTITY = "fluent-bit";

/**
 * The logs of containers into the log group of their namespace, a stream for each container. The groups, their key and
 * their retention are Terraform's.
 * @see https://docs.fluentbit.io/manual/pipeline/outputs/cloudwatch
 */
export function fluentBit({ site, clusterName }: AddonContext): Addon {
  const { namespace, serviceAccount } = POD_IDENTITIES[IDENTITY];
  return {
    chart: { name: "aws-for-fluent-bit", repository: "https://aws.github.io/eks-charts", version: "0.2.0" },
    namespace,
    identities: [IDENTITY],
    values: {
      fullnameOverride: "fluent-bit",
      serviceAccount: { create: true, name: serviceAccount },
      // Every node has logs, whatever else may run on it.
      tolerations: [{ operator: "Exists" }],
      priorityClassName: "system-node-critical",
      // containerd names a log after pod, namespace and container. What has no group is not read in the first place.
      input: { path: LOGGED_NAMESPACES.map((name) => `/var/log/containers/*_${name}_*.log`).join(",") },
      // The API's answer about a pod may be of any size; one that is cut off tells no namespace, and so no log group.
      // Of a line of JSON its fields are kept, as `data`, and not its text beside them, which CloudWatch would take as much again for.
      filter: { bufferSize: "0", keepLog: "Off" },
      cloudWatchLogs: {
        enabled: true,
        match: "kube.*",
        region: site.region,
        logGroupName: workloadLogGroup(clusterName, "kube-system"),
        logGroupTemplate: workloadLogGroup(clusterName, "$kubernetes['namespace_name']"),
        logStreamPrefix: "unknown-",
        logStreamTemplate: "$kubernetes['pod_name'].$kubernetes['container_name']",
        autoCreateGroup: false,
      },
      // As root, who owns the logs and their folder, and with no right beyond: https://github.com/aws/eks-charts/issues/928
      podSecurityContext: { seccompProfile: CONFINED_POD.seccompProfile },
      containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: CONFINED_CONTAINER.capabilities },
      volumes: [{ name: "varlog", hostPath: { path: "/var/log" } }],
      volumeMounts: [{ name: "varlog", mountPath: "/var/log" }],
      resources: resources("50m", "64Mi", "250Mi"),
      serviceMonitor: { enabled: true },
    },
    after: ["prometheus-operator-crds"],
    state: "stateless",
  };
}
