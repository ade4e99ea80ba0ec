import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { Construct } from "constructs";
import type { DataTier } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { DataTierAcl, subnetCidr } from "../vpc";

export interface RecoveryNetworkProps {
  /** IPv4 block of the VPC, cut like that of the home region, so that the other tiers find their place free. */
  readonly cidr: string;
  readonly zones: readonly string[];
  readonly site: Pick<Site, "prefix">;
}

/** The least network that holds data in a second region: the data tier of the home region's plan, without a way out. */
export class RecoveryNetwork extends Construct implements DataTier {
  readonly id: string;
  readonly subnetIds: DataTier["subnetIds"];
  readonly vpc: Vpc;
  readonly zones: readonly string[];
  private readonly subnets: readonly Subnet[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RecoveryNetworkProps,
  ) {
    super(scope, id);
    const { cidr, zones, site } = props;
    this.zones = zones;
    this.vpc = this.createVpc();
    this.subnets = this.createSubnets();
    this.id = this.vpc.id;
    this.subnetIds = { "private-data": this.subnets.map(({ id }) => id) };
    new DataTierAcl(this, "data-tier", {
      vpcId: this.vpc.id,
      vpcCidr: cidr,
      subnetIds: this.subnetIds["private-data"],
      name: `${site.prefix}-private-data`,
    });
  }

  private createVpc(): Vpc {
    const { cidr, site } = this.props;
    const vpc = new Vpc(this, "vpc", {
      cidrBlock: cidr,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: site.prefix },
    });
    // Every VPC is born with a group that lets its members talk; without a rule nothing can use it by mistake.
    new DefaultSecurityGroup(this, "default", { vpcId: vpc.id, tags: { Name: `${site.prefix}-default-locked` } });
    return vpc;
  }

  private createSubnets(): Subnet[] {
    const { cidr, zones, site } = this.props;
    const table = new RouteTable(this, "private-data-routes", {
      vpcId: this.vpc.id,
      tags: { Name: `${site.prefix}-private-data` },
    });
    return zones.map((zone) => {
      const subnet = new Subnet(this, `private-data-${zone}`, {
        vpcId: this.vpc.id,
        availabilityZone: zone,
        cidrBlock: subnetCidr(cidr, "private-data", zone),
        mapPublicIpOnLaunch: false,
        tags: { Name: `${site.prefix}-private-data-${zone}`, Tier: "private-data" },
      });
      new RouteTableAssociation(this, `private-data-${zone}-association`, {
        routeTableId: table.id,
        subnetId: subnet.id,
      });
      return subnet;
    });
  }
}
