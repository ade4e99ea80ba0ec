import { BudgetsBudget, type BudgetsBudgetNotification } from "@cdktf/provider-aws/lib/budgets-budget";
import { CeAnomalyMonitor } from "@cdktf/provider-aws/lib/ce-anomaly-monitor";
import { CeAnomalySubscription } from "@cdktf/provider-aws/lib/ce-anomaly-subscription";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { settingsProblems } from "../foundation/schema";
import { type AnomalySettings, type BudgetSettings, budgetSettings } from "./settings";

export interface BudgetsProps {
  /** Topics of us-east-1, where AWS's billing is. */
  readonly alerts: Topics;
  readonly site: Pick<Site, "prefix">;
  readonly settings: BudgetSettings;
}

/** When a month's budget is reported: the forecast while something can be done, and what was spent. */
const REPORTED = [
  { notificationType: "FORECASTED", threshold: 100 },
  { notificationType: "ACTUAL", threshold: 80 },
  { notificationType: "ACTUAL", threshold: 100 },
] as const;

/**
 * Monthly budget of the account, and reports of unusual costs of any service. Both are warnings: money wakes no one up. Reports every problem of the settings. Cost Explorer must be turned on in the account,
 * which takes a day.
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
 */
export class Budgets extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: BudgetsProps,
  ) {
    super(scope, id);
    const { settings } = props;
    report(this, settingsProblems("", budgetSettings, settings));
    this.createBudget();
    if (settings.anomalies !== "none") this.reportAnomalies(settings.anomalies);
  }

  private createBudget(): void {
    const { alerts, site, settings } = this.props;
    const { monthlyUsd, mail } = settings;
    const notification = REPORTED.map(
      (reported): BudgetsBudgetNotification => ({
        ...reported,
        thresholdType: "PERCENTAGE",
        comparisonOperator: "GREATER_THAN",
        subscriberSnsTopicArns: [alerts.warning.arn],
        subscriberEmailAddresses: [...mail],
      }),
    );
    new BudgetsBudget(this, "monthly", {
      name: `${site.prefix}-monthly`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(monthlyUsd),
      limitUnit: "USD",
      // A credit or a refund would hide what the platform costs without it.
      costTypes: { includeCredit: false, includeRefund: false },
      notification,
    });
  }

  private reportAnomalies({ monitor, leastImpactUsd }: AnomalySettings): void {
    const { alerts, site } = this.props;
    new CeAnomalySubscription(this, "anomalies", {
      name: `${site.prefix}-anomalies`,
      monitorArnList: [monitor === "created" ? this.createMonitor().arn : monitor.arn],
      // The only frequency that a topic takes.
      frequency: "IMMEDIATE",
      subscriber: [{ type: "SNS", address: alerts.warning.arn }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [String(leastImpactUsd)],
        },
      },
    });
  }

  private createMonitor(): CeAnomalyMonitor {
    return new CeAnomalyMonitor(this, "services", {
      name: `${this.props.site.prefix}-services`,
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
  }
}
