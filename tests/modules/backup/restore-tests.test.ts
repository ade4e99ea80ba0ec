import { describe, expect, it } from "vitest";
import { large, medium, ref, root, small } from "./fixture";

const plan = ref("aws_backup_restore_testing_plan.backups_restore_tests_plan.name");
const role = ref("aws_iam_role.backups_restore_tests_role.arn");

describe("restore tests", () => {
  it("are none where none are asked for", () => {
    for (const settings of [small, medium])
      expect(root(settings).resources("aws_backup_restore_testing_plan")).toEqual({});
  });

  it("restore the newest backup of the week from the home vault, once a month", () => {
    expect(root(large).resources("aws_backup_restore_testing_plan").backups_restore_tests_plan).toMatchObject({
      name: "lms_test",
      schedule_expression: "cron(0 12 2 * ? *)",
      schedule_expression_timezone: "Etc/UTC",
      start_window_hours: 8,
      recovery_point_selection: [
        {
          algorithm: "LATEST_WITHIN_WINDOW",
          include_vaults: [ref("aws_backup_vault.backups_main_vault.arn")],
          recovery_point_types: ["SNAPSHOT"],
          selection_window_days: 7,
        },
      ],
    });
  });

  it("put the database where nobody reaches it, and encrypt buckets with the key of learners' data", () => {
    const selections = root(large).resources("aws_backup_restore_testing_selection");
    const common = { restore_testing_plan_name: plan, iam_role_arn: role, validation_window_hours: 24 };
    expect(selections.backups_restore_tests_database).toMatchObject({
      ...common,
      name: "database",
      protected_resource_type: "Aurora",
      protected_resource_arns: ["arn:aws:rds:us-east-1:777777777777:cluster:lms-test"],
      restore_metadata_overrides: {
        dbSubnetGroupName: "lms-test-subnets",
        vpcSecurityGroupIds: ref("jsonencode([aws_security_group.backups_restore_tests_closed.id])"),
      },
    });
    expect(selections.backups_restore_tests_buckets).toMatchObject({
      ...common,
      name: "buckets",
      protected_resource_type: "S3",
      protected_resource_arns: ["arn:aws:s3:::assets", "arn:aws:s3:::media"],
      restore_metadata_overrides: {
        encryptionType: "SSE-KMS",
        kmsKey: ref("aws_kms_key.keys_data.arn"),
        restoreACLs: "false",
      },
    });
    expect(root(large).resources("aws_security_group").backups_restore_tests_closed).toMatchObject({
      vpc_id: "vpc-1",
      name_prefix: "lms-test-restore-test-",
    });
    for (const type of ["aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"]) {
      expect(root(large).resources(type)).toEqual({});
    }
  });

  it("write to nothing but what bears the name of a test", () => {
    const policy = root(large).resources("aws_iam_role_policy").backups_restore_tests_role_policy?.policy;
    const { Statement } = JSON.parse(String(policy)) as {
      Statement: { Action: string[]; Resource: string | string[] }[];
    };
    const written = Statement.filter(({ Action }) =>
      Action.some((action) => /:(Create|Delete|Put|Restore)/.test(action)),
    )
      .flatMap(({ Resource }) => Resource)
      .filter((resource) => !resource.includes("awsbackup-restore-test-*"));
    expect(written).toEqual([
      "arn:aws:rds:*:777777777777:subgrp:lms-test-subnets",
      "arn:aws:rds:*:777777777777:cluster-snapshot:*",
      "arn:aws:rds:*:777777777777:snapshot:*",
      "arn:aws:rds:*:777777777777:cluster-pg:*",
      "arn:aws:rds:*:777777777777:og:*",
      ref("aws_kms_key.keys_data.arn"),
    ]);
  });
});
