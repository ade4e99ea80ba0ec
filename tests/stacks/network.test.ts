import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { root } from "../support/synthesized";

/** A reference in Terraform's syntax. */
const ref = (expression: string) => `\${${expression}}`;

describe.each(ENVIRONMENTS)("the network of $name", ({ name, network: { zones }, cluster }) => {
  const { privateAccess, controlPlaneZones } = cluster;
  const platform = () => root(`${name}-platform`);

  it("opens nothing between security groups but these ways", () => {
    const group = (id: unknown) =>
      /aws_security_group\.(?:network_security_groups_|cluster_)?(\w+)\.id/.exec(String(id))?.[1];
    const prefixList = (id: unknown) => /managed_prefix_list\.(\w+)\.id/.exec(String(id))?.[1];
    const ways = (type: string) =>
      Object.values(platform().resources(type))
        .map((rule) =>
          [
            group(rule.security_group_id),
            group(rule.referenced_security_group_id) ?? rule.cidr_ipv4 ?? prefixList(rule.prefix_list_id),
            rule.from_port ?? "all",
            rule.to_port ?? "all",
          ].join(" "),
        )
        .sort();
    expect(ways("aws_vpc_security_group_ingress_rule")).toEqual([
      ...privateAccess.map((peer) => `control_plane ${peer} 443 443`),
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

  it("is published as vpc_id, subnet_ids and security_group_ids", () => {
    const { vpc_id, subnet_ids, security_group_ids } = platform().json.output;
    const subnets = (tier: string, within: readonly string[] = zones) =>
      within.map((zone) => ref(`aws_subnet.network_${tier}_${zone.replaceAll("-", "_")}.id`));
    expect(vpc_id?.value).toBe(ref("aws_vpc.network_vpc.id"));
    expect(subnet_ids?.value).toEqual({
      public: subnets("public"),
      private_app: subnets("private_app"),
      private_data: subnets("private_data"),
      control_plane: subnets("control_plane", controlPlaneZones),
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
