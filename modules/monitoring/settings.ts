import { check, type Rule } from "../foundation/checks";
import { matching, within } from "../foundation/conditions";
import { MAIL_ADDRESS } from "../foundation/formats";
import { GLOBAL_REGION, isGlobal } from "../foundation/regions";
import {
  either,
  group,
  list,
  number,
  type SettingsOf,
  settingsProblems,
  text,
  whole,
  word,
} from "../foundation/schema";
import { slack, slackProblems } from "./notifications/slack-settings";

const ANOMALY_MONITOR = /^arn:aws:ce::\d{12}:anomalymonitor\/[0-9a-f-]{36}$/;

/** Rule of an amount of money, in whole cents as AWS bills. */
const US_DOLLARS: Rule<number> = {
  must: "be US dollars, from 1 to 100000000, in cents",
  holds: (usd) => usd >= 1 && usd <= 100_000_000 && /^\d+(\.\d{1,2})?$/.test(String(usd)),
  condition: within(1, 100_000_000, 100),
  remedy: "give an amount of at least a dollar",
};

/** Rule of a share of requests that must succeed. */
const AVAILABILITY: Rule<number> = {
  must: "be above 90 and below 100",
  holds: (percent) => percent > 90 && percent < 100,
  remedy: "give it in percent such as 99.99",
};

/** Schema of the alarm thresholds that differ from one environment to another. */
export const alarmSettings = group({
  /**
   * The share of requests that must succeed within 30 days, in percent above 90 and below 100. `none` where a handful of
   * requests would decide it, which also saves the price of its alarms.
   */
  availabilityPercent: either(["none"], number(AVAILABILITY)),
  /** What one of a hundred requests may take at most, in seconds, 0.1 to 60. */
  latencySeconds: number({
    must: "be seconds from 0.1 to 60",
    holds: (seconds) => seconds >= 0.1 && seconds <= 60,
    condition: within(0.1, 60),
    remedy: "the load balancer gives up after 60",
  }),
});

/** Alarm thresholds that differ from one environment to another. */
export interface AlarmSettings extends SettingsOf<typeof alarmSettings> {}

/**
 * Checks the thresholds, and that alarms are where their metrics are.
 * @param region where alarms on CloudFront and Route 53 are to be made
 * @returns every problem at once, `[]` when there is none
 */
export function alarmSettingsProblems(settings: AlarmSettings, region: string): string[] {
  return [
    ...settingsProblems("", alarmSettings, settings),
    ...check(
      isGlobal(region),
      "region",
      `must be ${GLOBAL_REGION}, where CloudFront and Route 53 write metrics`,
      region,
      "an alarm tells topics and incidents of its own region only",
    ),
  ];
}

/** Subscriptions of a topic that a person may lose sight of. */
const MAX_WARNING_ADDRESSES = 20;

/** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_NotificationWithSubscribers.html */
const MAX_BUDGET_ADDRESSES = 10;

function addresses(most: number) {
  return list(text(MAIL_ADDRESS), { least: 0, most, each: "address", remedy: "give a mailing list instead" });
}

/** Schema of the receivers of alerts. An environment in which no one needs to act has none, any other two at least. */
export const notificationSettings = group({
  /**
   * `on`: wakes someone up for what is critical, by the integration `Amazon CloudWatch` of a service in PagerDuty. Put its
   * URL before the first apply, see `pagerDutyUrlParameter`: `aws ssm put-parameter --type SecureString`.
   */
  pagerDuty: word(["on", "off"]),
  /** Shows everything to the team, each severity in a channel of its own. */
  slack: either(["none"], slack),
  /** Addresses that alerts are mailed to; each must accept two messages from AWS within two days. `[]` for none. */
  mail: addresses(MAX_WARNING_ADDRESSES),
});

/** Receivers of alerts. */
export interface NotificationSettings extends SettingsOf<typeof notificationSettings> {}

/**
 * Checks the receivers of alerts. What the PagerDuty parameter holds is seen by a plan.
 * @returns every problem at once, `[]` when there is none
 */
export function notificationProblems(settings: NotificationSettings): string[] {
  const problems = settingsProblems("", notificationSettings, settings);
  if (problems.length > 0) return problems;
  return [
    ...check(
      waysToPeople(settings) !== 1,
      "pagerDuty, slack and mail",
      "must be two at least, or none",
      "one",
      "what is critical must reach people when one of them fails",
    ),
    ...(settings.slack === "none" ? [] : slackProblems(settings.slack)),
  ];
}

/** Number of ways by which an alert reaches people. */
export function waysToPeople({ pagerDuty, slack, mail }: NotificationSettings): number {
  return [pagerDuty === "on", slack !== "none", mail.length > 0].filter((way) => way).length;
}

const anomalies = group({
  /**
   * An account has one monitor of all its services. AWS makes it by itself where Cost Explorer was turned on after March
   * 2023: then its ARN (`aws ce get-anomaly-monitors`), or else `created`.
   */
  monitor: either(
    ["created"],
    group({
      /** ARN of the monitor that the account has. */
      arn: text({
        must: "be the ARN of an anomaly monitor",
        holds: (arn) => ANOMALY_MONITOR.test(arn),
        condition: matching(ANOMALY_MONITOR),
        remedy: "aws ce get-anomaly-monitors shows it",
      }),
    }),
  ),
  /** US dollars above the usual that are worth a message, 1 or more. */
  leastImpactUsd: number(US_DOLLARS),
});

/** Cost Anomaly Detection. */
export interface AnomalySettings extends SettingsOf<typeof anomalies> {}

/** Schema of the monthly budget of an environment's account, and the size of an unusual cost. The account is the environment's alone. */
export const budgetSettings = group({
  /** US dollars a month, before credits: 1 or more. */
  monthlyUsd: number(US_DOLLARS),
  /** Addresses that are told beside the topic of warnings, such as that of the cost center; at most ten. `[]` for none. */
  mail: addresses(MAX_BUDGET_ADDRESSES),
  /** Reports what a service costs beyond its usual; `none` where a budget is enough. */
  anomalies: either(["none"], anomalies),
});

/** Monthly budget of an environment's account. */
export interface BudgetSettings extends SettingsOf<typeof budgetSettings> {}

/** Rule of a share of requests. */
const SHARE: Rule<number> = {
  must: "be a share from 0 to 1",
  holds: (rate) => rate >= 0 && rate <= 1,
  condition: within(0, 1),
  remedy: "0.05 is five in a hundred",
};

/** Schema of the sampling of requests by X-Ray. A trace costs money; a sample of them finds what is slow. */
export const tracingSettings = group({
  /** Requests that are traced each second whatever their number, for each rule: a whole number, 0 or more. */
  reservoirPerSecond: whole([0, 1000], "say a share of them with the rates"),
  /** Share of the further requests of learners at work that is traced, from 0 to 1. */
  learnerRate: number(SHARE),
  /** Share of all other requests, from 0 to 1. */
  otherRate: number(SHARE),
});

/** Sampling of requests by X-Ray. */
export interface TracingSettings extends SettingsOf<typeof tracingSettings> {}

/** Schema of the monitoring settings that differ from one environment to another. */
export const monitoringSettings = group({
  /** Receivers of alerts. */
  notifications: notificationSettings,
  /** Thresholds of alarms. */
  alarms: alarmSettings,
  /**
   * Sampling of requests by X-Ray. `none`: there are no traces of services, nor a collector of them in the cluster. Functions
   * of Lambda sample theirs by themselves.
   */
  tracing: either(["none"], tracingSettings),
  /** Monthly budget of the account. */
  budget: budgetSettings,
});

/** Monitoring settings that differ from one environment to another. */
export interface MonitoringSettings extends SettingsOf<typeof monitoringSettings> {}
