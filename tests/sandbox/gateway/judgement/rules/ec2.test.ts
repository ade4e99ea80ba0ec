import { beforeEach, describe, expect, it } from "vitest";
import { describedSubnets, ec2List, noNetworkUsers, queryList, useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const ec2 = (Action: string, form: Record<string, string> = {}) => sandbox.query("ec2", { Action, ...form });
const group = (id: string, name: string, peers: readonly string[] = []) =>
  `<groupId>${id}</groupId><groupName>${name}</groupName><ipPermissions><item><groups>${peers
    .map((peer) => `<item><groupId>${peer}</groupId></item>`)
    .join("")}</groups></item></ipPermissions>`;
const groups = (...items: readonly string[]) => ec2List("DescribeSecurityGroups", "securityGroupInfo", items);
const gateways = (...items: readonly string[]) => ec2List("DescribeInternetGateways", "internetGatewaySet", items);

beforeEach(() => {
  noNetworkUsers(sandbox);
  sandbox.moto.xml("DescribeSecurityGroups", groups(group("sg-1", "web")));
  for (const action of ["DeleteSecurityGroup", "DeleteSubnet", "DeleteVpc", "DetachInternetGateway"]) {
    sandbox.moto.xml(action, `<${action}Response><return>true</return></${action}Response>`);
  }
});

describe("what something else needs", () => {
  const balancer =
    "<Scheme>internet-facing</Scheme><SecurityGroups><member>sg-1</member></SecurityGroups>" +
    "<AvailabilityZones><member><SubnetId>subnet-1</SubnetId></member></AvailabilityZones>";

  it("can be deleted when it is needed no more", async () => {
    sandbox.moto.xml("DescribeInternetGateways", gateways());
    sandbox.moto.xml("DescribeSecurityGroups", groups(group("sg-0", "default")));
    expect((await ec2("DeleteSecurityGroup", { GroupId: "sg-1" })).status).toBe(200);
    expect((await ec2("DeleteSubnet", { SubnetId: "subnet-1" })).status).toBe(200);
    expect((await ec2("DeleteVpc", { VpcId: "vpc-1" })).status).toBe(200);
    expect((await ec2("DetachInternetGateway", { VpcId: "vpc-1", InternetGatewayId: "igw-1" })).status).toBe(200);
  });

  it("cannot: a security group that another one names, or that has a load balancer", async () => {
    const refusal = "<Code>DependencyViolation</Code><Message>resource sg-1 has a dependent object</Message>";
    sandbox.moto.xml("DescribeSecurityGroups", groups(group("sg-1", "web"), group("sg-2", "db", ["sg-1"])));
    expect((await ec2("DeleteSecurityGroup", { GroupId: "sg-1" })).text).toContain(refusal);
    sandbox.moto.xml("DescribeSecurityGroups", groups(group("sg-1", "web", ["sg-1"])));
    sandbox.moto.xml("DescribeLoadBalancers", queryList("DescribeLoadBalancers", "LoadBalancers", [balancer]));
    expect((await ec2("DeleteSecurityGroup", { GroupId: "sg-1" })).text).toContain(refusal);
    expect(sandbox.moto.operations).not.toContain("DeleteSecurityGroup");
  });

  it.each([
    [
      "NAT gateway",
      "DescribeNatGateways",
      ec2List("DescribeNatGateways", "natGatewaySet", ["<subnetId>subnet-1</subnetId><state>available</state>"]),
    ],
    [
      "endpoint",
      "DescribeVpcEndpoints",
      ec2List("DescribeVpcEndpoints", "vpcEndpointSet", [
        "<state>available</state><subnetIdSet><item>subnet-1</item></subnetIdSet>",
      ]),
    ],
    ["load balancer", "DescribeLoadBalancers", queryList("DescribeLoadBalancers", "LoadBalancers", [balancer])],
  ])("cannot: a subnet with a %s", async (_, action, answer) => {
    sandbox.moto.xml(action, answer);
    expect((await ec2("DeleteSubnet", { SubnetId: "subnet-1" })).text).toContain(
      "<Code>DependencyViolation</Code><Message>The subnet 'subnet-1' has dependencies and cannot be deleted.</Message>",
    );
    expect((await ec2("DeleteSubnet", { SubnetId: "subnet-2" })).status).toBe(200);
  });

  it("cannot: the subnet of a database", async () => {
    const cluster = "<DBClusterIdentifier>lms</DBClusterIdentifier><DBSubnetGroup>data</DBSubnetGroup>";
    const subnets = "<Subnets><Subnet><SubnetIdentifier>subnet-1</SubnetIdentifier></Subnet></Subnets>";
    const described = `<DBSubnetGroupName>data</DBSubnetGroupName>${subnets}`;
    sandbox.moto.xml("DescribeDBClusters", queryList("DescribeDBClusters", "DBClusters", [cluster], "DBCluster"));
    sandbox.moto.xml(
      "DescribeDBSubnetGroups",
      queryList("DescribeDBSubnetGroups", "DBSubnetGroups", [described], "DBSubnetGroup"),
    );
    expect((await ec2("DeleteSubnet", { SubnetId: "subnet-1" })).status).toBe(400);
    expect((await ec2("DeleteSubnet", { SubnetId: "subnet-2" })).status).toBe(200);
  });

  it.each([
    ["an internet gateway", gateways("<internetGatewayId>igw-1</internetGatewayId>"), groups(group("sg-0", "default"))],
    ["a security group", gateways(), groups(group("sg-0", "default"), group("sg-1", "web"))],
  ])("cannot: a VPC with %s", async (_, internet, security) => {
    sandbox.moto.xml("DescribeInternetGateways", internet);
    sandbox.moto.xml("DescribeSecurityGroups", security);
    expect((await ec2("DeleteVpc", { VpcId: "vpc-1" })).text).toContain(
      "<Code>DependencyViolation</Code><Message>The vpc 'vpc-1' has dependencies and cannot be deleted.</Message>",
    );
  });

  it("cannot leave: the gateway of a VPC with public addresses", async () => {
    sandbox.moto.xml("DescribeLoadBalancers", queryList("DescribeLoadBalancers", "LoadBalancers", [balancer]));
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-1", "us-east-1a"]]));
    const detach = (VpcId: string) => ec2("DetachInternetGateway", { VpcId, InternetGatewayId: "igw-1" });
    expect((await detach("vpc-1")).text).toContain("Network vpc-1 has some mapped public address(es).");
    expect((await detach("vpc-2")).status).toBe(200);
  });
});

describe("rules of a security group", () => {
  const rules = (count: number, egress = "false") =>
    ec2List(
      "DescribeSecurityGroupRules",
      "securityGroupRuleSet",
      Array.from({ length: count }, () => `<isEgress>${egress}</isEgress><cidrIpv4>10.0.0.0/8</cidrIpv4>`),
    );
  const lists = (name: string) =>
    ec2List("DescribeManagedPrefixLists", "prefixListSet", [
      `<prefixListId>pl-1</prefixListId><prefixListName>${name}</prefixListName><maxEntries>7</maxEntries>`,
    ]);
  const REFUSAL =
    "<Code>RulesPerSecurityGroupLimitExceeded</Code><Message>The maximum number of rules per security group has been reached.</Message>";
  const ingress = (form: Record<string, string>) => ec2("AuthorizeSecurityGroupIngress", { GroupId: "sg-1", ...form });
  const CIDR = { "IpPermissions.1.IpProtocol": "tcp", "IpPermissions.1.IpRanges.1.CidrIp": "10.0.0.0/8" };
  const LIST = { "IpPermissions.1.IpProtocol": "tcp", "IpPermissions.1.PrefixListIds.1.PrefixListId": "pl-1" };

  beforeEach(() => {
    sandbox.moto.xml("AuthorizeSecurityGroupIngress", "<AuthorizeSecurityGroupIngressResponse/>");
  });

  it("may be 60 of each direction", async () => {
    sandbox.moto.xml("DescribeSecurityGroupRules", rules(59));
    expect((await ingress(CIDR)).status).toBe(200);
    sandbox.moto.xml("DescribeSecurityGroupRules", rules(60, "true"));
    expect((await ingress(CIDR)).status).toBe(200);
    sandbox.moto.xml("DescribeSecurityGroupRules", rules(60));
    expect((await ingress(CIDR)).text).toContain(REFUSAL);
  });

  it.each([
    ["com.amazonaws.global.cloudfront.origin-facing", 5, 6],
    ["com.amazonaws.us-east-1.route53-healthchecks", 35, 36],
    ["a-school's-own", 53, 54],
  ])("weigh as many as the prefix list has entries: %s", async (name, fits, doesNot) => {
    sandbox.moto.xml("DescribeManagedPrefixLists", lists(name));
    sandbox.moto.xml("DescribeSecurityGroupRules", rules(fits));
    expect((await ingress(LIST)).status).toBe(200);
    sandbox.moto.xml("DescribeSecurityGroupRules", rules(doesNot));
    expect((await ingress(LIST)).text).toContain(REFUSAL);
  });
});

describe("the block of a subnet", () => {
  it("is from /16 to /28", async () => {
    sandbox.moto.xml("CreateSubnet", "<CreateSubnetResponse/>");
    const create = (CidrBlock: string) => ec2("CreateSubnet", { VpcId: "vpc-1", CidrBlock });
    expect((await create("10.0.0.0/28")).status).toBe(200);
    expect((await create("10.0.0.0/16")).status).toBe(200);
    for (const block of ["10.0.0.0/29", "10.0.0.0/15"]) {
      expect((await create(block)).text).toContain(
        `<Code>InvalidSubnet.Range</Code><Message>The CIDR '${block}' is invalid.</Message>`,
      );
    }
  });
});

describe("Elastic IP addresses", () => {
  it("are five in a region", async () => {
    const addresses = (count: number) =>
      ec2List(
        "DescribeAddresses",
        "addressesSet",
        Array.from({ length: count }, () => "<publicIp>192.0.2.1</publicIp>"),
      );
    sandbox.moto.xml("AllocateAddress", "<AllocateAddressResponse/>");
    sandbox.moto.xml("DescribeAddresses", addresses(4));
    expect((await ec2("AllocateAddress")).status).toBe(200);
    sandbox.moto.xml("DescribeAddresses", addresses(5));
    expect((await ec2("AllocateAddress")).text).toContain(
      "<Code>AddressLimitExceeded</Code><Message>The maximum number of addresses has been reached.</Message>",
    );
  });

  it("are five VPCs in a region", async () => {
    const vpcs = (count: number) =>
      ec2List(
        "DescribeVpcs",
        "vpcSet",
        Array.from({ length: count }, (_, index) => `<vpcId>vpc-${index}</vpcId>`),
      );
    sandbox.moto.xml("CreateVpc", "<CreateVpcResponse/>");
    sandbox.moto.xml("DescribeVpcs", vpcs(4));
    expect((await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" })).status).toBe(200);
    sandbox.moto.xml("DescribeVpcs", vpcs(5));
    expect((await ec2("CreateVpc", { CidrBlock: "10.0.0.0/16" })).text).toContain(
      "<Code>VpcLimitExceeded</Code><Message>The maximum number of VPCs has been reached.</Message>",
    );
  });

  it("are five NAT gateways in a zone", async () => {
    const gateways = (count: number) =>
      ec2List(
        "DescribeNatGateways",
        "natGatewaySet",
        Array.from({ length: count }, () => "<subnetId>subnet-1</subnetId><state>available</state>").concat(
          "<subnetId>subnet-1</subnetId><state>deleted</state>",
        ),
      );
    sandbox.moto.xml("CreateNatGateway", "<CreateNatGatewayResponse/>");
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-1", "us-east-1a"]]));
    sandbox.moto.xml("DescribeNatGateways", gateways(4));
    expect((await ec2("CreateNatGateway", { SubnetId: "subnet-1" })).status).toBe(200);
    sandbox.moto.xml("DescribeNatGateways", gateways(5));
    expect((await ec2("CreateNatGateway", { SubnetId: "subnet-1" })).text).toContain(
      "<Code>NatGatewayLimitExceeded</Code><Message>The maximum number of NAT Gateways in the zone us-east-1a has been reached.</Message>",
    );
  });

  it("are 50 tags of a resource", async () => {
    const tags = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          [`Tag.${index + 1}.Key`, `k${index}`],
          [`Tag.${index + 1}.Value`, "v"],
        ]).flat(),
      );
    sandbox.moto.xml("CreateTags", "<CreateTagsResponse/>");
    expect((await ec2("CreateTags", { "ResourceId.1": "vpc-1", ...tags(50) })).status).toBe(200);
    expect((await ec2("CreateTags", { "ResourceId.1": "vpc-1", ...tags(51) })).text).toContain(
      "<Code>TagLimitExceeded</Code><Message>The maximum number of tags (50) for this resource has been reached.</Message>",
    );
  });
});
