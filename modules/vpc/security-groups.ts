import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import { PORTS } from "../foundation/ports";
import { SecurityGroup } from "./security-group";

export interface SecurityGroupsProps {
  readonly vpc: Vpc;
  /** First part of the groups' names, such as `lms-prod`. */
  readonly prefix: string;
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

  constructor(scope: Construct, id: string, { vpc, prefix }: SecurityGroupsProps) {
    super(scope, id);
    const create = (tier: string, description: string) =>
      new SecurityGroup(this, tier, { vpcId: vpc.id, name: `${prefix}-${tier}`, description });
    this.loadBalancer = create("load-balancer", "Public load balancer");
    this.workloads = create("workloads", "EKS nodes and pods");
    this.endpoints = create("endpoints", "Interface endpoints of AWS services");

    this.workloads.allowFrom(this.loadBalancer, PORTS.workload, "Requests from the load balancer");
    this.workloads.allowAmongMembers("Pods and nodes among themselves");
    this.workloads.allowToInternet(PORTS.https, "AWS APIs, registries and partners, by NAT or endpoint");
    this.endpoints.allowFrom(this.workloads, PORTS.https, "AWS APIs");
  }
}
