import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { SecurityGroup } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { InterfaceEndpointService } from "./settings";

export interface EndpointsProps {
  readonly vpcId: string;
  /** Services that get an interface endpoint in each of the subnets. */
  readonly services: readonly InterfaceEndpointService[];
  readonly subnetIds: readonly string[];
  readonly securityGroup: SecurityGroup;
  /** Route tables that get the S3 gateway endpoint, which is free. */
  readonly routeTableIds: readonly string[];
  readonly site: Pick<Site, "region" | "prefix">;
}

/**
 * The private ways from the VPC to AWS services: the S3 gateway endpoint always, interface endpoints as chosen.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const { vpcId, site } = props;
    new VpcEndpoint(this, "s3", {
      vpcId,
      serviceName: `com.amazonaws.${site.region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...props.routeTableIds],
      tags: { Name: `${site.prefix}-s3` },
    });
    for (const service of props.services) {
      new VpcEndpoint(this, service, {
        vpcId,
        serviceName: `com.amazonaws.${site.region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [props.securityGroup.id],
        tags: { Name: `${site.prefix}-${service}` },
      });
    }
  }
}
