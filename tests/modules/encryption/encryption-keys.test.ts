import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Root } from "../../../stacks/root";
import { dev, prod, type TestEnvironment } from "../../support/environments";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";
import { buildFromVariables } from "../../support/variables";

/** A reference as it stands in the JSON. */
const ref = (expression: string) => `\${${expression}}`;

class KeysRoot extends Root {
  constructor(scope: Construct, environment: TestEnvironment) {
    super(scope, `${environment.name}-keys`, environment);
    const { dataProtection } = environment;
    new EncryptionKeys(this, "keys", {
      site: siteOf(environment),
      dataProtection,
    });
  }
}

const roots = synthesizeRoots([(app) => new KeysRoot(app, dev), (app) => new KeysRoot(app, prod)]);

describe.each([
  { environment: "dev", deletionDays: 7 },
  { environment: "prod", deletionDays: 30 },
])("the keys of $environment", ({ environment, deletionDays }) => {
  const platform = () => roots.get(`${environment}-keys`) as SynthesizedRoot;
  const sids = (name: string) => {
    const policy = JSON.parse(String(platform().resources("aws_kms_key")[name]?.policy));
    return policy.Statement.map(({ Sid }: { Sid: string }) => Sid);
  };

  it("are one for each kind of data, and rotate every year", () => {
    const keys = platform().resources("aws_kms_key");
    expect(Object.keys(keys)).toEqual(["keys_cluster", "keys_data", "keys_logs", "keys_messages"]);
    for (const key of Object.values(keys)) {
      expect(key).toMatchObject({ enable_key_rotation: true, rotation_period_in_days: 365 });
    }
  });

  it("can be replicated for learners' data alone, also before there is a recovery region", () => {
    expect(platform().attribute("aws_kms_key", "multi_region")).toEqual({
      keys_cluster: false,
      keys_data: true,
      keys_logs: false,
      keys_messages: false,
    });
  });

  it(`leave ${deletionDays} days to take a deletion back`, () => {
    expect(new Set(Object.values(platform().attribute("aws_kms_key", "deletion_window_in_days")))).toEqual(
      new Set([deletionDays]),
    );
  });

  it("are found by their alias", () => {
    expect(platform().attribute("aws_kms_alias", "name")).toEqual({
      keys_cluster_alias: `alias/lms-${environment}-cluster`,
      keys_data_alias: `alias/lms-${environment}-data`,
      keys_logs_alias: `alias/lms-${environment}-logs`,
      keys_messages_alias: `alias/lms-${environment}-messages`,
    });
  });

  it("allow the uses of their kind only", () => {
    expect(sids("keys_logs")).toEqual([
      "Administration",
      "UseThroughServices",
      "GrantsThroughServices",
      "UseByCloudWatchLogs",
    ]);
    expect(sids("keys_data")).toEqual([
      "Administration",
      "UseThroughServices",
      "GrantsThroughServices",
      "UseByAutoScaling",
      "GrantsByAutoScaling",
      "DecryptByCloudFront",
    ]);
    expect(sids("keys_cluster")).toEqual(["Administration", "UseByIdentities", "GrantsForAwsResources"]);
    expect(sids("keys_messages")).toEqual([
      "Administration",
      "UseThroughServices",
      "GrantsThroughServices",
      "UseByServices",
      "UseByEventBridge",
    ]);
  });
});

it("are made from variables", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) => new EncryptionKeys(root, "keys", { site: root.site(), dataProtection: "retained" }),
  );
  expect(errors).toEqual([]);
  expect(spoiltNumbers).toEqual([]);
  expect(Object.keys(resources.aws_kms_key ?? {})).toHaveLength(4);
  expect(Object.values(resources.aws_kms_alias ?? {}).map(({ name }) => name)).toContain(
    `alias/lms-${ref("var.environment")}-data`,
  );
});
