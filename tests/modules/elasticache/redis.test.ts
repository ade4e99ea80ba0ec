import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Redis } from "../../../modules/elasticache/redis";
import { synthesize } from "../../../stacks/synthesize";
import { buildFromVariables } from "../../support/variables";
import { groups, large, ref, root, TestRoot, type TestSettings } from "./fixture";

describe("Redis", () => {
  const redis = () => root(large);

  it("evicts no session, and anything else", () => {
    const parameters = (use: string, policy: string, description: string) => ({
      name: `lms-test-${use}-redis7`,
      family: "redis7",
      description,
      parameter: [{ name: "maxmemory-policy", value: policy }],
      lifecycle: { create_before_destroy: true },
    });
    expect(redis().resources("aws_elasticache_parameter_group")).toEqual({
      redis_sessions_parameters: parameters("sessions", "noeviction", "Sessions of learners"),
      redis_cache_parameters: parameters("cache", "allkeys-lru", "What can be computed again"),
    });
  });

  it("lets in users with IAM tokens, for data only, and has no password", () => {
    const user = (use: string) => ({
      user_id: `lms-test-${use}`,
      user_name: `lms-test-${use}`,
      engine: "redis",
      access_string: `on ~* &* +@all -@dangerous +info +role${use === "cache" ? " +flushdb" : ""}`,
      authentication_mode: { type: "iam" },
    });
    expect(redis().resources("aws_elasticache_user")).toEqual({
      redis_default_user: {
        user_id: "lms-test-default-off",
        user_name: "default",
        engine: "redis",
        access_string: "off -@all",
        no_password_required: true,
      },
      redis_sessions_user: user("sessions"),
      redis_cache_user: user("cache"),
    });
    for (const group of Object.values(groups(large))) expect(group).not.toHaveProperty("auth_token");
  });

  it("replaces the default user in each user group", () => {
    const group = (use: string) => ({
      user_group_id: `lms-test-${use}`,
      engine: "redis",
      user_ids: [
        ref("aws_elasticache_user.redis_default_user.user_id"),
        ref(`aws_elasticache_user.redis_${use}_user.user_id`),
      ],
    });
    expect(redis().resources("aws_elasticache_user_group")).toEqual({
      redis_sessions_users: group("sessions"),
      redis_cache_users: group("cache"),
    });
  });

  it("is in the data tier", () => {
    expect(redis().resources("aws_elasticache_subnet_group")).toEqual({
      redis_subnets: {
        name: "lms-test-redis",
        description: "Data tier",
        subnet_ids: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_private_data_us_east_1${zone}.id`)),
      },
    });
  });

  it("is open to whom it is opened and no one else, on the port of Redis", () => {
    const rules = (type: string) =>
      Object.values(redis().resources(type)).filter(({ description }) =>
        /^Redis (sessions|cache)$/.test(String(description)),
      );
    const workloads = ref("aws_security_group.network_security_groups_workloads.id");
    const rule = (use: string) => ({ description: `Redis ${use}`, ip_protocol: "tcp", from_port: 6379, to_port: 6379 });
    const own = (use: string) => ref(`aws_security_group.redis_${use}_redis_${use}.id`);
    const uses = ["cache", "sessions"];
    expect(rules("aws_vpc_security_group_ingress_rule")).toEqual(
      uses.map((use) => ({ ...rule(use), security_group_id: own(use), referenced_security_group_id: workloads })),
    );
    expect(rules("aws_vpc_security_group_egress_rule")).toEqual(
      uses.map((use) => ({ ...rule(use), security_group_id: workloads, referenced_security_group_id: own(use) })),
    );
    const ingress = Object.values(redis().resources("aws_vpc_security_group_ingress_rule"));
    for (const use of uses) {
      expect(ingress.filter(({ security_group_id }) => security_group_id === own(use))).toHaveLength(1);
    }
  });

  it("names its security groups in words that EC2 takes", () => {
    const own = redis().resources("aws_security_group");
    expect(own.redis_sessions_redis_sessions).toMatchObject({
      name_prefix: "lms-test-redis-sessions-",
      description: "Redis: Sessions of learners",
    });
    expect(own.redis_cache_redis_cache).toMatchObject({
      name_prefix: "lms-test-redis-cache-",
      description: "Redis: What can be computed again",
    });
  });

  it("tells host and port of each store's primary", () => {
    expect(redis().json.output.endpoints?.value).toEqual({
      sessions: `${ref("aws_elasticache_replication_group.redis_sessions_group.primary_endpoint_address")}:6379`,
      cache: `${ref("aws_elasticache_replication_group.redis_cache_group.primary_endpoint_address")}:6379`,
    });
  });

  it("tells what its nodes are", () => {
    expect(redis().json.output.facts?.value).toEqual({ vcpus: 2, memoryGib: 13.07 });
  });

  it("tells all that is wrong with its settings, by its path", () => {
    const broken: TestSettings = { ...large, sessions: { ...large.sessions, replicas: 0 }, snapshotWindow: "never" };
    const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
    expect(synthesize(() => [(app) => new TestRoot(app, broken)], outdir).problems).toEqual([
      'test-redis/redis: snapshotWindow: must be a daily window in UTC such as 06:00-07:00, got "never"; write its start and end with a hyphen',
    ]);
    const alone = { ...large, sessions: { ...large.sessions, replicas: 0 } };
    expect(synthesize(() => [(app) => new TestRoot(app, alone)], outdir).problems).toEqual([
      "test-redis/redis: sessions.replicas: must be at least 1 where data is retained, got 0; " +
        "a single node's failure loses all sessions since the last snapshot",
    ]);
  });
});

it("is made from variables", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new Redis(root, "redis", {
        keys: { data: root.arn("data_key"), logs: root.arn("logs_key"), messages: root.arn("messages_key") },
        network: {
          id: root.text("vpc_id"),
          zones: ["us-east-1a", "us-east-1b"],
          subnetIds: { "private-data": [root.text("subnet_a"), root.text("subnet_b")] },
        },
        site: root.site(),
        accessSite: { account: "777777777777", prefix: root.text("access_prefix") },
        settings: {
          maintenanceWindow: root.text("maintenance_window"),
          snapshotWindow: root.text("snapshot_window"),
          sessions: {
            nodeType: "cache.r7g.large",
            replicas: 1,
            logins: ["iam-token", "password"],
            snapshotRetentionDays: root.number("snapshot_retention_days"),
          },
          cache: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["iam-token"] },
        },
        dataProtection: "retained",
        logRetentionDays: root.number("log_retention_days"),
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const stores = Object.values(resources.aws_elasticache_replication_group ?? {});
  expect(
    stores.map(({ replication_group_id, snapshot_retention_limit }) => [
      replication_group_id,
      snapshot_retention_limit,
    ]),
  ).toEqual([
    [`lms-${ref("var.environment")}-sessions`, ref("var.snapshot_retention_days")],
    [`lms-${ref("var.environment")}-cache`, 0],
  ]);
});
