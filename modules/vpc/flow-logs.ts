import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Construct } from "constructs";
import type { Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";

export interface FlowLogsProps {
  readonly vpcId: string;
  readonly keys: Pick<Keys, "logs">;
  readonly logRetentionDays: number;
  readonly site: Site;
}

/**
 * The flow logs of a VPC: every accepted and rejected connection, once a minute, in an encrypted log group. Terraform owns the
 * group, so of what AWS asks for their role it lacks only the right to create one.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogs extends Construct {
  readonly group: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    this.group = new CloudwatchLogGroup(this, "group", {
      name: `/${props.site.prefix}/vpc-flow-logs`,
      kmsKeyId: props.keys.logs.arn,
      retentionInDays: props.logRetentionDays,
    });
    const role = this.createRole(props.site);
    new FlowLog(this, "vpc", {
      vpcId: props.vpcId,
      trafficType: "ALL",
      maxAggregationInterval: 60,
      logDestinationType: "cloud-watch-logs",
      logDestination: this.group.arn,
      iamRoleArn: role.arn,
      tags: { Name: `${props.site.prefix}-vpc` },
      dependsOn: [...role.rights],
    });
  }

  private createRole({ account, region, prefix }: Site): ServiceRole {
    return new ServiceRole(this, "role", {
      name: `${prefix}-vpc-flow-logs`,
      description: "Lets VPC flow logs write to their log group",
      service: "vpc-flow-logs.amazonaws.com",
      condition: {
        StringEquals: { "aws:SourceAccount": account },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
      },
      statements: [
        {
          Sid: "WriteFlowLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `${this.group.arn}:*`,
        },
        // The list of groups takes no resource, and holds no events.
        { Sid: "FindLogGroup", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: "*" },
      ],
    });
  }
}
