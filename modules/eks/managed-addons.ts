import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import { insightsLogGroup } from "../foundation/names";
import type { Cluster } from "./cluster";
import { KUBERNETES_VERSIONS, type KubernetesVersion, type ManagedAddonName } from "./kubernetes-versions";
import type { NodeGroups } from "./node-groups";

export interface ManagedAddonProps {
  readonly cluster: EksCluster;
  readonly kubernetesVersion: KubernetesVersion;
  /** What the add-on is told, in its own schema: `aws eks describe-addon-configuration`. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** The role of the add-on's pods, by its fixed service account. */
  readonly podIdentity?: { readonly serviceAccount: string; readonly roleArn: string };
  /** What must exist first. */
  readonly after: readonly ITerraformDependable[];
}

/**
 * An EKS add-on in the version that belongs to the cluster's Kubernetes version. Changes made by hand in the cluster
 * are taken back.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/eks-add-ons.html
 */
export class ManagedAddon extends EksAddon {
  constructor(scope: Construct, name: ManagedAddonName, props: ManagedAddonProps) {
    const { cluster, kubernetesVersion, configuration, podIdentity, after } = props;
    super(scope, name, {
      clusterName: cluster.name,
      addonName: name,
      addonVersion: KUBERNETES_VERSIONS[kubernetesVersion].addons[name],
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      ...(configuration === undefined ? {} : { configurationValues: JSON.stringify(configuration) }),
      ...(podIdentity === undefined ? {} : { podIdentityAssociation: [podIdentity] }),
      dependsOn: [...after],
    });
  }
}

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

export interface ContainerInsightsProps {
  readonly cluster: Cluster;
  readonly nodes: NodeGroups;
  readonly keys: Pick<Keys, "logs">;
  readonly logRetentionDays: number;
}

/**
 * What the add-on does of all that it could. Its metrics by OpenTelemetry have no names that an alarm of the AWS
 * provider 5.100.0 can ask for; logs are Fluent Bit's, and traces the OpenTelemetry collector's.
 * @see https://github.com/aws-observability/helm-charts/tree/main/charts/amazon-cloudwatch-observability
 */
const CONFIGURATION = {
  containerInsights: { enabled: true },
  otelContainerInsights: { enabled: false },
  applicationSignals: { enabled: false },
  containerLogs: { enabled: false },
  // It would restart pods to put its agent into them.
  manager: { applicationSignals: { autoMonitor: { monitorAllServices: false } } },
} as const;

/**
 * Metrics of the cluster's nodes and pods in CloudWatch, for alarms and dashboards. The agent's rights are those of the pod
 * identity `cloudwatch-agent`, which exists before the nodes.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/container-insights-eks-classic.html
 */
export class ContainerInsights extends Construct {
  constructor(scope: Construct, id: string, props: ContainerInsightsProps) {
    super(scope, id);
    const { cluster, nodes, keys, logRetentionDays } = props;
    // The agent writes to this very name.
    const logGroup = new CloudwatchLogGroup(this, "performance", {
      name: insightsLogGroup(cluster.clusterName),
      kmsKeyId: keys.logs.arn,
      retentionInDays: logRetentionDays,
    });
    new ManagedAddon(this, "amazon-cloudwatch-observability", {
      cluster: cluster.cluster,
      kubernetesVersion: cluster.kubernetesVersion,
      configuration: CONFIGURATION,
      after: [...Object.values(nodes.groups), logGroup],
    });
  }
}
