import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import { insightsLogGroup } from "../foundation/names";
import type { Cluster } from "./cluster";
import { ManagedAddon } from "./managed-addon";
import type { NodeGroups } from "./node-groups";

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
