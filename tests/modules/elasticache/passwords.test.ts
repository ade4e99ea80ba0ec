import { describe, expect, it } from "vitest";
import { allows } from "../iam/evaluate";
import { large, ref, root, small, type TestSettings } from "./fixture";

const both: TestSettings = {
  ...small,
  sessions: { ...small.sessions, logins: ["iam-token", "password"] },
  cache: { nodeType: "cache.t4g.micro", replicas: 0, logins: ["password"] },
};
const made = (type: string) => root(both).resources(type);
/** Statements of a role, with an ARN in place of each reference to one. */
const statements = (name: string) =>
  JSON.parse(String(made("aws_iam_role_policy")[name]?.policy).replace(/\$\{([\w.]+)\.arn\}/g, "arn:$1")).Statement;

describe("a store that is logged in to with a password", () => {
  it("has a user for it, as whom nobody can log in before the first rotation", () => {
    const user = (use: string, suffix: string, more: object) => ({
      user_id: `lms-test-${use}${suffix}`,
      user_name: `lms-test-${use}${suffix}`,
      engine: "redis",
      access_string: `on ~* &* +@all -@dangerous +info +role${use === "cache" ? " +flushdb" : ""}`,
      authentication_mode: { type: "iam" },
      ...more,
    });
    const ignored = { lifecycle: { ignore_changes: ["authentication_mode"] } };
    const { redis_default_user: _, ...users } = made("aws_elasticache_user");
    expect(users).toEqual({
      redis_sessions_user: user("sessions", "", {}),
      redis_sessions_password_user: user("sessions", "-password", ignored),
      redis_cache_password_user: user("cache", "-password", ignored),
    });
  });

  it("lets in the users of its logins and no other", () => {
    const members = (name: string) => made("aws_elasticache_user_group")[name]?.user_ids;
    const id = (user: string) => ref(`aws_elasticache_user.redis_${user}.user_id`);
    expect(members("redis_sessions_users")).toEqual([
      id("default_user"),
      id("sessions_user"),
      id("sessions_password_user"),
    ]);
    expect(members("redis_cache_users")).toEqual([id("default_user"), id("cache_password_user")]);
  });

  it("has a secret, whose first value is in no plan and no state, and keeps a label for good", () => {
    const secret = (use: string) => ({
      name: `lms/test/redis/${use}`,
      description: `Login to the Redis store ${use} with a password`,
      kms_key_id: ref("aws_kms_key.keys_data.arn"),
      recovery_window_in_days: 0,
    });
    expect(made("aws_secretsmanager_secret")).toEqual({
      redis_passwords_sessions_secret: secret("sessions"),
      redis_passwords_cache_secret: secret("cache"),
    });
    const first = (use: string) => ({
      secret_id: ref(`aws_secretsmanager_secret.redis_passwords_${use}_secret.id`),
      secret_string_wo: `{"username":"${ref(`aws_elasticache_user.redis_${use}_password_user.user_name`)}","password":"${ref(`ephemeral.aws_secretsmanager_random_password.redis_passwords_${use}_first.random_password`)}"}`,
      secret_string_wo_version: 1,
      version_stages: ["AWSCURRENT", "first"],
      lifecycle: { ignore_changes: ["version_stages"] },
    });
    expect(made("aws_secretsmanager_secret_version")).toEqual({
      redis_passwords_sessions_first_version: first("sessions"),
      redis_passwords_cache_first_version: first("cache"),
    });
  });

  it("has it rotated every 30 days, for the first time once the store is there", () => {
    const rotation = (use: string) => ({
      secret_id: ref(`aws_secretsmanager_secret.redis_passwords_${use}_secret.id`),
      rotation_lambda_arn: ref("aws_lambda_function.redis_passwords_rotate_function.arn"),
      rotation_rules: { automatically_after_days: 30 },
      depends_on: [
        `aws_secretsmanager_secret_version.redis_passwords_${use}_first_version`,
        `aws_elasticache_replication_group.redis_${use}_group`,
        "aws_lambda_permission.redis_passwords_rotation_invokes",
      ],
    });
    expect(made("aws_secretsmanager_secret_rotation")).toEqual({
      redis_passwords_sessions_rotation: rotation("sessions"),
      redis_passwords_cache_rotation: rotation("cache"),
    });
    expect(made("aws_lambda_permission")).toEqual({
      redis_passwords_rotation_invokes: {
        function_name: ref("aws_lambda_function.redis_passwords_rotate_function.function_name"),
        action: "lambda:InvokeFunction",
        principal: "secretsmanager.amazonaws.com",
        source_account: "777777777777",
      },
    });
  });

  it("is read by the External Secrets Operator and administrators, and by no service itself", () => {
    const { redis_passwords_sessions_secret_policy: policy } = made("aws_secretsmanager_secret_policy");
    const role = (name: string) => `arn:aws:iam::777777777777:role/lms-test-${name}`;
    const [read, write] = JSON.parse(String(policy?.policy)).Statement;
    expect(read.Condition.ArnNotEquals["aws:PrincipalArn"]).toEqual(
      ["external-secrets", "admin", "redis-passwords"].map(role),
    );
    expect(write.Condition.ArnNotEquals["aws:PrincipalArn"]).toEqual(
      ["admin", "deployer", "redis-passwords"].map(role),
    );
  });

  it("has a function that may change these users and secrets, and nothing else of either service", () => {
    const own = statements("redis_passwords_rotate_role_policy");
    const user = (name: string) => `arn:aws_elasticache_user.redis_${name}`;
    const secret = "arn:aws_secretsmanager_secret.redis_passwords_sessions_secret";
    const may = (action: string, resource: string) => allows(own, { action, resource });
    expect(may("elasticache:ModifyUser", user("sessions_password_user"))).toBe(true);
    expect(may("elasticache:ModifyUser", user("sessions_user"))).toBe(false);
    expect(may("elasticache:Connect", user("sessions_password_user"))).toBe(false);
    expect(may("secretsmanager:PutSecretValue", secret)).toBe(true);
    expect(may("secretsmanager:DeleteSecret", secret)).toBe(false);
    expect(may("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:us-east-1:777777777777:secret:other")).toBe(
      false,
    );
    expect(may("secretsmanager:GetRandomPassword", "*")).toBe(true);
  });

  it("may be lost, and is not held against a destroy, since it is made anew", () => {
    const retained: TestSettings = {
      ...large,
      cache: { nodeType: "cache.m7g.large", replicas: 2, logins: ["password"] },
    };
    expect(
      root(retained).resources("aws_secretsmanager_secret").redis_passwords_cache_secret?.recovery_window_in_days,
    ).toBe(0);
  });
});

it("is a matter of no secret, function or rotation where all logins are IAM tokens", () => {
  for (const type of ["aws_secretsmanager_secret", "aws_secretsmanager_secret_rotation", "aws_lambda_function"]) {
    expect([type, root(large).resources(type)]).toEqual([type, {}]);
  }
});
