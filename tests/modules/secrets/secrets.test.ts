import { describe, expect, it } from "vitest";
import { LMS_SERVICES } from "../../../modules/foundation/services";
import { ApplicationSecrets } from "../../../modules/secrets/application-secrets";
import { secretPolicy } from "../../../modules/secrets/secret";
import { buildFromVariables } from "../../support/variables";
import { dataOf } from "../rds/root";

const ref = (expression: string) => `\${${expression}}`;
const SHIPPED = [
  "analytics/database",
  "assessments/database",
  "courses/database",
  "enrolments/database",
  "enrolments/payment-provider",
  "identity/database",
  "identity/identity-providers",
  "identity/signing-keys",
  "media/cloudfront-signing-key",
  "courses/cloudfront-signing-key",
  "media/database",
  "notifications/database",
  "notifications/mail-provider",
  "notifications/push-provider",
  "web/session",
];
const NAMES = [
  "argocd/notifications",
  "argocd/repository",
  "argocd/sign-on",
  "monitoring/alertmanager",
  "monitoring/grafana-admin",
  ...Object.entries(LMS_SERVICES).flatMap(([service, { secrets }]) => secrets.map((secret) => `${service}/${secret}`)),
].sort();
const secretsOf = (name: Parameters<typeof dataOf>[0]) =>
  Object.fromEntries(
    Object.entries(dataOf(name).resources("aws_secretsmanager_secret")).filter(([id]) => id.startsWith("secrets_")),
  );

describe("the secrets of the services and the add-ons", () => {
  it.each(["dev", "staging", "prod"] as const)("of %s are those that they name", (name) => {
    const names = Object.values(secretsOf(name)).map((secret) => secret.name);
    expect(names.sort()).toEqual(NAMES.map((secret) => `lms/${name}/${secret}`));
    expect(NAMES).toEqual(expect.arrayContaining(SHIPPED));
  });

  it.each(["dev", "staging", "prod"] as const)("of %s have no value that Terraform knows", (name) => {
    const versions = dataOf(name).resources("aws_secretsmanager_secret_version");
    expect(Object.keys(versions)).toEqual(name === "prod" ? ["database_global_master_stored"] : []);
  });

  it("of dev go at once", () => {
    expect(secretsOf("dev").secrets_enrolments_payment_provider).toEqual({
      name: "lms/dev/enrolments/payment-provider",
      description: "payment-provider of the LMS service enrolments",
      kms_key_id: ref("aws_kms_key.keys_data.arn"),
      recovery_window_in_days: 0,
    });
  });

  it("of prod can be brought back, and are in the recovery region", () => {
    for (const secret of Object.values(secretsOf("prod"))) {
      expect(secret).toMatchObject({
        kms_key_id: ref("aws_kms_key.keys_data.arn"),
        recovery_window_in_days: 30,
        replica: [{ region: "eu-west-1", kms_key_id: ref("aws_kms_replica_key.recovery_data_key.arn") }],
      });
    }
  });

  it("are each for their service, the operator that hands it on, and administrators", () => {
    const policies = dataOf("staging").resources("aws_secretsmanager_secret_policy");
    expect(Object.keys(policies)).toHaveLength(NAMES.length);
    const { secret_arn, policy, block_public_policy } = policies.secrets_identity_signing_keys_policy ?? {};
    expect(secret_arn).toBe(ref("aws_secretsmanager_secret.secrets_identity_signing_keys.arn"));
    expect(block_public_policy).toBe(true);
    const role = (name: string) => `arn:aws:iam::222222222222:role/lms-staging-${name}`;
    expect(JSON.parse(String(policy)).Statement).toEqual([
      {
        Sid: "ReadByNamedRoles",
        Effect: "Deny",
        Principal: "*",
        Action: "secretsmanager:GetSecretValue",
        Resource: "*",
        Condition: {
          ArnNotEquals: { "aws:PrincipalArn": [role("identity"), role("external-secrets"), role("admin")] },
        },
      },
      {
        Sid: "WriteByNamedRoles",
        Effect: "Deny",
        Principal: "*",
        Action: [
          "secretsmanager:PutSecretValue",
          "secretsmanager:UpdateSecret",
          "secretsmanager:UpdateSecretVersionStage",
        ],
        Resource: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": [role("admin"), role("deployer")] } },
      },
    ]);
  });
});

it("of an add-on is for the operator that hands it on, and administrators", () => {
  const policy = dataOf("prod").resources("aws_secretsmanager_secret_policy").secrets_monitoring_alertmanager_policy
    ?.policy;
  const [read] = JSON.parse(String(policy)).Statement;
  expect(read.Condition).toEqual({
    ArnNotEquals: {
      "aws:PrincipalArn": [
        "arn:aws:iam::333333333333:role/lms-prod-external-secrets",
        "arn:aws:iam::333333333333:role/lms-prod-admin",
      ],
    },
  });
});

describe("the policy of a secret", () => {
  it("only denies, and never who manages policies", () => {
    const statements = secretPolicy({ readers: ["r"], writers: ["w"] });
    expect(statements.map(({ Effect }) => Effect)).toEqual(["Deny", "Deny"]);
    const actions = statements.flatMap(({ Action = [] }) => Action);
    for (const action of [
      "secretsmanager:PutResourcePolicy",
      "secretsmanager:DeleteResourcePolicy",
      "secretsmanager:*",
    ]) {
      expect(actions).not.toContain(action);
    }
  });
});

it("are made from variables", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new ApplicationSecrets(root, "secrets", {
        site: root.site(),
        keys: { data: root.arn("data_key") },
        dataProtection: "retained",
        replica: { region: root.text("recovery_region"), key: root.arn("recovery_key") },
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const secrets = Object.values(resources.aws_secretsmanager_secret ?? {});
  expect(secrets).toHaveLength(NAMES.length);
  expect(secrets.map(({ name }) => name)).toContain(`lms/${ref("var.environment")}/web/session`);
});
