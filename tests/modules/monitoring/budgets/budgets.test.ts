import { describe, expect, it } from "vitest";
import { settingsProblems } from "../../../../modules/foundation/schema";
import { type BudgetSettings, budgetSettings } from "../../../../modules/monitoring/settings";
import { FULL, LEAST, type ObservabilityCase, observabilityRoot, problemsOf, ref } from "../observability-root";

const own = (settings: ObservabilityCase, type: string) => observabilityRoot(settings).part("budgets").resources(type);
const TOPIC = ref("aws_sns_topic.alerts_warning.arn");

describe("the budget of a month", () => {
  it("is reported when it is about to be spent, when most of it is, and when all of it is", () => {
    const reported = (notification_type: string, threshold: number) => ({
      notification_type,
      threshold,
      threshold_type: "PERCENTAGE",
      comparison_operator: "GREATER_THAN",
      subscriber_sns_topic_arns: [TOPIC],
      subscriber_email_addresses: ["finance@example.com"],
    });
    expect(own(FULL, "aws_budgets_budget")).toEqual({
      budgets_monthly: {
        name: "lms-test-monthly",
        budget_type: "COST",
        time_unit: "MONTHLY",
        limit_amount: "9000",
        limit_unit: "USD",
        cost_types: { include_credit: false, include_refund: false },
        notification: [reported("FORECASTED", 100), reported("ACTUAL", 80), reported("ACTUAL", 100)],
      },
    });
  });

  it("is mailed to no one where no one is named", () => {
    expect(own(LEAST, "aws_budgets_budget").budgets_monthly).toMatchObject({
      limit_amount: "300",
      notification: [
        { subscriber_email_addresses: [] },
        { subscriber_email_addresses: [] },
        { subscriber_email_addresses: [] },
      ],
    });
  });
});

describe("what costs more than usual", () => {
  const subscription = {
    name: "lms-test-anomalies",
    frequency: "IMMEDIATE",
    subscriber: [{ type: "SNS", address: TOPIC }],
    threshold_expression: {
      dimension: {
        key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
        match_options: ["GREATER_THAN_OR_EQUAL"],
        values: ["50"],
      },
    },
  };

  it("is found by a monitor of all services, and reported from an amount on", () => {
    expect(own(FULL, "aws_ce_anomaly_monitor")).toEqual({
      budgets_services: { name: "lms-test-services", monitor_type: "DIMENSIONAL", monitor_dimension: "SERVICE" },
    });
    expect(own(FULL, "aws_ce_anomaly_subscription")).toEqual({
      budgets_anomalies: { ...subscription, monitor_arn_list: [ref("aws_ce_anomaly_monitor.budgets_services.arn")] },
    });
  });

  it("is found by the monitor that the account has already", () => {
    const arn = "arn:aws:ce::444444444444:anomalymonitor/a1b2c3d4-0000-0000-0000-000000000000";
    const existing = {
      ...FULL,
      budget: { ...FULL.budget, anomalies: { monitor: { arn }, leastImpactUsd: 50 } },
    };
    expect(own(existing, "aws_ce_anomaly_monitor")).toEqual({});
    expect(own(existing, "aws_ce_anomaly_subscription")).toEqual({
      budgets_anomalies: { ...subscription, monitor_arn_list: [arn] },
    });
  });

  it("is not looked for where the budget is enough", () => {
    expect(own(LEAST, "aws_ce_anomaly_monitor")).toEqual({});
    expect(own(LEAST, "aws_ce_anomaly_subscription")).toEqual({});
  });
});

describe("settings", () => {
  const BUDGET: BudgetSettings = { monthlyUsd: 1, mail: [], anomalies: { monitor: "created", leastImpactUsd: 1 } };
  const problems = (change: Partial<BudgetSettings>) => settingsProblems("", budgetSettings, { ...BUDGET, ...change });

  it("may be the least that there is", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ anomalies: "none" })).toEqual([]);
  });

  it.each([0, -100, 0.5, 1.005, 1e9, Number.NaN, Number.POSITIVE_INFINITY])("refuse %d dollars", (usd) => {
    expect(problems({ monthlyUsd: usd })).toEqual([
      `monthlyUsd: must be US dollars, from 1 to 100000000, in cents, got ${usd}; give an amount of at least a dollar`,
    ]);
    expect(problems({ anomalies: { monitor: "created", leastImpactUsd: usd } })).toEqual([
      `anomalies.leastImpactUsd: must be US dollars, from 1 to 100000000, in cents, got ${usd}; give an amount of at least a dollar`,
    ]);
  });

  it("refuse what is no address, and more than AWS takes", () => {
    expect(problems({ mail: ["finance"] })).toEqual([
      'mail: must be a mail address such as team@example.com, got "finance"; name one address, without a display name',
    ]);
    const mail = Array.from({ length: 11 }, (_, index) => `finance-${index}@example.com`);
    expect(problems({ mail })).toEqual([
      expect.stringMatching(/^mail: must have at most 10 elements, got \["finance-0@.*; give a mailing list instead$/),
    ]);
    expect(problems({ mail: mail.slice(1) })).toEqual([]);
  });

  it.each(["", "services", "arn:aws:ce::444444444444:anomalysubscription/a1b2c3d4-0000-0000-0000-000000000000"])(
    "refuse %j as a monitor",
    (arn) => {
      expect(problems({ anomalies: { monitor: { arn }, leastImpactUsd: 1 } })).toEqual([
        "anomalies.monitor.arn: must be the ARN of an anomaly monitor, " +
          `got ${JSON.stringify(arn)}; aws ce get-anomaly-monitors shows it`,
      ]);
    },
  );

  it("are reported all at once, by the construct's path", () => {
    expect(problemsOf({ budget: { monthlyUsd: 0, mail: ["finance"], anomalies: "none" } })).toEqual([
      "observability/budgets: monthlyUsd: must be US dollars, from 1 to 100000000, in cents, got 0; give an amount of at least a dollar",
      'observability/budgets: mail: must be a mail address such as team@example.com, got "finance"; name one address, without a display name',
    ]);
  });
});
