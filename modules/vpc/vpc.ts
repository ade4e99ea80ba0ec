import { DataAwsInternetGateway } from "@cdktf/provider-aws/lib/data-aws-internet-gateway";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Op, TerraformSelf } from "cdktf";
import type { Construct } from "constructs";
import type { Site } from "../foundation/names";

// The VPC of a network and its way to the internet, made or found. They are in the scope of the network, which gives them their addresses.

/** VPC by its id, ours or one that is there already. */
export interface VpcId {
  readonly id: string;
}

/** Internet gateway by its id. */
export interface InternetGatewayId {
  readonly id: string;
}

/** Block of a VPC, and the first part of its name. */
export interface VpcPlan {
  readonly cidr: string;
  readonly site: Pick<Site, "prefix">;
}

/** Creates a VPC with DNS, whose default security group has no rules. */
export function createVpc(scope: Construct, { cidr, site }: VpcPlan): Vpc {
  const vpc = new Vpc(scope, "vpc", {
    cidrBlock: cidr,
    enableDnsSupport: true,
    enableDnsHostnames: true,
    tags: { Name: site.prefix },
  });
  // AWS gives every VPC a group whose members may talk to each other. Without rules, using it by mistake opens nothing.
  new DefaultSecurityGroup(scope, "default", { vpcId: vpc.id, tags: { Name: `${site.prefix}-default-locked` } });
  return vpc;
}

/** Creates the internet gateway of a VPC. */
export function createInternetGateway(scope: Construct, vpc: VpcId, { site }: Pick<VpcPlan, "site">): InternetGateway {
  return new InternetGateway(scope, "internet", { vpcId: vpc.id, tags: { Name: site.prefix } });
}

/** Finds a VPC that is there already. A plan refuses one without the block, or without the host names that endpoints need. */
export function findVpc(scope: Construct, id: string, { cidr }: Pick<VpcPlan, "cidr">): DataAwsVpc {
  const has = {
    condition: `\${contains(self.cidr_block_associations[*].cidr_block, "${cidr}")}`,
    errorMessage: `network.cidr: must be a block of ${id}, got ${cidr} (associate it with the VPC, or name one that it has)`,
  };
  const resolves = {
    condition: Op.and(TerraformSelf.getAny("enable_dns_support"), TerraformSelf.getAny("enable_dns_hostnames")),
    errorMessage: `network.vpc: must have DNS resolution and DNS host names, got ${id} (turn both on)`,
  };
  return new DataAwsVpc(scope, "vpc", { id, lifecycle: { postcondition: [has, resolves] } });
}

/** Finds the internet gateway of a VPC. A plan refuses a VPC that has none. */
export function findInternetGateway(scope: Construct, vpc: VpcId): InternetGatewayId {
  const found = new DataAwsInternetGateway(scope, "internet", {
    filter: [{ name: "attachment.vpc-id", values: [vpc.id] }],
  });
  return { id: found.internetGatewayId };
}
