import type { Node } from "../../review/capacity/node";
import type { KubernetesApi, KubernetesObject } from "./api";

/** Registers nodes, ready. */
export async function registerNodes(nodes: readonly Node[], api: KubernetesApi): Promise<void> {
  await Promise.all(nodes.map((node) => api.create("/api/v1/nodes", nodeObject(node))));
}

/** The node as the kubelet of its instance would register it. */
function nodeObject({ name, instanceType, zone, labels, taints, cpu, memory, pods }: Node): KubernetesObject {
  const size = { cpu: `${cpu}m`, memory: `${memory}Mi`, pods: String(pods), "ephemeral-storage": "50Gi" };
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "node.kubernetes.io/instance-type": instanceType,
        "topology.kubernetes.io/zone": zone,
        "topology.ebs.csi.aws.com/zone": zone,
        ...labels,
      },
    },
    spec: { taints },
    status: {
      capacity: size,
      allocatable: size,
      conditions: [{ type: "Ready", status: "True", reason: "KubeletReady" }],
    },
  };
}
