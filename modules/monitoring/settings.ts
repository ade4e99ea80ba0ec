import { check, unique } from "../foundation/checks";
import { mailProblems } from "../foundation/formats";
import { GLOBAL_REGION } from "../foundation/regions";
import { availabilityProblems } from "./alarms/error-budget";

/** Monitoring settings that differ from one environment to another. */
export interface MonitoringSettings {
  readonly notifications: NotificationSettings;
  readonly alarms: AlarmSettings;
  readonly tracing: TracingSettings;
  readonly budget: BudgetSettings;
}

/** Alarm thresholds that differ from one environment to another. */
export interface AlarmSettings {
  /**
   * The share of requests that must succeed within 30 days, in percent above 90 and below 100. `none` where a handful of
   * requests would decide it, which also saves the price of its alarms.
   */
  readonly availabilityPercent: "none" | number;
  /** What one of a hundred requests may take at most, in seconds. */
  readonly latencySeconds: number;
}

/** Checks what types cannot. @returns every problem at once, `[]` when there is none */
export function alarmSettingsProblems({ availabilityPercent }: AlarmSettings, region: string): string[] {
  const problems = availabilityPercent === "none" ? [] : availabilityProblems(availabilityPercent);
  if (region !== GLOBAL_REGION) {
    problems.push(
      `region: must be ${GLOBAL_REGION}, where CloudFront and Route 53 write metrics, got ${region}; ` +
        "an alarm tells topics and incidents of its own region only",
    );
  }
  return problems;
}

/** Receivers of alerts. An environment in which no one needs to act has none, any other two at least. */
export interface NotificationSettings {
  /**
   * `on`: wakes someone up for what is critical, by the integration `Amazon CloudWatch` of a service in PagerDuty. Put its
   * URL before the first apply, see `pagerDutyUrlParameter`: `aws ssm put-parameter --type SecureString`.
   */
  readonly pagerDuty: "on" | "off";
  /** Shows everything to the team, each severity in a channel of its own. */
  readonly slack: "none" | SlackSettings;
  /** Addresses that alerts are mailed to; each must accept two messages from AWS within two days. `[]` for none. */
  readonly mail: readonly string[];
}

/** A workspace and its channels. An administrator lets AWS into the workspace once, in the console of Amazon Q Developer. */
export interface SlackSettings {
  /** Such as `T0123ABCD`, from the same console. */
  readonly workspaceId: string;
  /** Such as `C0123ABCD`, the end of a channel's link. Amazon Q is invited to a private one. */
  readonly channelIds: { readonly critical: string; readonly warning: string };
}

/**
 * Checks what types cannot: the shapes of ids and addresses. What the PagerDuty parameter holds is seen by a plan.
 * @returns every problem at once, `[]` when there is none
 */
export function notificationProblems(settings: NotificationSettings): string[] {
  const { slack, mail } = settings;
  return [
    ...check(
      waysToPeople(settings) !== 1,
      "pagerDuty, slack and mail",
      "must be two at least, or none",
      "one",
      "what is critical must reach people when one of them fails",
    ),
    ...(slack === "none" ? [] : slackProblems(slack)),
    ...mailListProblems("mail", mail),
  ];
}

/** Number of ways by which an alert reaches people. */
export function waysToPeople({ pagerDuty, slack, mail }: NotificationSettings): number {
  return [pagerDuty === "on", slack !== "none", mail.length > 0].filter((way) => way).length;
}

function slackProblems({ workspaceId, channelIds }: SlackSettings): string[] {
  const problems: string[] = [];
  if (!/^T[0-9A-Z]{8,}$/.test(workspaceId)) {
    problems.push(
      `slack.workspaceId: must be an id such as T0123ABCD, got ${JSON.stringify(workspaceId)}; ` +
        "copy it from the console of Amazon Q Developer",
    );
  }
  for (const [severity, id] of Object.entries(channelIds)) {
    if (/^[CG][0-9A-Z]{8,}$/.test(id)) continue;
    problems.push(
      `slack.channelIds.${severity}: must be an id such as C0123ABCD, got ${JSON.stringify(id)}; ` +
        "copy it from the end of the channel's link",
    );
  }
  if (channelIds.critical === channelIds.warning) {
    problems.push(
      "slack.channelIds.warning: must differ from that of critical, since AWS takes a channel once, " +
        `got ${JSON.stringify(channelIds.warning)}; make a channel for each`,
    );
  }
  return problems;
}

/** Monthly budget of an environment's account, and the size of an unusual cost. The account is the environment's alone. */
export interface BudgetSettings {
  /** US dollars a month, before credits: 1 or more. */
  readonly monthlyUsd: number;
  /** Addresses that are told beside the topic of warnings, such as that of the cost center; at most ten. `[]` for none. */
  readonly mail: readonly string[];
  /** Reports what a service costs beyond its usual; `none` where a budget is enough. */
  readonly anomalies: "none" | AnomalySettings;
}

/** Cost Anomaly Detection. */
export interface AnomalySettings {
  /**
   * An account has one monitor of all its services. AWS makes it by itself where Cost Explorer was turned on after March
   * 2023: then its ARN (`aws ce get-anomaly-monitors`), or else `created`.
   */
  readonly monitor: "created" | { readonly arn: string };
  /** US dollars above the usual that are worth a message, 1 or more. */
  readonly leastImpactUsd: number;
}

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_NotificationWithSubscribers.html */
const MAX_ADDRESSES = 10;

const MONITOR_ARN = /^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f-]{36}$/;

/** Checks what types cannot. @returns every problem at once, `[]` when there is none */
export function budgetProblems({ monthlyUsd, mail, anomalies }: BudgetSettings): string[] {
  const problems = [...amountProblems("monthlyUsd", monthlyUsd), ...mailListProblems("mail", mail)];
  if (mail.length > MAX_ADDRESSES) {
    problems.push(
      `mail: must have at most ${MAX_ADDRESSES} addresses, got ${mail.length}; give a mailing list instead`,
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
  const holds = Number.isFinite(usd) && usd >= 1;
  return check(holds, field, "must be US dollars, 1 or more", usd, "give an amount of at least a dollar");
}

/**
 * Checks the addresses of a list.
 * @param field the setting, which messages begin with
 * @returns every problem at once, `[]` when there is none
 */
export function mailListProblems(field: string, addresses: readonly string[]): string[] {
  return [...addresses.flatMap((address) => mailProblems(field, address)), ...unique(field, addresses, "address")];
}

/** Sampling of requests by X-Ray. A trace costs money; a sample of them finds what is slow. */
export interface TracingSettings {
  /** Requests that are traced each second whatever their number, for each rule: a whole number, 0 or more. */
  readonly reservoirPerSecond: number;
  /** Share of the further requests of learners at work that is traced, from 0 to 1. */
  readonly learnerRate: number;
  /** Share of all other requests, from 0 to 1. */
  readonly otherRate: number;
}
