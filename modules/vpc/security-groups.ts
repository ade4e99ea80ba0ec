import { Construct } from "constructs";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { allowAmongMembers, allowFrom, allowToInternet, SecurityGroup } from "./security-group";

export interface SecurityGroupsProps {
  readonly vpcId: string;
  readonly site: Pick<Site, "prefix">;
}

/**
 * The security groups of the tiers and the only ways between them: load balancer -> workloads -> endpoints. Nothing can
 * enter from outside the VPC: whoever owns a public entrance opens it there. In the data tier each store has a group of
 * its own, which it opens by `allowFrom`, so that a way to one leads to no other.
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
