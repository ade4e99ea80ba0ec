import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Construct } from "constructs";
import type { Tier } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { subnetCidr } from "./subnet-plan";
import type { VpcId } from "./vpc";

// The parts that networks consist of. They are made in the scope of the network, which gives them their addresses.

/** Resources of which each availability zone has one, by the zone's name. */
export type PerZone<T> = ReadonlyMap<string, T>;

/** Place of a network: the block of its VPC, its availability zones, and the first part of its names. */
export interface NetworkPlan {
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly site: Pick<Site, "prefix">;
}

/**
 * Tags by which the AWS Load Balancer Controller finds the subnets of a load balancer.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 */
const TIER_TAGS: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  "private-app": { "kubernetes.io/role/internal-elb": "1" },
  "private-data": {},
  "control-plane": {},
};

/**
 * Creates the subnets of a tier, one in each zone. With `create_before_destroy` one that goes is deleted after what used it was
 * told of the others, such as the load balancer: AWS deletes no subnet that something has a network interface in.
 * @see https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
 * @param hasPublicAddresses whether instances there get public addresses, by which they leave where no NAT gateway is
 */
export function createSubnets(
  scope: Construct,
  vpc: VpcId,
  tier: Tier,
  { cidr, zones, site }: NetworkPlan,
  hasPublicAddresses = false,
): PerZone<Subnet> {
  const create = (zone: string) =>
    new Subnet(scope, `${tier}-${zone}`, {
      vpcId: vpc.id,
      availabilityZone: zone,
      cidrBlock: subnetCidr(cidr, tier, zone),
      mapPublicIpOnLaunch: hasPublicAddresses,
      tags: { Name: `${site.prefix}-${tier}-${zone}`, Tier: tier, ...TIER_TAGS[tier] },
      lifecycle: { createBeforeDestroy: true },
    });
  return new Map(zones.map((zone) => [zone, create(zone)]));
}

/** Creates a route table. @param id the tier, or the tier and the zone of its only subnet */
export function createRouteTable(
  scope: Construct,
  vpc: VpcId,
  id: string,
  subnets: Iterable<Subnet>,
  { site }: Pick<NetworkPlan, "site">,
): RouteTable {
  const table = new RouteTable(scope, `${id}-routes`, { vpcId: vpc.id, tags: { Name: `${site.prefix}-${id}` } });
  for (const subnet of subnets) {
    new RouteTableAssociation(scope, `${subnet.node.id}-association`, { routeTableId: table.id, subnetId: subnet.id });
  }
  return table;
}

/** Ids of the subnets of a tier, in the order of their zones. */
export function subnetIds(subnets: PerZone<Subnet>): string[] {
  return [...subnets.values()].map(({ id }) => id);
}

/** A value for each tier. */
export function perTier<T>(value: (tier: Tier) => T): Readonly<Record<Tier, T>> {
  return {
    public: value("public"),
    "private-app": value("private-app"),
    "private-data": value("private-data"),
    "control-plane": value("control-plane"),
  };
}
