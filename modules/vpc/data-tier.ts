import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import type { DataTier } from "../foundation/contracts";
import { PORTS } from "../foundation/ports";
import { tierCidr } from "./subnet-plan";
import { createRouteTable, createSubnets, type NetworkPlan, subnetIds } from "./tiers";
import { createVpc } from "./vpc";

/**
 * The smallest network that holds data: a VPC with a data tier and no way out. It is cut like a full `Network`, so the
 * blocks of the other tiers stay free for them.
 */
export class DataNetwork extends Construct implements DataTier {
  readonly id: string;
  readonly zones: readonly string[];
  readonly subnetIds: DataTier["subnetIds"];

  constructor(scope: Construct, id: string, plan: NetworkPlan) {
    super(scope, id);
    const { cidr, zones, site } = plan;
    const vpc = createVpc(this, plan);
    const subnets = createSubnets(this, vpc, "private-data", plan);
    createRouteTable(this, vpc, "private-data", subnets.values(), plan);
    this.id = vpc.id;
    this.zones = zones;
    this.subnetIds = { "private-data": subnetIds(subnets) };
    new DataTierAcl(this, "data-tier", {
      vpcId: vpc.id,
      vpcCidr: cidr,
      subnetIds: this.subnetIds["private-data"],
      name: `${site.prefix}-private-data`,
    });
  }
}

interface DataTierAclProps {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: readonly string[];
  readonly name: string;
}

/** Rule for TCP; AWS evaluates the lowest number first. */
interface AclRule {
  readonly id: string;
  readonly number: number;
  readonly egress: boolean;
  readonly cidr: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/**
 * The network ACL of the data tier, a second lock in addition to its security groups: the application tier may connect to
 * PostgreSQL and Redis and gets the answers, the data tier talks to itself, and nothing else passes.
 * Its rules name whole tiers, so a new zone needs no new rule.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
 */
export class DataTierAcl extends Construct {
  constructor(scope: Construct, id: string, { vpcId, vpcCidr, subnetIds, name }: DataTierAclProps) {
    super(scope, id);
    const acl = new NetworkAcl(this, "acl", {
      vpcId,
      subnetIds: [...subnetIds],
      tags: { Name: name },
    });
    for (const rule of dataTierRules(tierCidr(vpcCidr, "private-app"), tierCidr(vpcCidr, "private-data"))) {
      new NetworkAclRule(this, rule.id, {
        networkAclId: acl.id,
        ruleNumber: rule.number,
        egress: rule.egress,
        protocol: "tcp",
        ruleAction: "allow",
        cidrBlock: rule.cidr,
        fromPort: rule.fromPort,
        toPort: rule.toPort,
      });
    }
  }
}

function dataTierRules(app: string, data: string): AclRule[] {
  const port = (number: number) => ({ fromPort: number, toPort: number });
  // Network ACLs are stateless: answers need a rule for the ephemeral ports that clients connect from.
  const answers = { fromPort: 1024, toPort: 65535 };
  const everything = { fromPort: 0, toPort: 65535 };
  return [
    { id: "in-postgresql", number: 100, egress: false, cidr: app, ...port(PORTS.postgresql) },
    { id: "in-redis", number: 110, egress: false, cidr: app, ...port(PORTS.redis) },
    { id: "in-data-tier", number: 120, egress: false, cidr: data, ...everything },
    { id: "out-answers", number: 100, egress: true, cidr: app, ...answers },
    { id: "out-data-tier", number: 120, egress: true, cidr: data, ...everything },
  ];
}
