import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { Construct } from "constructs";
import type { InterfaceEndpointService } from "./interface-endpoints";
import type { SecurityGroup } from "./security-group";

export interface EndpointsProps {
  readonly vpcId: string;
  readonly region: string;
  readonly prefix: string;
  /** Services that get an interface endpoint in each of the subnets. */
  readonly services: readonly InterfaceEndpointService[];
  readonly subnetIds: readonly string[];
  readonly securityGroup: SecurityGroup;
  /** Route tables that get the S3 gateway endpoint, which is free. */
  readonly routeTableIds: readonly string[];
}

/**
 * The private ways from the VPC to AWS services: the S3 gateway endpoint always, interface endpoints as chosen.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
 */
export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    const { vpcId, region, prefix } = props;
    new VpcEndpoint(this, "s3", {
      vpcId,
      serviceName: `com.amazonaws.${region}.s3`,
      vpcEndpointType: "Gateway",
      routeTableIds: [...props.routeTableIds],
      tags: { Name: `${prefix}-s3` },
    });
    for (const service of props.services) {
      new VpcEndpoint(this, service, {
        vpcId,
        serviceName: `com.amazonaws.${region}.${service}`,
        vpcEndpointType: "Interface",
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [props.securityGroup.id],
        tags: { Name: `${prefix}-${service}` },
      });
    }
  }
}
