import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { AlertTopics } from "../../../modules/alerting/alert-topics";
import { type AgedRestoreTests, RecoveryAges } from "../../../modules/disaster-recovery/recovery-ages";
import { EncryptionKeys } from "../../../modules/encryption/encryption-keys";
import { siteOf } from "../../../modules/foundation/names";
import { Root } from "../../../stacks/root";
import { synthesizeRoots } from "../../support/synthesized";

const ACCOUNT = {
  name: "test",
  account: "777777777777",
  region: "us-east-1",
  stateBucket: "lms-test-terraform-state-777777777777",
  owner: "owner",
  costCenter: "cost",
};
const PLAN = { arn: "arn:aws:backup:us-east-1:777777777777:restore-testing-plan:lms_test-1", name: "lms_test" };
const RESTORE_TESTS: AgedRestoreTests = { plan: PLAN, stores: ["arn:database", "arn:media"], dueAfterDays: 41 };

/** A reference to an attribute as it stands in the JSON. */
const ref = (attribute: string) => `\${${attribute}}`;

class TestRoot extends Root {
  constructor(scope: Construct, drills: "none" | "counted", restoreTests: "none" | AgedRestoreTests) {
    super(scope, "test-ages", ACCOUNT);
    const site = siteOf(ACCOUNT);
    const keys = new EncryptionKeys(this, "keys", { site, dataProtection: "disposable" });
    const alerts = new AlertTopics(this, "alerts", { site, keys });
    new RecoveryAges(this, "ages", { keys, alerts, drills, restoreTests, site, logRetentionDays: 30 });
  }
}

function root(drills: "none" | "counted", restoreTests: "none" | AgedRestoreTests) {
  const found = synthesizeRoots([(app) => new TestRoot(app, drills, restoreTests)]).get("test-ages");
  if (found === undefined) throw new Error("no root");
  return found;
}

describe("the ages of what proves recovery", () => {
  const whole = root("counted", RESTORE_TESTS);
  const alarm = (metric_name: string, threshold: number) => ({
    namespace: "LMS/Recovery",
    metric_name,
    dimensions: { FunctionName: ref("aws_lambda_function.ages_publish_function.function_name") },
    comparison_operator: "GreaterThanThreshold",
    threshold,
    period: 86_400,
    evaluation_periods: 2,
    treat_missing_data: "breaching",
    alarm_actions: [ref("aws_sns_topic.alerts_warning.arn")],
  });

  it("are published every morning", () => {
    expect(whole.resources("aws_scheduler_schedule").ages_schedule_schedule).toMatchObject({
      schedule_expression: "cron(0 6 * * ? *)",
      target: { arn: ref("aws_lambda_function.ages_publish_function.arn") },
    });
    expect(whole.resources("aws_lambda_function").ages_publish_function?.environment).toEqual({
      variables: {
        ENVIRONMENT: "lms-test",
        NAMESPACE: "LMS/Recovery",
        DRILLS: "counted",
        RESTORE_TESTING_PLAN: "lms_test",
        RESTORED_STORES: "arn:database,arn:media",
      },
    });
  });

  it("warn of a drill that is half a year ago, of a restore test that is due, and of a function that is dead", () => {
    const alarms = whole.resources("aws_cloudwatch_metric_alarm");
    expect(alarms.ages_drill_overdue).toMatchObject(alarm("DrillAge", 197));
    expect(alarms.ages_restore_test_overdue).toMatchObject(alarm("RestoreTestAge", 41));
  });

  it("are read and published with no other right", () => {
    const { policy } = whole.resources("aws_iam_role_policy").ages_publish_role_policy ?? {};
    const { Statement } = JSON.parse(String(policy)) as { Statement: { Sid: string }[] };
    expect(Statement.filter(({ Sid }) => /^(Publish|Find)/.test(Sid))).toEqual([
      {
        Sid: "PublishAges",
        Effect: "Allow",
        Action: ["cloudwatch:PutMetricData"],
        Resource: "*",
        Condition: { StringEquals: { "cloudwatch:namespace": "LMS/Recovery" } },
      },
      { Sid: "FindDrills", Effect: "Allow", Action: ["cloudwatch:GetMetricStatistics"], Resource: "*" },
      { Sid: "FindRestoreTests", Effect: "Allow", Action: ["backup:ListRestoreJobs"], Resource: "*" },
      { Sid: "FindPlan", Effect: "Allow", Action: ["backup:GetRestoreTestingPlan"], Resource: PLAN.arn },
    ]);
  });

  it("are those of what there is", () => {
    const alarms = (each: ReturnType<typeof root>) => Object.keys(each.resources("aws_cloudwatch_metric_alarm"));
    expect(alarms(root("none", RESTORE_TESTS))).toEqual(["ages_restore_test_overdue"]);
    expect(alarms(root("counted", "none"))).toEqual(["ages_drill_overdue"]);
  });
});
