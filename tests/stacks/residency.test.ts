import { describe, expect, it } from "vitest";
import type { TerraformConfiguration } from "../../stacks/guardrails";
import { residencyProblems, storesOf } from "../../stacks/residency";

const provider = {
  aws: [
    { region: "eu-central-1" },
    { alias: "recovery", region: "eu-west-1" },
    { alias: "global", region: "us-east-1" },
  ],
};

/** A root with one store of each kind at home, and copies in the recovery region. */
const ROOT = {
  provider,
  resource: {
    aws_s3_bucket: {
      media: { bucket: "lms-prod-media-333333333333" },
      copy: { bucket: "lms-prod-media-333333333333-eu-west-1", provider: "aws.recovery" },
      assets: { bucket: "lms-prod-static-assets-333333333333-eu-west-1", provider: "aws.recovery" },
      state: { bucket: "lms-prod-terraform-state-333333333333" },
    },
    aws_rds_cluster: { home: {}, second: { provider: "aws.recovery" } },
    aws_cloudwatch_log_group: { pods: {}, firewall: { provider: "aws.global" }, flows: { provider: "aws.recovery" } },
    aws_backup_vault: { main: {} },
  },
};

const problemsWith = (learnerDataRegions: readonly string[], root: TerraformConfiguration = ROOT) =>
  residencyProblems(root, {
    region: "eu-central-1",
    storage: { learnerDataRegions, oldVersionDays: 7, backupFileRetentionDays: 7 },
  });

describe("residency", () => {
  it("is kept where every store is at home or in a region that may have learners' data", () => {
    expect(problemsWith(["eu-west-1"])).toEqual([]);
  });

  it("is broken by each store elsewhere but one of assets, and the log that AWS has in one region alone", () => {
    expect(problemsWith([])).toEqual([
      "aws_rds_cluster.second: data of class learner-content must be in eu-central-1, got eu-west-1; name the region in storage.learnerDataRegions, or choose another",
      "aws_s3_bucket.copy: data of class learner-content must be in eu-central-1, got eu-west-1; name the region in storage.learnerDataRegions, or choose another",
      "aws_cloudwatch_log_group.flows: data of class log must be in eu-central-1, got eu-west-1; name the region in storage.learnerDataRegions, or choose another",
    ]);
  });

  it("is not known of a store of another kind", () => {
    const resource = { aws_dynamodb_table: { grades: {} }, aws_iam_role: { grades: {} } };
    expect(problemsWith([], { provider, resource })).toEqual([
      "aws_dynamodb_table.grades: must have a class of data; say in stacks/residency.ts what it keeps",
    ]);
  });

  it("is no matter of a root without learners", () => {
    expect(residencyProblems(ROOT, { region: "eu-central-1" })).toEqual([]);
  });
});

it("tells each store by its kind, class and region", () => {
  expect(storesOf({ provider, resource: { aws_s3_bucket: ROOT.resource.aws_s3_bucket } })).toEqual([
    {
      address: "aws_s3_bucket.media",
      kind: "S3 bucket `media`",
      dataClass: "learner-content",
      region: "eu-central-1",
      isGlobal: false,
    },
    {
      address: "aws_s3_bucket.copy",
      kind: "S3 bucket `media`",
      dataClass: "learner-content",
      region: "eu-west-1",
      isGlobal: false,
    },
    {
      address: "aws_s3_bucket.assets",
      kind: "S3 bucket `static-assets`",
      dataClass: "public-asset",
      region: "eu-west-1",
      isGlobal: false,
    },
  ]);
});
