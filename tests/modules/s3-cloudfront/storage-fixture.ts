import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Storage } from "../../../modules/s3-cloudfront/storage";
import type { StorageSettings } from "../../../modules/s3-cloudfront/storage-settings";
import { Root } from "../../../stacks/root";
import { synthesize } from "../../../stacks/synthesize";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";

export const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};

/** The settings of the buckets, and what they take from their environment. */
export interface TestStorage extends StorageSettings {
  readonly dataProtection: "disposable" | "retained";
  readonly logRetentionDays: number;
  readonly recovery: "none" | string;
  readonly uploadOrigins: readonly string[];
}

/** As in dev. */
export const small: TestStorage = {
  learnerDataRegions: [],
  oldVersionDays: 7,
  backupFileRetentionDays: 14,
  dataProtection: "disposable",
  logRetentionDays: 30,
  recovery: "none",
  uploadOrigins: ["https://dev.lms.example.com"],
};
/** As in staging. */
export const medium: TestStorage = { ...small, oldVersionDays: 30, backupFileRetentionDays: 90, logRetentionDays: 90 };
/** As in prod. */
export const large: TestStorage = {
  learnerDataRegions: ["eu-west-1"],
  oldVersionDays: 90,
  backupFileRetentionDays: 365,
  dataProtection: "retained",
  logRetentionDays: 365,
  recovery: "eu-west-1",
  uploadOrigins: ["https://lms.example.com", "https://*.lms.example.com"],
};

/** A root with the buckets of an environment. */
export class StorageRoot extends Root {
  constructor(scope: Construct, settings: TestStorage) {
    super(scope, "test-storage", ACCOUNT);
    const keys = new EncryptionKeys(this, "keys", {
      site: siteOf(ACCOUNT),
      dataProtection: settings.dataProtection,
    });
    const storage = new Storage(this, "storage", {
      site: siteOf(ACCOUNT),
      keys,
      settings,
      uploadOrigins: settings.uploadOrigins,
      dataProtection: settings.dataProtection,
      logRetentionDays: settings.logRetentionDays,
      replica: settings.recovery === "none" ? "none" : this.secondRegion(settings.recovery),
    });
    this.publish("bucket_names", "Buckets", storage.bucketNames);
  }

  private secondRegion(region: string) {
    const provider = new AwsProvider(this, "aws-recovery", { alias: "recovery", region });
    return { region, provider, key: { arn: `arn:aws:kms:${region}:777777777777:key/mrk-1` } };
  }
}

const synthesized = new Map<TestStorage, SynthesizedRoot>();
/** The root with these settings, synthesized once. */
export function storageRoot(settings: TestStorage): SynthesizedRoot {
  const found =
    synthesized.get(settings) ?? synthesizeRoots([(app) => new StorageRoot(app, settings)]).get("test-storage");
  if (found === undefined) throw new Error("no root");
  synthesized.set(settings, found);
  return found;
}

/** What is wrong with a root, with the path of the construct that says so. */
export function problemsOf(build: (scope: Construct) => Root): readonly string[] {
  return synthesize(() => [build], mkdtempSync(join(tmpdir(), "lms-synth-"))).problems;
}

/** A reference to an attribute as it stands in the JSON. */
export function ref(attribute: string): string {
  return `\${${attribute}}`;
}

/** The statements of a policy in a resource. */
export function statements(resource: { readonly policy?: unknown } | undefined): Record<string, unknown>[] {
  return JSON.parse(String(resource?.policy)).Statement;
}
