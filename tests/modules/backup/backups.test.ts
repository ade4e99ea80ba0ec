import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { describe, expect, it } from "vitest";
import { Backups } from "../../../modules/backup/backups";
import { BACKUP_TAG } from "../../../modules/foundation/backup-tag";
import { synthesize } from "../../../stacks/synthesize";
import { buildFromVariables } from "../../support/variables";
import { large, medium, ref, root, small, TestRoot, type TestSettings } from "./fixture";

const POLICY = {
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "KeepBackups",
      Effect: "Deny",
      Principal: "*",
      Action: ["backup:DeleteRecoveryPoint", "backup:DisassociateRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
      Resource: "*",
    },
  ],
};

describe.each([
  { like: "dev", settings: small },
  { like: "staging", settings: medium },
])("backups like in $like", ({ like, settings }) => {
  it("are in one encrypted vault that goes with the environment", () => {
    expect(root(settings).resources("aws_backup_vault")).toEqual({
      backups_main_vault: { name: "lms-test", kms_key_arn: ref("aws_kms_key.keys_data.arn"), force_destroy: true },
    });
    expect(root(settings).resources("aws_backup_vault_lock_configuration")).toEqual({});
  });

  it("are made by these rules", () => {
    const plan = root(settings).resources("aws_backup_plan").backups_plan;
    expect(plan?.name).toBe("lms-test");
    expect(rulesOf(plan)).toEqual(
      like === "dev"
        ? [{ rule: "daily", lifecycle: { delete_after: 7 }, copies: [] }]
        : [
            { rule: "daily", lifecycle: { delete_after: 14 }, copies: [] },
            { rule: "weekly", lifecycle: { delete_after: 35 }, copies: [] },
          ],
    );
  });
});

describe("backups like in prod", () => {
  it("are in two vaults, each with the key of its region, that no accident destroys", () => {
    const vault = { name: "lms-test", force_destroy: false };
    expect(root(large).resources("aws_backup_vault")).toEqual({
      backups_main_vault: { ...vault, kms_key_arn: ref("aws_kms_key.keys_data.arn") },
      backups_recovery_vault: {
        ...vault,
        kms_key_arn: ref("aws_kms_replica_key.data_replica.arn"),
        provider: "aws.recovery",
      },
    });
  });

  it("are locked in governance mode, within the retention of the rules", () => {
    expect(root(large).resources("aws_backup_vault_lock_configuration")).toEqual({
      backups_main_lock: {
        backup_vault_name: ref("aws_backup_vault.backups_main_vault.name"),
        min_retention_days: 35,
        max_retention_days: 365,
      },
      backups_recovery_lock: {
        backup_vault_name: ref("aws_backup_vault.backups_recovery_vault.name"),
        min_retention_days: 7,
        max_retention_days: 365,
        provider: "aws.recovery",
      },
    });
  });

  it("are made every day, week and month, each with its copy", () => {
    const copy = (days: number) => [
      { destination_vault_arn: ref("aws_backup_vault.backups_recovery_vault.arn"), lifecycle: { delete_after: days } },
    ];
    expect(rulesOf(root(large).resources("aws_backup_plan").backups_plan)).toEqual([
      { rule: "daily", lifecycle: { delete_after: 35 }, copies: copy(7) },
      { rule: "weekly", lifecycle: { delete_after: 90 }, copies: copy(35) },
      {
        rule: "monthly",
        lifecycle: { delete_after: 365, cold_storage_after: 30, opt_in_to_archive_for_supported_resources: true },
        copies: copy(365),
      },
    ]);
  });
});

describe("backups", () => {
  it("can be deleted by no one", () => {
    const policies = Object.values(root(large).resources("aws_backup_vault_policy"));
    expect(policies.map(({ backup_vault_name, policy }) => [backup_vault_name, JSON.parse(String(policy))])).toEqual([
      [ref("aws_backup_vault.backups_main_vault.name"), POLICY],
      [ref("aws_backup_vault.backups_recovery_vault.name"), POLICY],
    ]);
    expect(Object.values(root(small).resources("aws_backup_vault_policy"))).toHaveLength(1);
  });

  it("are of everything with the tag", () => {
    expect(BACKUP_TAG).toEqual({ Backup: "true" });
    const { depends_on, ...selection } = root(small).resources("aws_backup_selection").backups_tagged ?? {};
    expect(selection).toEqual({
      name: "tagged",
      plan_id: ref("aws_backup_plan.backups_plan.id"),
      iam_role_arn: ref("aws_iam_role.backups_role.arn"),
      selection_tag: [{ type: "STRINGEQUALS", key: "Backup", value: "true" }],
    });
    expect(depends_on).toHaveLength(4);
  });

  it("are of Aurora and S3 whatever the account had opted into, and of other types as it says elsewhere", () => {
    expect(root(small).resources("aws_backup_region_settings")).toEqual({
      backups_opt_in: {
        resource_type_opt_in_preference: { Aurora: true, S3: true },
        lifecycle: { ignore_changes: ["resource_type_opt_in_preference"] },
      },
    });
  });

  it("are made with AWS's own policies and nothing else, for this account only", () => {
    const policies = Object.values(root(large).attribute("aws_iam_role_policy_attachment", "policy_arn"));
    expect(policies).toEqual([
      "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup",
      "arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore",
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores",
    ]);
    expect(root(medium).resources("aws_iam_role_policy")).toEqual({});
    const role = root(large).resources("aws_iam_role").backups_role;
    expect(role?.name).toBe("lms-test-backup");
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "backup.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": "777777777777" } },
      },
    ]);
  });

  it("report jobs that failed, and copies and objects that failed in a job that did not", () => {
    const warning = ref("aws_sns_topic.alerts_warning.arn");
    const { event_pattern, ...rule } = root(large).resources("aws_cloudwatch_event_rule").backups_failed_jobs ?? {};
    expect(rule).toEqual({ name: "lms-test-backup-failed", description: "A backup, its copy or a restore has failed" });
    expect(JSON.parse(String(event_pattern))).toEqual({
      source: ["aws.backup"],
      "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
      detail: { $or: [{ state: ["ABORTED", "EXPIRED", "FAILED"] }, { status: ["ABORTED", "FAILED"] }] },
    });
    expect(root(large).resources("aws_cloudwatch_event_target")).toEqual({
      backups_failed_jobs_to_topic: {
        rule: ref("aws_cloudwatch_event_rule.backups_failed_jobs.name"),
        arn: warning,
        input_transformer: {
          input_paths: { text: "$.detail-type" },
          input_template:
            '{"version":"1.0","source":"custom","content":{"title":"A backup, its copy or a restore has failed","description":<text>}}',
        },
      },
    });
    expect(root(large).resources("aws_backup_vault_notifications")).toEqual({
      backups_failed_parts: {
        backup_vault_name: ref("aws_backup_vault.backups_main_vault.name"),
        sns_topic_arn: warning,
        backup_vault_events: ["S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"],
      },
    });
  });

  it("tell what is wrong with their settings, by their path", () => {
    const broken: TestSettings = { ...large, recoveryRegion: "none", weekly: "none", monthly: "none" };
    const outdir = mkdtempSync(join(tmpdir(), "lms-synth-"));
    expect(synthesize(() => [(app) => new TestRoot(app, broken)], outdir).problems).toEqual([
      'test-backup/backups: daily.copyRetentionDays: must be "none" without a recovery region, got 7; ' +
        "there is nowhere to copy to",
    ]);
  });
});

it("are made from variables", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
    const region = root.text("recovery_region");
    const topic = (name: string) => ({ arn: root.text(`${name}_topic`), name });
    return new Backups(root, "backups", {
      keys: { data: root.arn("data_key") },
      alerts: { critical: topic("critical"), warning: topic("warning") },
      replica: {
        region,
        provider: new AwsProvider(root, "aws", { alias: "recovery", region }),
        key: root.arn("recovery_key"),
      },
      stores: {
        database: { arn: root.arn("database").arn, dbSubnetGroupName: root.text("subnet_group") },
        vpcId: root.text("vpc_id"),
        buckets: [root.arn("bucket")],
      },
      site: root.site(),
      settings: {
        daily: { retentionDays: root.number("daily_days"), copyRetentionDays: root.number("copy_days") },
        weekly: { retentionDays: 90, copyRetentionDays: "none" },
        monthly: {
          retentionDays: root.number("monthly_days"),
          copyRetentionDays: "none",
          coldStorageAfterDays: root.number("cold_days"),
        },
        restoreTests: "weekly",
      },
      dataProtection: "retained",
    });
  });
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const [main] = Object.entries(resources.aws_backup_vault_lock_configuration ?? {}).flatMap(([name, lock]) =>
    name.startsWith("backups_main") ? [lock] : [],
  );
  expect(main).toMatchObject({
    min_retention_days: ref("min(var.daily_days, 90, var.monthly_days)"),
    max_retention_days: ref("max(var.daily_days, 90, var.monthly_days)"),
  });
});

function rulesOf(plan: Record<string, unknown> | undefined) {
  const rules = (plan?.rule ?? []) as Record<string, unknown>[];
  return rules.map(({ rule_name, lifecycle, copy_action }) => ({
    rule: rule_name,
    lifecycle,
    copies: copy_action,
  }));
}
