import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { EncryptionKeys } from "../encryption/encryption-keys";
import { policyDocument } from "../iam/policy-document";

export interface FlowLogsProps {
  readonly vpc: Vpc;
  readonly keys: EncryptionKeys;
  readonly account: string;
  readonly region: string;
  /** Environment's name prefix, such as `lms-prod`. */
  readonly prefix: string;
  readonly logRetentionDays: number;
}

/**
 * The flow logs of a VPC: every accepted and rejected connection, once a minute, in an encrypted log group.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html
 */
export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: FlowLogsProps) {
    super(scope, id);
    const group = new CloudwatchLogGroup(this, "group", {
      name: `/${props.prefix}/vpc-flow-logs`,
      kmsKeyId: props.keys.logs.arn,
      retentionInDays: props.logRetentionDays,
    });
    const role = this.createRole(props, group);
    new FlowLog(this, "vpc", {
      vpcId: props.vpc.id,
      trafficType: "ALL",
      maxAggregationInterval: 60,
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      tags: { Name: `${props.prefix}-vpc` },
    });
  }

  private createRole({ account, region, prefix }: FlowLogsProps, group: CloudwatchLogGroup): IamRole {
    const role = new IamRole(this, "role", {
      name: `${prefix}-vpc-flow-logs`,
      description: "Lets VPC flow logs write to their log group",
      assumeRolePolicy: policyDocument([
        {
          Sid: "VpcFlowLogs",
          Effect: "Allow",
          Principal: { Service: "vpc-flow-logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${account}:vpc-flow-log/*` },
          },
        },
      ]),
    });
    new IamRolePolicy(role, "write", {
      name: "write-flow-logs",
      role: role.name,
      policy: policyDocument([
        {
          Sid: "WriteFlowLogs",
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `${group.arn}:*`,
        },
      ]),
    });
    return role;
  }
}
