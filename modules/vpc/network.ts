import type { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { Keys, Tier, Vpc } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { checkClusterZones } from "./cluster-zones";
import { DataTierAcl } from "./data-tier";
import { Endpoints } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import { type NatGatewayMetrics, natGatewayMetrics } from "./metrics";
import { SecurityGroups } from "./security-groups";
import type { NetworkSettings } from "./settings";
import { subnetSize } from "./subnet-plan";
import { createRouteTable, createSubnets, perTier, subnetIds } from "./tiers";
import { createInternetGateway, createVpc, findInternetGateway, findVpc } from "./vpc";
import { createWaysOut } from "./ways-out";

export interface NetworkProps {
  readonly keys: Pick<Keys, "logs">;
  readonly site: Site;
  readonly settings: NetworkSettings;
  /** Zones of the subnets of the EKS control plane. They never change, whatever zones the other tiers gain or lose. */
  readonly controlPlaneZones: readonly string[];
  readonly logRetentionDays: number;
}

/**
 * The network of an environment: a VPC, made or there already, of three tiers over its zones, and subnets for the EKS control
 * plane. Only NAT gateways and load balancers have public addresses, the application tier leaves by NAT or endpoints, and the
 * data tier has no way out but S3's. Without NAT gateways nodes have public addresses, too, by which they leave, and by which
 * security groups let no one in.
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

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    const { keys, site, settings, controlPlaneZones, logRetentionDays } = props;
    const { cidr, zones } = settings;
    const plan = { cidr, zones, site };
    const isCreated = settings.vpc === "created";
    const vpc = isCreated ? createVpc(this, plan) : findVpc(this, settings.vpc, plan);
    checkClusterZones(this, controlPlaneZones);
    const zonesOf = (tier: Tier) => (tier === "control-plane" ? controlPlaneZones : zones);
    const hasPublicAddresses = (tier: Tier) => tier === "private-app" && settings.natGateways === "none";
    const subnets = perTier((tier) =>
      createSubnets(this, vpc, tier, { ...plan, zones: zonesOf(tier) }, hasPublicAddresses(tier)),
    );
    const internet = isCreated ? createInternetGateway(this, vpc, plan) : findInternetGateway(this, vpc);
    const out = createWaysOut(this, { vpc, internet }, plan, subnets, settings.natGateways);
    const dataTable = createRouteTable(this, vpc, "private-data", subnets["private-data"].values(), plan);
    createRouteTable(this, vpc, "control-plane", subnets["control-plane"].values(), plan);

    const vpcId = vpc.id;
    this.id = vpcId;
    this.zones = zones;
    this.subnetIds = perTier((tier) => subnetIds(subnets[tier]));
    this.subnetSizes = perTier((tier) => subnetSize(cidr, tier));
    this.internetAccess = [out.internetRoute];
    this.metrics = {
      natGateways: Object.fromEntries(
        [...out.natGateways].map(([zone, gateway]) => [zone, natGatewayMetrics(gateway.id)]),
      ),
    };
    this.securityGroups = new SecurityGroups(this, "security-groups", { vpcId, site });
    new Endpoints(this, "endpoints", {
      vpcId,
      services: settings.interfaceEndpoints,
      subnetIds: this.subnetIds["private-app"],
      securityGroup: this.securityGroups.endpoints,
      routeTableIds: [...out.appTables, dataTable].map((table) => table.id),
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
}
