import type { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { SecurityGroup as AwsSecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import type { SecurityGroup as SecurityGroupContract } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";

export interface SecurityGroupProps {
  readonly vpcId: string;
  /** First part of the group's name and its `Name` tag, such as `lms-prod-data`. */
  readonly name: string;
  readonly description: string;
}

/**
 * Security group that is closed in both directions until `allowFrom` or one of its siblings opens it, always between two
 * named ends.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class SecurityGroup extends AwsSecurityGroup {
  constructor(scope: Construct, id: string, { vpcId, name, description }: SecurityGroupProps) {
    super(scope, id, {
      vpcId,
      namePrefix: `${name}-`,
      description,
      tags: { Name: name },
      // Users of the old group must be moved to the new one before AWS lets the old one go.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

/** Security group that another root made, by its id: rules about it are made below it. */
export class ForeignSecurityGroup extends Construct implements SecurityGroupContract {
  readonly id: string;

  constructor(scope: Construct, id: string, groupId: string) {
    super(scope, id);
    this.id = groupId;
  }
}

/** Lets members of `peer` connect to members of `group` on one TCP port: a rule here and its twin there. */
export function allowFrom(group: SecurityGroupContract, peer: SecurityGroupContract, port: number, what: string): void {
  const rule = { ipProtocol: "tcp", fromPort: port, toPort: port, description: what };
  new VpcSecurityGroupIngressRule(group, `from-${peer.node.id}-${port}`, {
    ...rule,
    securityGroupId: group.id,
    referencedSecurityGroupId: peer.id,
  });
  new VpcSecurityGroupEgressRule(peer, `to-${group.node.id}-${port}`, {
    ...rule,
    securityGroupId: peer.id,
    referencedSecurityGroupId: group.id,
  });
}

/**
 * Lets the addresses of a prefix list, such as CloudFront's, connect to members of a group on one TCP port. The list
 * counts as many rules as it can have entries, of the 60 that a group has by default.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html
 */
export function allowFromPrefixList(
  group: SecurityGroupContract,
  list: DataAwsEc2ManagedPrefixList,
  port: number,
  what: string,
): void {
  new VpcSecurityGroupIngressRule(group, `from-${list.node.id}-${port}`, {
    securityGroupId: group.id,
    prefixListId: list.id,
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    description: what,
  });
}

/** Lets a private IPv4 block, or a security group that another made, by its id, connect to members of a group on one TCP port. */
export function allowFromOutside(group: SecurityGroupContract, peer: string, port: number, what: string): void {
  new VpcSecurityGroupIngressRule(group, `from-${peer.replace(/[./]/g, "-")}-${port}`, {
    securityGroupId: group.id,
    ...(peer.startsWith("sg-") ? { referencedSecurityGroupId: peer } : { cidrIpv4: peer }),
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    description: what,
  });
}

/** Lets members of a group talk to each other on every port. */
export function allowAmongMembers(group: SecurityGroupContract, what: string): void {
  const rule = {
    securityGroupId: group.id,
    referencedSecurityGroupId: group.id,
    ipProtocol: "-1",
    description: what,
  };
  new VpcSecurityGroupIngressRule(group, "from-members", rule);
  new VpcSecurityGroupEgressRule(group, "to-members", rule);
}

/** Lets members of a group connect to any address on one TCP port, by way of the NAT gateways or endpoints. */
export function allowToInternet(group: SecurityGroupContract, port: number, what: string): void {
  new VpcSecurityGroupEgressRule(group, `to-internet-${port}`, {
    securityGroupId: group.id,
    cidrIpv4: "0.0.0.0/0",
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    description: what,
  });
}

export interface SecurityGroupsProps {
  readonly vpcId: string;
  readonly site: Pick<Site, "prefix">;
}

/**
 * Security groups of the tiers and the only ways between them: load balancer -> workloads -> endpoints. Nothing can enter
 * from outside the VPC until the owner of a public entrance opens it. In the data tier each store has its own group, which
 * its `allowFrom` opens, so access to one store gives none to another.
 */
export class SecurityGroups extends Construct {
  readonly loadBalancer: SecurityGroup;
  /** Nodes and pods of the cluster. */
  readonly workloads: SecurityGroup;
  readonly endpoints: SecurityGroup;

  constructor(scope: Construct, id: string, { vpcId, site }: SecurityGroupsProps) {
    super(scope, id);
    const create = (tier: string, description: string) =>
      new SecurityGroup(this, tier, { vpcId, name: `${site.prefix}-${tier}`, description });
    this.loadBalancer = create("load-balancer", "Public load balancer");
    this.workloads = create("workloads", "EKS nodes and pods");
    this.endpoints = create("endpoints", "Interface endpoints of AWS services");

    allowFrom(this.workloads, this.loadBalancer, PORTS.workload, "Requests from the load balancer");
    allowAmongMembers(this.workloads, "Pods and nodes among themselves");
    allowToInternet(this.workloads, PORTS.https, "AWS APIs, registries and partners, by NAT or endpoint");
    allowFrom(this.endpoints, this.workloads, PORTS.https, "AWS APIs");
  }
}
