import { Eip } from "@cdktf/provider-aws/lib/eip";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Construct } from "constructs";
import type { Tier } from "../foundation/contracts";
import type { NetworkSettings } from "./settings";
import { createRouteTable, type NetworkPlan, type PerZone } from "./tiers";
import type { InternetGatewayId, VpcId } from "./vpc";

// Ways from a VPC to the internet. They are made in the scope of the network, which gives them their addresses.

/** Ways out of the public and the application tier. */
export interface WaysOut {
  /** Route that anything with a public address must wait for. */
  readonly internetRoute: Route;
  /** NAT gateways by zone; one of them serves all, or there is none. */
  readonly natGateways: PerZone<NatGateway>;
  /** Route tables of the application tier. */
  readonly appTables: readonly RouteTable[];
}

/** Creates the ways out: the public tier leaves by the internet gateway, the application tier by NAT gateways, if there are any. */
export function createWaysOut(
  scope: Construct,
  { vpc, internet }: { readonly vpc: VpcId; readonly internet: InternetGatewayId },
  plan: NetworkPlan,
  subnets: Readonly<Record<Extract<Tier, "public" | "private-app">, PerZone<Subnet>>>,
  natGateways: NetworkSettings["natGateways"],
): WaysOut {
  const { prefix } = plan.site;
  const internetRoute = new Route(scope, "public-to-internet", {
    routeTableId: createRouteTable(scope, vpc, "public", subnets.public.values(), plan).id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: internet.id,
  });
  const used = { none: 0, one: 1, "one-per-zone": subnets.public.size }[natGateways];
  const createNatGateway = (zone: string, subnet: Subnet) => {
    const tags = { Name: `${prefix}-nat-${zone}` };
    return new NatGateway(scope, `nat-${zone}`, {
      allocationId: new Eip(scope, `nat-${zone}-address`, { domain: "vpc", tags }).id,
      subnetId: subnet.id,
      tags,
      dependsOn: [internetRoute],
    });
  };
  const gateways: PerZone<NatGateway> = new Map(
    [...subnets.public].slice(0, used).map(([zone, subnet]) => [zone, createNatGateway(zone, subnet)]),
  );
  const appTables = routeAppTier(scope, vpc, plan, subnets["private-app"], gateways, internet);
  return { internetRoute, natGateways: gateways, appTables };
}

/** Routes the subnet of each zone to the NAT gateway there, or to the shared one; where there is none, as the public tier. */
function routeAppTier(
  scope: Construct,
  vpc: VpcId,
  plan: NetworkPlan,
  subnets: PerZone<Subnet>,
  natGateways: PerZone<NatGateway>,
  internet: InternetGatewayId,
): RouteTable[] {
  const [shared] = natGateways.values();
  return [...subnets].map(([zone, subnet]) => {
    const table = createRouteTable(scope, vpc, `private-app-${zone}`, [subnet], plan);
    const gateway = natGateways.get(zone) ?? shared;
    new Route(scope, `private-app-${zone}-to-internet`, {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      ...(gateway === undefined ? { gatewayId: internet.id } : { natGatewayId: gateway.id }),
    });
    return table;
  });
}
