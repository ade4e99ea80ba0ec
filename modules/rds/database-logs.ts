import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";

export interface DatabaseLogsProps {
  readonly keys: Pick<Keys, "logs">;
  /** Its prefix is also the cluster's identifier. */
  readonly site: Site;
  readonly logRetentionDays: number;
  /** The logs that the cluster exports beside `postgresql`. */
  readonly exports: readonly string[];
}

/**
 * Where a cluster's logs and its operating system's metrics go: log groups that exist before the cluster does, so that
 * RDS does not make them itself, without a key and kept for ever.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.CloudWatch.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html
 */
export class DatabaseLogs extends Construct {
  /** The PostgreSQL log. */
  readonly postgresql: CloudwatchLogGroup;
  /** All groups, which must be there before the cluster. */
  readonly groups: readonly CloudwatchLogGroup[];
  /** The role with which instances send the metrics of enhanced monitoring. */
  readonly monitoringRole: ServiceRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DatabaseLogsProps,
  ) {
    super(scope, id);
    const exported = (log: string) => this.createGroup(log, `/aws/rds/cluster/${props.site.prefix}/${log}`);
    this.postgresql = exported("postgresql");
    this.groups = [
      this.postgresql,
      ...props.exports.map(exported),
      // RDS knows one group of this name in an account and region, and the account is the environment's alone.
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
