import { mailProblems } from "../mail-addresses";
import type { BudgetSettings } from "./budget-settings";

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_NotificationWithSubscribers.html */
const MOST_ADDRESSES = 10;

const MONITOR_ARN = /^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f-]{36}$/;

/** Checks what types cannot. @returns every problem at once, `[]` when there is none */
export function budgetProblems({ monthlyUsd, mail, anomalies }: BudgetSettings): string[] {
  const problems = [...amountProblems("monthlyUsd", monthlyUsd), ...mailProblems("mail", mail)];
  if (mail.length > MOST_ADDRESSES) {
    problems.push(
      `mail: must have at most ${MOST_ADDRESSES} addresses, got ${mail.length}; give a mailing list instead`,
    );
  }
  if (anomalies === "none") return problems;
  const { monitor, leastImpactUsd } = anomalies;
  if (monitor !== "created" && !MONITOR_ARN.test(monitor.arn)) {
    problems.push(
      "anomalies.monitor.arn: must be the ARN of an anomaly monitor, " +
        `got ${JSON.stringify(monitor.arn)}; aws ce get-anomaly-monitors shows it`,
    );
  }
  return [...problems, ...amountProblems("anomalies.leastImpactUsd", leastImpactUsd)];
}

function amountProblems(field: string, usd: number): string[] {
  if (Number.isFinite(usd) && usd >= 1) return [];
  return [`${field}: must be US dollars, 1 or more, got ${usd}; correct it`];
}
