import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import { LOGGED_NAMESPACES, type LoggedNamespace } from "../../cluster-addons";
import type { Cluster } from "../../eks";
import type { Keys } from "../../foundation/contracts";
import { workloadLogGroup } from "../../foundation/names";

export interface WorkloadLogsProps {
  readonly cluster: Pick<Cluster, "clusterName">;
  readonly keys: Pick<Keys, "logs">;
  readonly logRetentionDays: number;
}

/**
 * The log groups of the cluster's containers, one a namespace, encrypted and with an end. Fluent Bit writes to them and can
 * make none: what runs in a namespace without a group leaves no log.
 */
export class WorkloadLogs extends Construct {
  /** The groups by namespace. */
  readonly groups: Readonly<Record<LoggedNamespace, CloudwatchLogGroup>>;

  constructor(scope: Construct, id: string, { cluster, keys, logRetentionDays }: WorkloadLogsProps) {
    super(scope, id);
    const groups = LOGGED_NAMESPACES.map((namespace) => {
      const group = new CloudwatchLogGroup(this, namespace, {
        name: workloadLogGroup(cluster.clusterName, namespace),
        kmsKeyId: keys.logs.arn,
        retentionInDays: logRetentionDays,
      });
      return [namespace, group] as const;
    });
    this.groups = Object.fromEntries(groups) as Record<LoggedNamespace, CloudwatchLogGroup>;
  }
}
