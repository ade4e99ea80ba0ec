import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { NetworkAclRule } from "@cdktf/provider-aws/lib/network-acl-rule";
import { Construct } from "constructs";
import { PORTS } from "../foundation/ports";
import { tierCidr } from "./subnet-plan";

export interface DataTierAclProps {
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: readonly string[];
  readonly name: string;
}

/** One rule, by its number; rules are evaluated from the lowest. All are TCP. */
interface AclRule {
  readonly id: string;
  readonly number: number;
  readonly egress: boolean;
  readonly cidr: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/**
 * The network ACL of the data tier, the second lock beside its security groups: the application tier may ask
 * PostgreSQL and Redis and gets the answers, the data tier talks to itself, and nothing else passes.
 * It names whole tiers, so a new zone needs no new rule.
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
  // ACLs have no memory: the answers to a client need a rule of their own, to the ports that clients call from.
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
