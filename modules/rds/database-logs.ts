import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import type { DatabaseCapacity } from "./settings";

export interface DatabaseLogsProps {
  readonly keys: Pick<Keys, "logs">;
  /** Its prefix is also the cluster's identifier. */
  readonly site: Site;
  readonly capacity: DatabaseCapacity;
  readonly logRetentionDays: number;
}

/**
 * Log groups of a cluster and of its operating systems' metrics. They exist before the cluster: those that RDS would create
 * itself have no key and no end of retention.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
 */
export class DatabaseLogs extends Construct {
  /** Types of logs that the cluster exports. */
  readonly exports: readonly string[];
  /** Group of the PostgreSQL log. */
  readonly postgresql: CloudwatchLogGroup;
  /** All groups, which must exist before the cluster. */
  readonly groups: readonly CloudwatchLogGroup[];
  /** Role of the instances for the metrics of enhanced monitoring. */
  readonly monitoringRole: ServiceRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseLogsProps,
  ) {
    super(scope, id);
    const exported = (log: string) => this.createGroup(log, `/aws/rds/cluster/${props.site.prefix}/${log}`);
    // With reasons why IAM authentication failed, and why a serverless instance did not pause.
    const others = ["iam-db-auth-error", ...(props.capacity.kind === "serverless" ? ["instance"] : [])];
    this.exports = ["postgresql", ...others];
    this.postgresql = exported("postgresql");
    this.groups = [
      this.postgresql,
      ...others.map(exported),
      // RDS uses one group of this name in an account and region; the account is the environment's alone.
      this.createGroup("os-metrics", "RDSOSMetrics"),
    ];
    this.monitoringRole = this.createMonitoringRole();
  }

  private createGroup(id: string, name: string): CloudwatchLogGroup {
    const { keys, logRetentionDays } = this.props;
    return new CloudwatchLogGroup(this, id, {
      name,
      kmsKeyId: keys.logs.arn,
      retentionInDays: logRetentionDays,
    });
  }

  private createMonitoringRole(): ServiceRole {
    const { account, region, prefix } = this.props.site;
    return new ServiceRole(this, "monitoring-role", {
      name: `${prefix}-rds-monitoring`,
      description: "Enhanced monitoring of Aurora",
      service: "monitoring.rds.amazonaws.com",
      condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:rds:${region}:${account}:db:*` },
      },
      managedPolicies: ["service-role/AmazonRDSEnhancedMonitoringRole"],
    });
  }
}
