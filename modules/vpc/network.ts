import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import type { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import type { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { Keys, Tier, Vpc } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { DataTierAcl } from "./data-tier";
import { Endpoints } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import { type NatGatewayMetrics, natGatewayMetrics } from "./metrics";
import { SecurityGroups } from "./security-groups";
import type { NetworkSettings } from "./settings";
import { subnetSize } from "./subnet-plan";
import { createRouteTable, createSubnets, createVpc, type NetworkPlan, type PerZone, subnetIds } from "./tiers";

export interface NetworkProps {
  readonly keys: Pick<Keys, "logs">;
  readonly site: Site;
  readonly settings: NetworkSettings;
  /** Zones of the subnets of the EKS control plane. They never change, whatever zones the other tiers gain or lose. */
  readonly controlPlaneZones: readonly string[];
  readonly logRetentionDays: number;
}

/**
 * The network of an environment: a VPC of three tiers over its zones, and subnets for the EKS control plane. Only NAT gateways and load balancers have
 * public addresses, the application tier leaves by NAT or endpoints, and the data tier has no way out but S3's. Without NAT
 * gateways nodes have public addresses, too, by which they leave, and by which security groups let no one in.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
 */
export class Network extends Construct implements Vpc {
  readonly id: string;
  readonly zones: readonly string[];
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  readonly subnetSizes: Readonly<Record<Tier, number>>;
  readonly securityGroups: SecurityGroups;
  readonly internetAccess: readonly [Route];
  readonly flowLogs: FlowLogs;
  /** Metrics of the NAT gateways, by zone. */
  readonly metrics: { readonly natGateways: Readonly<Record<string, NatGatewayMetrics>> };

  private readonly plan: NetworkPlan;
  private readonly vpc: AwsVpc;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { keys, site, settings, controlPlaneZones, logRetentionDays } = props;
    const { cidr, zones } = settings;
    this.plan = { cidr, zones, site };
    this.vpc = createVpc(this, this.plan);
    const zonesOf = (tier: Tier) => (tier === "control-plane" ? controlPlaneZones : zones);
    const hasPublicAddresses = (tier: Tier) => tier === "private-app" && settings.natGateways === "none";
    const subnets = perTier((tier) =>
      createSubnets(this, this.vpc, tier, { ...this.plan, zones: zonesOf(tier) }, hasPublicAddresses(tier)),
    );
    const internet = this.createInternetGateway();
    const internetRoute = this.routePublicTier(subnets.public, internet);
    const natGateways = this.createNatGateways(settings.natGateways, subnets.public, internetRoute);
    const appTables = this.routeAppTier(subnets["private-app"], natGateways, internet);
    const dataTable = createRouteTable(this, this.vpc, "private-data", subnets["private-data"].values(), this.plan);
    createRouteTable(this, this.vpc, "control-plane", subnets["control-plane"].values(), this.plan);

    const vpcId = this.vpc.id;
    this.id = vpcId;
    this.zones = zones;
    this.subnetIds = perTier((tier) => subnetIds(subnets[tier]));
    this.subnetSizes = perTier((tier) => subnetSize(cidr, tier));
    this.internetAccess = [internetRoute];
    this.metrics = {
      natGateways: Object.fromEntries([...natGateways].map(([zone, gateway]) => [zone, natGatewayMetrics(gateway.id)])),
    };
    this.securityGroups = new SecurityGroups(this, "security-groups", { vpcId, site });
    new Endpoints(this, "endpoints", {
      vpcId,
      services: settings.interfaceEndpoints,
      subnetIds: this.subnetIds["private-app"],
      securityGroup: this.securityGroups.endpoints,
      routeTableIds: [...appTables, dataTable].map((table) => table.id),
      site,
    });
    new DataTierAcl(this, "data-tier", {
      vpcId,
      vpcCidr: cidr,
      subnetIds: this.subnetIds["private-data"],
      name: `${site.prefix}-private-data`,
    });
    this.flowLogs = new FlowLogs(this, "flow-logs", { vpcId, keys, site, logRetentionDays });
  }

  private createInternetGateway(): InternetGateway {
    return new InternetGateway(this, "internet", { vpcId: this.vpc.id, tags: { Name: this.plan.site.prefix } });
  }

  private routePublicTier(subnets: PerZone<Subnet>, gateway: InternetGateway): Route {
    return new Route(this, "public-to-internet", {
      routeTableId: createRouteTable(this, this.vpc, "public", subnets.values(), this.plan).id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
  }

  private createNatGateways(
    natGateways: NetworkSettings["natGateways"],
    subnets: PerZone<Subnet>,
    internetRoute: Route,
  ): PerZone<NatGateway> {
    const create = (zone: string, subnet: Subnet) => {
      const tags = { Name: `${this.plan.site.prefix}-nat-${zone}` };
      return new NatGateway(this, `nat-${zone}`, {
        allocationId: new Eip(this, `nat-${zone}-address`, { domain: "vpc", tags }).id,
        subnetId: subnet.id,
        tags,
        dependsOn: [internetRoute],
      });
    };
    const used = { none: 0, one: 1, "one-per-zone": subnets.size }[natGateways];
    return new Map([...subnets].slice(0, used).map(([zone, subnet]) => [zone, create(zone, subnet)]));
  }

  /** Routes the subnet of each zone to the NAT gateway there, or to the shared one; where there is none, as the public tier. */
  private routeAppTier(
    subnets: PerZone<Subnet>,
    natGateways: PerZone<NatGateway>,
    internet: InternetGateway,
  ): RouteTable[] {
    const [shared] = natGateways.values();
    return [...subnets].map(([zone, subnet]) => {
      const table = createRouteTable(this, this.vpc, `private-app-${zone}`, [subnet], this.plan);
      const gateway = natGateways.get(zone) ?? shared;
      new Route(this, `private-app-${zone}-to-internet`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        ...(gateway === undefined ? { gatewayId: internet.id } : { natGatewayId: gateway.id }),
      });
      return table;
    });
  }
}

function perTier<T>(value: (tier: Tier) => T): Readonly<Record<Tier, T>> {
  return {
    public: value("public"),
    "private-app": value("private-app"),
    "private-data": value("private-data"),
    "control-plane": value("control-plane"),
  };
}
