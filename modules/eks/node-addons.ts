import { Construct } from "constructs";
import type { Cluster } from "./cluster";
import { ManagedAddon } from "./managed-addon";
import type { NodeGroups } from "./node-groups";

export interface NodeAddonsProps {
  readonly cluster: Cluster;
  readonly nodes: NodeGroups;
}

/**
 * The EKS add-ons whose pods need nodes to run on, and so come after them: DNS, service routing, volumes and metrics.
 * Those that nodes need come before, with the `Cluster`.
 */
export class NodeAddons extends Construct {
  constructor(scope: Construct, id: string, { cluster, nodes }: NodeAddonsProps) {
    super(scope, id);
    const common = {
      cluster: cluster.cluster,
      kubernetesVersion: cluster.kubernetesVersion,
      after: Object.values(nodes.groups),
    };
    new ManagedAddon(this, "kube-proxy", common);
    new ManagedAddon(this, "coredns", {
      ...common,
      // DNS scales with the cluster, and a drain leaves one answering.
      configuration: { autoScaling: { enabled: true, minReplicas: 2, maxReplicas: 10 } },
    });
    new ManagedAddon(this, "aws-ebs-csi-driver", common);
    new ManagedAddon(this, "metrics-server", common);
  }
}
