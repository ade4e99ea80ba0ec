import { KmsReplicaKey } from "@cdktf/provider-aws/lib/kms-replica-key";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { Backups } from "../../../modules/backup/backups";
import type { BackupSettings } from "../../../modules/backup/settings";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Root } from "../../../stacks/root";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};

/** The settings of backups, and what they take from their environment. */
export interface TestSettings extends BackupSettings {
  readonly dataProtection: "disposable" | "retained";
  readonly recoveryRegion: "none" | string;
}

/** A root with backups. */
export class TestRoot extends Root {
  constructor(scope: Construct, settings: TestSettings) {
    super(scope, "test-backup", ACCOUNT);
    const site = siteOf(ACCOUNT);
    const { dataProtection, recoveryRegion } = settings;
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection });
    const alerts = new AlertTopics(this, "alerts", { site, keys });
    const replica = recoveryRegion === "none" ? "none" : this.replica(recoveryRegion, keys);
    const stores = {
      database: { arn: "arn:aws:rds:us-east-1:777777777777:cluster:lms-test", dbSubnetGroupName: "lms-test-subnets" },
      vpcId: "vpc-1",
      buckets: ["assets", "media"].map((name) => ({ arn: `arn:aws:s3:::${name}` })),
    };
    new Backups(this, "backups", { keys, alerts, replica, stores, site, settings, dataProtection });
  }

  private replica(region: string, keys: EncryptionKeys) {
    const provider = new AwsProvider(this, "aws-recovery", { alias: "recovery", region });
    return {
      region,
      provider,
      key: new KmsReplicaKey(this, "data-replica", { provider, primaryKeyArn: keys.data.arn }),
    };
  }
}

/** As in dev. */
export const small: TestSettings = {
  dataProtection: "disposable",
  recoveryRegion: "none",
  daily: { retentionDays: 7, copyRetentionDays: "none" },
  weekly: "none",
  monthly: "none",
  restoreTests: "none",
};
/** As in staging. */
export const medium: TestSettings = {
  ...small,
  daily: { retentionDays: 14, copyRetentionDays: "none" },
  weekly: { retentionDays: 35, copyRetentionDays: "none" },
};
/** As in prod. */
export const large: TestSettings = {
  dataProtection: "retained",
  recoveryRegion: "eu-west-1",
  daily: { retentionDays: 35, copyRetentionDays: 7 },
  weekly: { retentionDays: 90, copyRetentionDays: 35 },
  monthly: { retentionDays: 365, copyRetentionDays: 365, coldStorageAfterDays: 30 },
  restoreTests: "monthly",
};

const synthesized = new Map<TestSettings, SynthesizedRoot>();
/** The root with these settings, synthesized once. */
export function root(settings: TestSettings): SynthesizedRoot {
  const found = synthesized.get(settings) ?? synthesizeRoots([(app) => new TestRoot(app, settings)]).get("test-backup");
  if (found === undefined) throw new Error("no root");
  synthesized.set(settings, found);
  return found;
}

/** A reference to an attribute as it stands in the JSON. */
export function ref(attribute: string): string {
  return `\${${attribute}}`;
}
