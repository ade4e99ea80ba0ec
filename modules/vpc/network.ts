import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc as AwsVpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { Keys, Tier, Vpc } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { DataTierAcl } from "./data-tier-acl";
import { Endpoints } from "./endpoints";
import { FlowLogs } from "./flow-logs";
import { type NatGatewayMetrics, natGatewayMetrics } from "./metrics";
import { SecurityGroups } from "./security-groups";
import type { NetworkSettings } from "./settings";
import { subnetCidr, subnetSize } from "./subnet-plan";

export interface NetworkProps {
  readonly keys: Pick<Keys, "logs">;
  readonly site: Site;
  readonly settings: NetworkSettings;
  readonly logRetentionDays: number;
}

/** Something that exists once in each availability zone, by the zone's name. */
type PerZone<T> = ReadonlyMap<string, T>;

/**
 * The tags by which the AWS Load Balancer Controller finds the subnets of a load balancer.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html
 */
const TIER_TAGS: Readonly<Record<Tier, Readonly<Record<string, string>>>> = {
  public: { "kubernetes.io/role/elb": "1" },
  "private-app": { "kubernetes.io/role/internal-elb": "1" },
  "private-data": {},
};

/**
 * The network of an environment: a VPC of three tiers over its zones. Only NAT gateways and load balancers have
 * public addresses, the application tier leaves by NAT or endpoints, and the data tier has no way out but S3's.
 */
export class Network extends Construct implements Vpc {
  readonly vpc: AwsVpc;
  readonly id: string;
  readonly zones: readonly string[];
  /** The subnets of each tier, in the order of the zones. */
  readonly subnets: Readonly<Record<Tier, PerZone<Subnet>>>;
  readonly subnetIds: Readonly<Record<Tier, readonly string[]>>;
  readonly subnetSizes: Readonly<Record<Tier, number>>;
  /** The NAT gateways, each by the zone that it is in. */
  readonly natGateways: PerZone<NatGateway>;
  readonly securityGroups: SecurityGroups;
  readonly internetAccess: readonly [Route];
  readonly flowLogs: FlowLogs;
  /** Metrics of the NAT gateways, by zone. */
  readonly metrics: { readonly natGateways: Readonly<Record<string, NatGatewayMetrics>> };

  private readonly props: NetworkProps;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    this.props = props;
    this.zones = props.settings.zones;
    this.vpc = this.createVpc();
    this.id = this.vpc.id;
    this.subnets = {
      public: this.createSubnets("public"),
      "private-app": this.createSubnets("private-app"),
      "private-data": this.createSubnets("private-data"),
    };
    this.subnetIds = perTier((tier) => [...this.subnets[tier].values()].map((subnet) => subnet.id));
    this.subnetSizes = perTier((tier) => subnetSize(props.settings.cidr, tier));
    this.internetAccess = [this.routePublicTier()];
    this.natGateways = this.createNatGateways();
    this.metrics = {
      natGateways: Object.fromEntries([...this.natGateways].map(([zone, { id }]) => [zone, natGatewayMetrics(id)])),
    };
    const appTables = this.routeAppTier();
    const dataTable = this.routeDataTier();
    const { site, settings, keys, logRetentionDays } = props;
    const vpcId = this.id;
    this.securityGroups = new SecurityGroups(this, "security-groups", { vpcId, site });
    new Endpoints(this, "endpoints", {
      vpcId,
      site,
      services: settings.interfaceEndpoints,
      subnetIds: this.subnetIds["private-app"],
      securityGroup: this.securityGroups.endpoints,
      routeTableIds: [...appTables.values(), dataTable].map((table) => table.id),
    });
    new DataTierAcl(this, "data-tier", {
      vpcId,
      vpcCidr: settings.cidr,
      subnetIds: this.subnetIds["private-data"],
      name: `${site.prefix}-private-data`,
    });
    this.flowLogs = new FlowLogs(this, "flow-logs", { vpcId, keys, site, logRetentionDays });
  }

  private createVpc(): AwsVpc {
    const { settings, site } = this.props;
    const vpc = new AwsVpc(this, "vpc", {
      cidrBlock: settings.cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: site.prefix },
    });
    // Every VPC is born with a group that lets its members talk; without a rule nothing can use it by mistake.
    new DefaultSecurityGroup(this, "default", { vpcId: vpc.id, tags: { Name: `${site.prefix}-default-locked` } });
    return vpc;
  }

  private createSubnets(tier: Tier): PerZone<Subnet> {
    const { settings, site } = this.props;
    const { cidr, zones } = settings;
    return perZone(
      zones,
      (zone) =>
        new Subnet(this, `${tier}-${zone}`, {
          vpcId: this.vpc.id,
          availabilityZone: zone,
          cidrBlock: subnetCidr(cidr, tier, zone),
          mapPublicIpOnLaunch: false,
          tags: { Name: `${site.prefix}-${tier}-${zone}`, Tier: tier, ...TIER_TAGS[tier] },
        }),
    );
  }

  private routePublicTier(): Route {
    const gateway = new InternetGateway(this, "internet", {
      vpcId: this.vpc.id,
      tags: { Name: this.props.site.prefix },
    });
    const table = this.createRouteTable("public", [...this.subnets.public.keys()], "public");
    return new Route(this, "public-to-internet", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: gateway.id,
    });
  }

  private createNatGateways(): PerZone<NatGateway> {
    const { settings, site } = this.props;
    const { natGateways, zones } = settings;
    return perZone(natGateways === "one" ? zones.slice(0, 1) : zones, (zone) => {
      const name = `${site.prefix}-nat-${zone}`;
      const address = new Eip(this, `nat-${zone}-address`, { domain: "vpc", tags: { Name: name } });
      return new NatGateway(this, `nat-${zone}`, {
        allocationId: address.id,
        subnetId: inZone(this.subnets.public, zone).id,
        tags: { Name: name },
        dependsOn: [...this.internetAccess],
      });
    });
  }

  private routeAppTier(): PerZone<RouteTable> {
    const [firstZone = ""] = this.natGateways.keys();
    return perZone(this.zones, (zone) => {
      const table = this.createRouteTable("private-app", [zone], `private-app-${zone}`);
      new Route(this, `private-app-${zone}-to-internet`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: (this.natGateways.get(zone) ?? inZone(this.natGateways, firstZone)).id,
      });
      return table;
    });
  }

  private routeDataTier(): RouteTable {
    return this.createRouteTable("private-data", this.zones, "private-data");
  }

  private createRouteTable(tier: Tier, zones: readonly string[], id: string): RouteTable {
    const table = new RouteTable(this, `${id}-routes`, {
      vpcId: this.vpc.id,
      tags: { Name: `${this.props.site.prefix}-${id}` },
    });
    for (const zone of zones) {
      new RouteTableAssociation(this, `${tier}-${zone}-association`, {
        routeTableId: table.id,
        subnetId: inZone(this.subnets[tier], zone).id,
      });
    }
    return table;
  }
}

function perTier<T>(value: (tier: Tier) => T): Readonly<Record<Tier, T>> {
  return { public: value("public"), "private-app": value("private-app"), "private-data": value("private-data") };
}

function perZone<T>(zones: readonly string[], create: (zone: string) => T): PerZone<T> {
  return new Map(zones.map((zone) => [zone, create(zone)]));
}

function inZone<T>(items: PerZone<T>, zone: string): T {
  const item = items.get(zone);
  if (item === undefined) throw new RangeError(`nothing in zone "${zone}", only in ${[...items.keys()].join(", ")}`);
  return item;
}
