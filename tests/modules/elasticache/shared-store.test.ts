import { describe, expect, it } from "vitest";
import { loginsOf, tokenStoreOf } from "../../../modules/elasticache";
import { large, ref, root, small, type TestSettings } from "./fixture";

const shared: TestSettings = { ...small, cache: "with-sessions" };
const made = (type: string) => root(shared).resources(type);

describe("a cache that the sessions' store keeps", () => {
  it("has no nodes, log groups, parameters nor security group of its own", () => {
    const others = root(small).addresses();
    const gone = others.filter((address) => !root(shared).addresses().includes(address));
    expect(
      root(shared)
        .addresses()
        .filter((address) => !others.includes(address)),
    ).toEqual([]);
    expect(gone.sort()).toEqual([
      "aws_cloudwatch_log_group.redis_cache_engine_log",
      "aws_cloudwatch_log_group.redis_cache_slow_log",
      "aws_elasticache_parameter_group.redis_cache_parameters",
      "aws_elasticache_replication_group.redis_cache_group",
      "aws_elasticache_user_group.redis_cache_users",
      "aws_security_group.redis_cache_redis_cache",
      "aws_vpc_security_group_egress_rule.network_security_groups_workloads_to_redis_cache_6379",
      "aws_vpc_security_group_ingress_rule.redis_cache_redis_cache_from_workloads_6379",
    ]);
  });

  it("leaves the sessions' store as it is, which evicts nothing", () => {
    const { redis_sessions_group } = made("aws_elasticache_replication_group");
    expect(redis_sessions_group).toEqual(
      root(small).resources("aws_elasticache_replication_group").redis_sessions_group,
    );
    expect(Object.values(made("aws_elasticache_parameter_group"))).toMatchObject([
      { parameter: [{ name: "maxmemory-policy", value: "noeviction" }] },
    ]);
  });

  it("has a user who reaches its own keys alone, neither empties the store nor lists keys, at the address that it had", () => {
    const { redis_cache_user, redis_sessions_user } = made("aws_elasticache_user");
    expect(redis_cache_user).toMatchObject({
      user_id: "lms-test-cache",
      access_string: "on ~cache:* &cache:* +@all -@dangerous +info +role -scan -randomkey",
    });
    expect(redis_sessions_user).toMatchObject({ access_string: "on ~* &* +@all -@dangerous +info +role" });
    expect(made("aws_elasticache_user_group").redis_sessions_users?.user_ids).toEqual([
      ref("aws_elasticache_user.redis_default_user.user_id"),
      ref("aws_elasticache_user.redis_sessions_user.user_id"),
      ref("aws_elasticache_user.redis_cache_user.user_id"),
    ]);
  });

  it("is where the sessions are", () => {
    const endpoint = `${ref("aws_elasticache_replication_group.redis_sessions_group.primary_endpoint_address")}:6379`;
    expect(root(shared).json.output.endpoints?.value).toEqual({ sessions: endpoint, cache: endpoint });
  });

  it("is logged in to in the ways of the sessions, with a password of its own", () => {
    const logins = ["iam-token", "password"] as const;
    const settings: TestSettings = { ...shared, sessions: { ...small.sessions, logins } };
    expect(loginsOf(settings, "cache")).toEqual(["iam-token", "password"]);
    expect(loginsOf(large, "cache")).toEqual(["iam-token"]);
    const users = root(settings).resources("aws_elasticache_user");
    expect(users.redis_cache_password_user?.access_string).toBe(
      "on ~cache:* &cache:* +@all -@dangerous +info +role -scan -randomkey",
    );
    const { redis_passwords_cache_rotation } = root(settings).resources("aws_secretsmanager_secret_rotation");
    expect(redis_passwords_cache_rotation?.depends_on).toContain(
      "aws_elasticache_replication_group.redis_sessions_group",
    );
  });

  it("is entered by a token of the store that it is in, where that takes one", () => {
    const byPassword: TestSettings = { ...shared, sessions: { ...small.sessions, logins: ["password"] } };
    expect([shared, large, byPassword].map((settings) => tokenStoreOf(settings, "cache"))).toEqual([
      "sessions",
      "cache",
      "none",
    ]);
  });
});
