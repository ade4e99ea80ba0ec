import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, namePrefix } from "../environments/environment";
import { EncryptionKeys } from "../modules/encryption/encryption-keys";
import { BoundaryOnEveryRole } from "../modules/iam/boundary-aspect";
import { boundaryArn } from "../modules/iam/names";
import { Network } from "../modules/vpc/network";
import { Root } from "./root";

/** The architecture of one environment in AWS. What runs inside its cluster is a root of its own. */
export class PlatformStack extends Root {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `${environment.name}-platform`, environment);
    const { account, region, dataProtection, logRetentionDays, recovery } = environment;
    const common = { account, region, prefix: namePrefix(environment) };
    Aspects.of(this).add(new BoundaryOnEveryRole({ arn: boundaryArn(environment) }));

    const keys = new EncryptionKeys(this, "keys", {
      ...common,
      dataProtection,
      multiRegionData: recovery !== "none",
    });
    const network = new Network(this, "network", { ...common, ...environment.network, keys, logRetentionDays });

    const { loadBalancer, workloads, data, endpoints } = network.securityGroups;
    this.publish("vpc_id", "The VPC", network.vpc.id);
    this.publish("subnet_ids", "Subnets by tier, in the order of the zones", {
      public: network.subnetIds("public"),
      private_app: network.subnetIds("private-app"),
      private_data: network.subnetIds("private-data"),
    });
    this.publish("security_group_ids", "Security groups by tier", {
      load_balancer: loadBalancer.id,
      workloads: workloads.id,
      data: data.id,
      endpoints: endpoints.id,
    });
  }
}
