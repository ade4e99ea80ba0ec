import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Network } from "../../../modules/vpc/network";
import { Root } from "../../../stacks/root";
import { dev, prod, type TestEnvironment } from "../../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";
import { buildFromVariables } from "../../support/variables";

class NetworkRoot extends Root {
  constructor(scope: Construct, environment: TestEnvironment) {
    super(scope, `${environment.name}-network`, environment);
    const { dataProtection, network: settings, logRetentionDays } = environment;
    const site = siteOf(environment);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    new Network(this, "network", { keys, site, settings, controlPlaneZones: settings.zones, logRetentionDays });
  }
}

const roots = synthesizeRoots([(app) => new NetworkRoot(app, dev), (app) => new NetworkRoot(app, prod)]);

describe.each([
  { environment: "dev", vpc: "10.2", nat: ["a"], interfaceEndpoints: [], logDays: 30 },
  {
    environment: "prod",
    vpc: "10.0",
    nat: ["a", "b", "c"],
    interfaceEndpoints: ["ecr.api", "sts"],
    logDays: 365,
  },
])("the network of $environment", ({ environment, vpc, nat, interfaceEndpoints, logDays }) => {
  const platform = (roots.get(`${environment}-network`) as SynthesizedRoot).part("network");

  it("is one VPC with DNS, as private endpoints need it", () => {
    expect(platform.resources("aws_vpc")).toEqual({
      network_vpc: {
        cidr_block: `${vpc}.0.0/16`,
        enable_dns_hostnames: true,
        enable_dns_support: true,
        tags: { Name: `lms-${environment}` },
      },
    });
  });

  it("has three tiers over three zones, and subnets for the control plane", () => {
    expect(platform.attribute("aws_subnet", "cidr_block")).toEqual({
      network_public_us_east_1a: `${vpc}.128.0/22`,
      network_public_us_east_1b: `${vpc}.132.0/22`,
      network_public_us_east_1c: `${vpc}.136.0/22`,
      network_private_app_us_east_1a: `${vpc}.0.0/20`,
      network_private_app_us_east_1b: `${vpc}.16.0/20`,
      network_private_app_us_east_1c: `${vpc}.32.0/20`,
      network_private_data_us_east_1a: `${vpc}.160.0/22`,
      network_private_data_us_east_1b: `${vpc}.164.0/22`,
      network_private_data_us_east_1c: `${vpc}.168.0/22`,
      network_control_plane_us_east_1a: `${vpc}.192.0/23`,
      network_control_plane_us_east_1b: `${vpc}.194.0/23`,
      network_control_plane_us_east_1c: `${vpc}.196.0/23`,
    });
    for (const [name, subnet] of Object.entries(platform.resources("aws_subnet"))) {
      expect(subnet.availability_zone).toBe(`us-east-1${name.slice(-1)}`);
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
  });

  it("deletes a subnet that goes only after what used it uses the others", () => {
    for (const subnet of Object.values(platform.resources("aws_subnet"))) {
      expect(subnet.lifecycle).toMatchObject({ create_before_destroy: true });
    }
  });

  it("tags the subnets for load balancers", () => {
    const tags = platform.attribute("aws_subnet", "tags");
    expect(tags.network_public_us_east_1b).toEqual({
      Name: `lms-${environment}-public-us-east-1b`,
      Tier: "public",
      "kubernetes.io/role/elb": "1",
    });
    expect(tags.network_private_app_us_east_1b).toEqual({
      Name: `lms-${environment}-private-app-us-east-1b`,
      Tier: "private-app",
      "kubernetes.io/role/internal-elb": "1",
    });
    expect(tags.network_private_data_us_east_1b).toEqual({
      Name: `lms-${environment}-private-data-us-east-1b`,
      Tier: "private-data",
    });
  });

  it(`has ${nat.length} NAT gateway(s), in public subnets with addresses of their own`, () => {
    const names = nat.map((zone) => `network_nat_us_east_1${zone}`);
    expect(Object.keys(platform.resources("aws_nat_gateway"))).toEqual(names);
    expect(platform.attribute("aws_nat_gateway", "subnet_id")).toEqual(
      Object.fromEntries(
        nat.map((zone) => [`network_nat_us_east_1${zone}`, ref(`aws_subnet.network_public_us_east_1${zone}.id`)]),
      ),
    );
    expect(platform.attribute("aws_nat_gateway", "allocation_id")).toEqual(
      Object.fromEntries(names.map((name) => [name, ref(`aws_eip.${name}_address.id`)])),
    );
    expect(Object.keys(platform.resources("aws_eip"))).toEqual(names.map((name) => `${name}_address`));
  });

  it("routes the public tier to the internet, each zone's pods to a NAT gateway, and the data tier nowhere", () => {
    const appRoute = (zone: string) => ({
      route_table_id: ref(`aws_route_table.network_private_app_us_east_1${zone}_routes.id`),
      destination_cidr_block: "0.0.0.0/0",
      nat_gateway_id: ref(`aws_nat_gateway.network_nat_us_east_1${nat.includes(zone) ? zone : "a"}.id`),
    });
    expect(platform.resources("aws_route")).toEqual({
      network_public_to_internet: {
        route_table_id: ref("aws_route_table.network_public_routes.id"),
        destination_cidr_block: "0.0.0.0/0",
        gateway_id: ref("aws_internet_gateway.network_internet.id"),
      },
      network_private_app_us_east_1a_to_internet: appRoute("a"),
      network_private_app_us_east_1b_to_internet: appRoute("b"),
      network_private_app_us_east_1c_to_internet: appRoute("c"),
    });
    expect(platform.attribute("aws_route_table_association", "route_table_id")).toEqual(
      Object.fromEntries(
        ["a", "b", "c"].flatMap((zone) => [
          [`network_public_us_east_1${zone}_association`, ref("aws_route_table.network_public_routes.id")],
          [
            `network_private_app_us_east_1${zone}_association`,
            ref(`aws_route_table.network_private_app_us_east_1${zone}_routes.id`),
          ],
          [`network_private_data_us_east_1${zone}_association`, ref("aws_route_table.network_private_data_routes.id")],
          [
            `network_control_plane_us_east_1${zone}_association`,
            ref("aws_route_table.network_control_plane_routes.id"),
          ],
        ]),
      ),
    );
  });

  it("reaches S3 by a gateway endpoint from the private tiers, and the chosen services by interface endpoints", () => {
    const { network_endpoints_s3: s3, ...interfaces } = platform.resources("aws_vpc_endpoint");
    expect(s3).toMatchObject({
      service_name: "com.amazonaws.us-east-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: [
        ref("aws_route_table.network_private_app_us_east_1a_routes.id"),
        ref("aws_route_table.network_private_app_us_east_1b_routes.id"),
        ref("aws_route_table.network_private_app_us_east_1c_routes.id"),
        ref("aws_route_table.network_private_data_routes.id"),
      ],
    });
    expect(
      Object.values(interfaces)
        .map(({ service_name }) => service_name)
        .sort(),
    ).toEqual(interfaceEndpoints.map((service) => `com.amazonaws.us-east-1.${service}`));
    for (const endpoint of Object.values(interfaces)) {
      expect(endpoint).toMatchObject({
        vpc_endpoint_type: "Interface",
        private_dns_enabled: true,
        subnet_ids: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_app_us_east_1${zone}.id`)),
        security_group_ids: [ref("aws_security_group.network_security_groups_endpoints.id")],
      });
    }
  });

  it("locks the default security group", () => {
    expect(platform.resources("aws_default_security_group")).toEqual({
      network_default: {
        vpc_id: ref("aws_vpc.network_vpc.id"),
        tags: { Name: `lms-${environment}-default-locked` },
      },
    });
  });

  it("opens nothing between tiers but these ways", () => {
    const group = (id: unknown) => /aws_security_group\.network_security_groups_(\w+)\.id/.exec(String(id))?.[1];
    const ways = (type: string) =>
      Object.values(platform.resources(type))
        .map((rule) =>
          [
            group(rule.security_group_id),
            group(rule.referenced_security_group_id) ?? rule.cidr_ipv4,
            rule.from_port ?? "all",
            rule.to_port ?? "all",
          ].join(" "),
        )
        .sort();
    expect(ways("aws_vpc_security_group_ingress_rule")).toEqual([
      "endpoints workloads 443 443",
      "workloads load_balancer 8080 8080",
      "workloads workloads all all",
    ]);
    expect(ways("aws_vpc_security_group_egress_rule")).toEqual([
      "load_balancer workloads 8080 8080",
      "workloads 0.0.0.0/0 443 443",
      "workloads endpoints 443 443",
      "workloads workloads all all",
    ]);
  });

  it("guards the data tier with a network ACL of whole tiers", () => {
    expect(platform.attribute("aws_network_acl", "subnet_ids")).toEqual({
      network_data_tier_acl: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_data_us_east_1${zone}.id`)),
    });
    const rules = Object.values(platform.resources("aws_network_acl_rule"))
      .map((rule) =>
        [
          rule.egress ? "out" : "in",
          rule.rule_number,
          rule.rule_action,
          rule.protocol,
          rule.cidr_block,
          rule.from_port,
          rule.to_port,
        ].join(" "),
      )
      .sort();
    expect(rules).toEqual([
      `in 100 allow tcp ${vpc}.0.0/17 5432 5432`,
      `in 110 allow tcp ${vpc}.0.0/17 6379 6379`,
      `in 120 allow tcp ${vpc}.160.0/19 0 65535`,
      `out 100 allow tcp ${vpc}.0.0/17 1024 65535`,
      `out 120 allow tcp ${vpc}.160.0/19 0 65535`,
    ]);
  });

  it("has a plan refuse zones of the control plane where EKS makes none", () => {
    const zones = platform.data("aws_availability_zone");
    expect(Object.keys(zones).sort()).toEqual(
      ["a", "b", "c"].map((zone) => `network_control_plane_us_east_1${zone}_zone`),
    );
    const { name, lifecycle } = zones.network_control_plane_us_east_1a_zone ?? {};
    expect(name).toBe("us-east-1a");
    expect(lifecycle).toEqual({
      postcondition: [
        {
          condition: `\${!contains(["cac1-az3","use1-az3","usw1-az2"], self.zone_id)}`,
          error_message:
            "cluster.controlPlaneZones: must be zones where EKS makes a control plane, got us-east-1a, " +
            `which is \${self.zone_id} in this account; choose another, as aws ec2 describe-availability-zones tells them`,
        },
      ],
    });
  });

  it("logs every connection to an encrypted group", () => {
    expect(platform.resources("aws_flow_log")).toEqual({
      network_flow_logs_vpc: {
        vpc_id: ref("aws_vpc.network_vpc.id"),
        traffic_type: "ALL",
        max_aggregation_interval: 60,
        log_destination_type: "cloud-watch-logs",
        log_destination: ref("aws_cloudwatch_log_group.network_flow_logs_group.arn"),
        iam_role_arn: ref("aws_iam_role.network_flow_logs_role.arn"),
        depends_on: ["aws_iam_role_policy.network_flow_logs_role_policy"],
        tags: { Name: `lms-${environment}-vpc` },
      },
    });
    expect(platform.resources("aws_cloudwatch_log_group").network_flow_logs_group).toEqual({
      name: `/lms-${environment}/vpc-flow-logs`,
      kms_key_id: ref("aws_kms_key.keys_logs.arn"),
      retention_in_days: logDays,
    });
  });

  it("gives the flow log the rights that AWS asks for, but that to create a group", () => {
    const group = ref("aws_cloudwatch_log_group.network_flow_logs_group.arn");
    const { policy } = platform.resources("aws_iam_role_policy").network_flow_logs_role_policy ?? {};
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "WriteFlowLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: `${group}:*`,
      },
      { Sid: "FindLogGroup", Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: "*" },
    ]);
  });
});

describe("without NAT gateways", () => {
  const settings = { ...dev.network, natGateways: "none" } as const;
  const [root] = synthesizeRoots([(app) => new NetworkRoot(app, { ...dev, network: settings })]).values();
  const platform = (root as SynthesizedRoot).part("network");

  it("gives nodes public addresses and a way out by them, and no other tier", () => {
    expect([platform.resources("aws_nat_gateway"), platform.resources("aws_eip")]).toEqual([{}, {}]);
    const given = Object.entries(platform.attribute("aws_subnet", "map_public_ip_on_launch"));
    expect(given.filter(([, isGiven]) => isGiven).map(([name]) => name)).toEqual(
      ["a", "b", "c"].map((zone) => `network_private_app_us_east_1${zone}`),
    );
    expect(platform.attribute("aws_route", "gateway_id")).toEqual(
      Object.fromEntries(
        ["public", "private_app_us_east_1a", "private_app_us_east_1b", "private_app_us_east_1c"].map((table) => [
          `network_${table}_to_internet`,
          ref("aws_internet_gateway.network_internet.id"),
        ]),
      ),
    );
  });

  it("lets no one in from outside", () => {
    const rules = Object.values(platform.resources("aws_vpc_security_group_ingress_rule"));
    expect(rules.length).toBe(3);
    for (const rule of rules)
      expect([rule.cidr_ipv4, rule.cidr_ipv6, rule.prefix_list_id]).toEqual([undefined, undefined, undefined]);
  });
});

describe("in a VPC that is there already", () => {
  const settings = { ...dev.network, vpc: "vpc-0a1b2c3d4e5f60718", cidr: "10.0.0.0/16" } as const;
  const [root] = synthesizeRoots([(app) => new NetworkRoot(app, { ...dev, network: settings })]).values();
  const platform = (root as SynthesizedRoot).part("network");

  it("makes its subnets there, and leaves what the VPC has", () => {
    expect([
      platform.resources("aws_vpc"),
      platform.resources("aws_internet_gateway"),
      platform.resources("aws_default_security_group"),
    ]).toEqual([{}, {}, {}]);
    const vpcs = Object.values(platform.attribute("aws_subnet", "vpc_id"));
    expect([vpcs.length, ...new Set(vpcs)]).toEqual([12, ref("data.aws_vpc.network_vpc.id")]);
    expect(platform.attribute("aws_route", "gateway_id").network_public_to_internet).toBe(
      ref("data.aws_internet_gateway.network_internet.internet_gateway_id"),
    );
  });

  it("has a plan refuse a VPC that has not the block or no host names", () => {
    expect(root?.data("aws_vpc").network_vpc?.lifecycle).toEqual({
      postcondition: [
        {
          condition: ref('contains(self.cidr_block_associations[*].cidr_block, "10.0.0.0/16")'),
          error_message:
            "network.cidr: must be a block of vpc-0a1b2c3d4e5f60718, got 10.0.0.0/16 (associate it with the VPC, or name one that it has)",
        },
        {
          condition: ref("(self.enable_dns_support && self.enable_dns_hostnames)"),
          error_message:
            "network.vpc: must have DNS resolution and DNS host names, got vpc-0a1b2c3d4e5f60718 (turn both on)",
        },
      ],
    });
  });
});

it("is made from variables", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new Network(root, "network", {
        keys: { logs: root.arn("logs_key") },
        site: root.site(),
        settings: {
          cidr: root.text("cidr"),
          zones: ["us-east-1a", "us-east-1b"],
          vpc: "created",
          natGateways: "one",
          interfaceEndpoints: ["sts"],
        },
        controlPlaneZones: ["us-east-1b", "us-east-1c"],
        logRetentionDays: root.number("log_retention_days"),
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const blocks = Object.values(resources.aws_subnet ?? {}).map(({ cidr_block }) => cidr_block);
  expect(blocks.sort()).toEqual(
    ["4, 0", "4, 1", "6, 32", "6, 33", "6, 40", "6, 41", "7, 97", "7, 98"].map((part) =>
      ref(`cidrsubnet(var.cidr, ${part})`),
    ),
  );
});

function ref(attribute: string): string {
  return `\${${attribute}}`;
}
