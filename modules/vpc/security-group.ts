import type { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import type { Construct } from "constructs";

export interface SecurityGroupProps {
  readonly vpcId: string;
  /** First part of the group's name and its `Name` tag, such as `lms-prod-data`. */
  readonly name: string;
  readonly description: string;
}

/**
 * A security group that is closed in both directions until a verb opens it, always between two named ends.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class SecurityGroup extends AwsSecurityGroup {
  constructor(scope: Construct, id: string, { vpcId, name, description }: SecurityGroupProps) {
    super(scope, id, {
      vpcId,
      namePrefix: `${name}-`,
      description,
      tags: { Name: name },
      // A new group exists before what uses the old one lets go of it.
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Lets members of `peer` connect to members of this group on one TCP port: its rule here and its twin there. */
  allowFrom(peer: SecurityGroup, port: number, what: string): void {
    const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, description: what };
    new VpcSecurityGroupIngressRule(this, `from-${peer.node.id}-${port}`, {
      ...rule,
      securityGroupId: this.id,
      referencedSecurityGroupId: peer.id,
    });
    new VpcSecurityGroupEgressRule(peer, `to-${this.node.id}-${port}`, {
      ...rule,
      securityGroupId: peer.id,
      referencedSecurityGroupId: this.id,
    });
  }

  /**
   * Lets the addresses of a prefix list, such as CloudFront's, connect to members of this group on one TCP port. The list
   * counts as many rules as it can have entries, of the 60 that a group has by default.
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
   */
  allowFromPrefixList(list: DataAwsEc2ManagedPrefixList, port: number, what: string): void {
    new VpcSecurityGroupIngressRule(this, `from-${list.node.id}-${port}`, {
      securityGroupId: this.id,
      prefixListId: list.id,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: what,
    });
  }

  /** Lets members of this group talk to each other on every port. */
  allowAmongMembers(what: string): void {
    const rule = {
      securityGroupId: this.id,
      referencedSecurityGroupId: this.id,
      ipProtocol: "-1",
      description: what,
    };
    new VpcSecurityGroupIngressRule(this, "from-members", rule);
    new VpcSecurityGroupEgressRule(this, "to-members", rule);
  }

  /** Lets members of this group connect to any address on one TCP port, by way of the NAT gateways or endpoints. */
  allowToInternet(port: number, what: string): void {
    new VpcSecurityGroupEgressRule(this, `to-internet-${port}`, {
      securityGroupId: this.id,
      cidrIpv4: "0.0.0.0/0",
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: what,
    });
  }
}
