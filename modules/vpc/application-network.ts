import type { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import type { DataTier, Tier, Vpc } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { checkClusterZones } from "./cluster-zones";
import { Endpoints } from "./endpoints";
import { type NatGatewayMetrics, natGatewayMetrics } from "./metrics";
import { SecurityGroups } from "./security-groups";
import type { NetworkSettings } from "./settings";
import { subnetSize } from "./subnet-plan";
import { createRouteTable, createSubnets, perTier, subnetIds } from "./tiers";
import { createInternetGateway } from "./vpc";
import { createWaysOut } from "./ways-out";

export interface ApplicationNetworkProps {
  /** VPC with a data tier, such as a `DataNetwork`, whose block and zones are those of the settings. */
  readonly dataTier: DataTier;
  readonly site: Site;
  readonly settings: Omit<NetworkSettings, "vpc">;
  /** Zones of the subnets of the EKS control plane. They never change, whatever zones the other tiers gain or lose. */
  readonly controlPlaneZones: readonly string[];
}

/** Tiers beside the data tier of a VPC that is there already: what an application needs, in the places that were kept free. */
export class ApplicationNetwork extends Construct implements Vpc {
  readonly id: string;
  readonly zones: readonly string[];
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  readonly subnetSizes: Readonly<Record<Tier, number>>;
  readonly securityGroups: SecurityGroups;
  readonly internetAccess: readonly [Route];
  /** Metrics of the NAT gateways, by zone. */
  readonly metrics: { readonly natGateways: Readonly<Record<string, NatGatewayMetrics>> };

  constructor(scope: Construct, id: string, props: ApplicationNetworkProps) {
    super(scope, id);
    const { dataTier, site, settings, controlPlaneZones } = props;
    const { cidr, zones, natGateways } = settings;
    const plan = { cidr, zones, site };
    checkClusterZones(this, controlPlaneZones);
    const subnets = {
      public: createSubnets(this, dataTier, "public", plan),
      "private-app": createSubnets(this, dataTier, "private-app", plan, natGateways === "none"),
      "control-plane": createSubnets(this, dataTier, "control-plane", { ...plan, zones: controlPlaneZones }),
    };
    const internet = createInternetGateway(this, dataTier, plan);
    const out = createWaysOut(this, { vpc: dataTier, internet }, plan, subnets, natGateways);
    createRouteTable(this, dataTier, "control-plane", subnets["control-plane"].values(), plan);
    this.id = dataTier.id;
    this.zones = zones;
    this.subnetIds = {
      public: subnetIds(subnets.public),
      "private-app": subnetIds(subnets["private-app"]),
      "private-data": dataTier.subnetIds["private-data"],
      "control-plane": subnetIds(subnets["control-plane"]),
    };
    this.subnetSizes = perTier((tier) => subnetSize(cidr, tier));
    this.internetAccess = [out.internetRoute];
    this.metrics = {
      natGateways: Object.fromEntries([...out.natGateways].map(([zone, { id }]) => [zone, natGatewayMetrics(id)])),
    };
    this.securityGroups = new SecurityGroups(this, "security-groups", { vpcId: dataTier.id, site });
    new Endpoints(this, "endpoints", {
      vpcId: dataTier.id,
      services: settings.interfaceEndpoints,
      subnetIds: this.subnetIds["private-app"],
      securityGroup: this.securityGroups.endpoints,
      routeTableIds: out.appTables.map((table) => table.id),
      site,
    });
  }
}
