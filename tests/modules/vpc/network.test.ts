import { beforeAll, describe, expect, it } from "vitest";
import { root, type SynthesizedRoot } from "../../support/synthesized";

describe.each([
  { environment: "dev", vpc: "10.2", zones: ["a", "b", "c"], nat: ["a"], interfaceEndpoints: [] },
  {
    environment: "staging",
    vpc: "10.1",
    zones: ["a", "b", "c"],
    nat: ["a"],
    interfaceEndpoints: ["ecr.api", "ecr.dkr", "sts"],
  },
  {
    environment: "prod",
    vpc: "10.0",
    zones: ["a", "b", "c"],
    nat: ["a", "b", "c"],
    interfaceEndpoints: [
      "autoscaling",
      "ec2",
      "ecr.api",
      "ecr.dkr",
      "eks",
      "eks-auth",
      "elasticloadbalancing",
      "kms",
      "logs",
      "secretsmanager",
      "sts",
      "xray",
    ],
  },
])("the network of $environment", ({ environment, vpc, zones, nat, interfaceEndpoints }) => {
  let platform: SynthesizedRoot;
  beforeAll(() => {
    platform = root(`${environment}-platform`).part("network");
  });

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

  it("has three tiers over three zones", () => {
    expect(zones).toEqual(["a", "b", "c"]);
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
    });
    for (const [name, subnet] of Object.entries(platform.resources("aws_subnet"))) {
      expect(subnet.availability_zone).toBe(`us-east-1${name.slice(-1)}`);
      expect(subnet.map_public_ip_on_launch).toBe(false);
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
    const group = (id: unknown) =>
      /aws_security_group\.(?:network_security_groups_|cluster_)?(\w+)\.id/.exec(String(id))?.[1];
    const prefixList = (id: unknown) => /managed_prefix_list\.(\w+)\.id/.exec(String(id))?.[1];
    const ways = (type: string) =>
      Object.values(root(platform.name).resources(type))
        .map((rule) =>
          [
            group(rule.security_group_id),
            group(rule.referenced_security_group_id) ?? rule.cidr_ipv4 ?? prefixList(rule.prefix_list_id),
            rule.from_port ?? "all",
            rule.to_port ?? "all",
          ].join(" "),
        )
        .sort();
    const fromOutside = environment === "dev" ? [] : ["control_plane 10.200.0.0/24 443 443"];
    expect(ways("aws_vpc_security_group_ingress_rule")).toEqual([
      ...fromOutside,
      "control_plane workloads 443 443",
      "database_home_postgresql workloads 5432 5432",
      "endpoints workloads 443 443",
      "load_balancer load_balancer_cloudfront 443 443",
      "load_balancer_health_checks load_balancer_route53 443 443",
      "redis_cache_redis_cache workloads 6379 6379",
      "redis_sessions_redis_sessions workloads 6379 6379",
      "workloads control_plane 10250 10250",
      "workloads control_plane 10251 10251",
      "workloads control_plane 443 443",
      "workloads control_plane 9443 9443",
      "workloads load_balancer 8080 8080",
      "workloads workloads all all",
    ]);
    expect(ways("aws_vpc_security_group_egress_rule")).toEqual([
      "control_plane workloads 10250 10250",
      "control_plane workloads 10251 10251",
      "control_plane workloads 443 443",
      "control_plane workloads 9443 9443",
      "load_balancer workloads 8080 8080",
      "workloads 0.0.0.0/0 443 443",
      "workloads control_plane 443 443",
      "workloads database_home_postgresql 5432 5432",
      "workloads endpoints 443 443",
      "workloads redis_cache_redis_cache 6379 6379",
      "workloads redis_sessions_redis_sessions 6379 6379",
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
      retention_in_days: { dev: 30, staging: 90, prod: 365 }[environment],
    });
  });

  it("publishes vpc_id, subnet_ids and security_group_ids", () => {
    const { vpc_id, subnet_ids, security_group_ids } = platform.json.output;
    expect(vpc_id?.value).toBe(ref("aws_vpc.network_vpc.id"));
    expect(subnet_ids?.value).toEqual({
      public: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_public_us_east_1${zone}.id`)),
      private_app: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_app_us_east_1${zone}.id`)),
      private_data: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_data_us_east_1${zone}.id`)),
    });
    expect(security_group_ids?.value).toEqual({
      load_balancer: ref("aws_security_group.network_security_groups_load_balancer.id"),
      workloads: ref("aws_security_group.network_security_groups_workloads.id"),
      endpoints: ref("aws_security_group.network_security_groups_endpoints.id"),
      control_plane: ref("aws_security_group.cluster_control_plane.id"),
      database: ref("aws_security_group.database_home_postgresql.id"),
      redis_sessions: ref("aws_security_group.redis_sessions_redis_sessions.id"),
      redis_cache: ref("aws_security_group.redis_cache_redis_cache.id"),
    });
  });
});

function ref(attribute: string): string {
  return `\${${attribute}}`;
}
