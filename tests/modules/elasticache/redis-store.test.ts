import { describe, expect, it } from "vitest";
import { groups, large, medium, ref, root, small } from "./fixture";

describe.each([
  {
    like: "dev",
    settings: small,
    nodes: 1,
    type: ["cache.t4g.micro", "cache.t4g.micro"],
    days: 1,
    window: "tue:09:00-tue:10:00",
  },
  {
    like: "staging",
    settings: medium,
    nodes: 2,
    type: ["cache.t4g.medium", "cache.t4g.medium"],
    days: 3,
    window: "wed:09:00-wed:10:00",
  },
  {
    like: "prod",
    settings: large,
    nodes: 3,
    type: ["cache.r7g.large", "cache.m7g.large"],
    days: 7,
    window: "sun:09:00-sun:10:00",
  },
])("Redis like in $like", ({ like, settings, nodes, type, days, window }) => {
  const common = (use: string) => ({
    replication_group_id: `lms-test-${use}`,
    engine: "redis",
    engine_version: "7.1",
    auto_minor_version_upgrade: "false",
    apply_immediately: true,
    parameter_group_name: ref(`aws_elasticache_parameter_group.redis_${use}_parameters.name`),
    num_cache_clusters: nodes,
    preferred_cache_cluster_azs: ["us-east-1a", "us-east-1b", "us-east-1c"].slice(0, nodes),
    automatic_failover_enabled: nodes > 1,
    multi_az_enabled: nodes > 1,
    subnet_group_name: ref("aws_elasticache_subnet_group.redis_subnets.name"),
    security_group_ids: [ref(`aws_security_group.redis_${use}_redis_${use}.id`)],
    port: 6379,
    transit_encryption_enabled: true,
    transit_encryption_mode: "required",
    at_rest_encryption_enabled: "true",
    kms_key_id: ref("aws_kms_key.keys_data.arn"),
    user_group_ids: [ref(`aws_elasticache_user_group.redis_${use}_users.user_group_id`)],
    log_delivery_configuration: ["slow-log", "engine-log"].map((log) => ({
      log_type: log,
      log_format: "json",
      destination_type: "cloudwatch-logs",
      destination: ref(`aws_cloudwatch_log_group.redis_${use}_${log.replace("-", "_")}.name`),
    })),
    maintenance_window: window,
    snapshot_window: "06:00-07:00",
  });

  it("keeps sessions on nodes of their own, with snapshots", () => {
    expect(groups(settings).redis_sessions_group).toEqual({
      ...common("sessions"),
      description: "Sessions of learners",
      node_type: type[0],
      snapshot_retention_limit: days,
      ...(like === "prod" ? { final_snapshot_identifier: "lms-test-sessions-final" } : {}),
    });
  });

  it("has a cache without snapshots, whose window is set all the same", () => {
    expect(groups(settings).redis_cache_group).toEqual({
      ...common("cache"),
      description: "What can be computed again",
      node_type: type[1],
      snapshot_retention_limit: 0,
    });
  });

  it("has these two stores and no more", () => {
    expect(Object.keys(groups(settings))).toEqual(["redis_cache_group", "redis_sessions_group"]);
  });

  it("logs into encrypted groups", () => {
    const logs = Object.entries(root(settings).resources("aws_cloudwatch_log_group")).filter(([name]) =>
      name.startsWith("redis"),
    );
    expect(Object.fromEntries(logs)).toEqual(
      Object.fromEntries(
        ["sessions", "cache"].flatMap((use) =>
          ["slow-log", "engine-log"].map((log) => [
            `redis_${use}_${log.replace("-", "_")}`,
            {
              name: `/aws/vendedlogs/elasticache/lms-test-${use}/${log}`,
              kms_key_id: ref("aws_kms_key.keys_logs.arn"),
              retention_in_days: { dev: 30, staging: 90, prod: 365 }[like],
            },
          ]),
        ),
      ),
    );
  });
});
