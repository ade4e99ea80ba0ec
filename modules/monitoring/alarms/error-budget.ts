import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { Alarm, type AlarmSpec, PERCENT } from "../../alerting";
import type { Arn } from "../../foundation/contracts";
import type { Expression, Metric } from "../../foundation/metrics";
import type { WatchedParts } from "../watched-parts";
import { allOf, anyOf, Composite, raised } from "./incidents";
import { FAILED_PERCENT, requestMetrics } from "./load-balancer-alarms";

/** Speed at which an error budget may be used up before an alarm. */
export interface BurnRate {
  /** `fast`: someone must act now. `slow`: in the morning is soon enough. */
  readonly pace: "fast" | "slow";
  /** The window that shows that enough of the budget is gone to matter, in seconds. */
  readonly longSeconds: number;
  /** The window that shows that it is still going on, in seconds: a twelfth of the long one. */
  readonly shortSeconds: number;
  /** How many times faster than it should the budget is used up. */
  readonly rate: number;
  /** The share of requests that fail at that rate, in percent. */
  readonly failedPercent: number;
}

const SECONDS_PER_DAY = 86_400;

/** A promise is kept or broken within this time. */
const PERIOD_SECONDS = 30 * SECONDS_PER_DAY;

/**
 * The share of a budget that may be used up within a window before someone is told. Google's last window is three days;
 * a period of CloudWatch ends with a day, so a tenth of the budget must be gone within one.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const WINDOWS = [
  { pace: "fast", longSeconds: 3600, budgetShare: 0.02 },
  { pace: "fast", longSeconds: 6 * 3600, budgetShare: 0.05 },
  { pace: "slow", longSeconds: SECONDS_PER_DAY, budgetShare: 0.1 },
] as const;

/** @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts */
const SHORT_SHARE = 1 / 12;

/**
 * The burn rates at which to tell of a promise.
 * @param availabilityPercent the share of requests that must succeed within 30 days
 */
export function burnRates(availabilityPercent: number): readonly BurnRate[] {
  return WINDOWS.map(({ pace, longSeconds, budgetShare }) => {
    const rate = (budgetShare * PERIOD_SECONDS) / longSeconds;
    const failedPercent = rounded(rate * (100 - availabilityPercent));
    return { pace, longSeconds, shortSeconds: longSeconds * SHORT_SHARE, rate: rounded(rate), failedPercent };
  });
}

/** Rounds floating-point noise away. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}

/** Service level indicator: the share of failures among requests, and the number of requests. */
export interface Indicator {
  /** Who fails whom, such as `answers that learners get`. */
  readonly what: string;
  /** The share of requests that failed, 0 to 100, in terms of the metrics. */
  readonly failedPercent: string;
  /** How many failed, in terms of the metrics. */
  readonly failures: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}

export interface ErrorBudgetProps {
  readonly indicator: Indicator;
  /** Hears that a budget is being used up; in the region of the metrics. */
  readonly topic: Arn;
  /** The AWS provider of that region, where it is not the root's own. */
  readonly provider?: TerraformProvider;
  /** First part of the alarms' names, such as `lms-prod-distribution-budget`. */
  readonly name: string;
  /** The share of requests that must succeed within 30 days, above 90 and below 100. */
  readonly availabilityPercent: number;
}

/** Failures below which a burn rate is ignored: at night, one failure can be one of a hundred requests. */
const MIN_FAILURES = 10;

/**
 * Multi-window burn-rate alarms of a service level objective: the long window shows that it matters, the short one that
 * it still happens. They notify no one; the composites `fast` and `slow` do.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export class ErrorBudget extends Construct {
  /** Used up within days: it belongs to an incident. */
  readonly fast: Composite;
  /** Used up before the 30 days are over. */
  readonly slow: Composite;
  /** What both ask for. */
  readonly alarms: Alarm[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ErrorBudgetProps,
  ) {
    super(scope, id);
    const rates = burnRates(props.availabilityPercent);
    this.fast = this.combine("fast", "within five days", rates);
    this.slow = this.combine("slow", "within ten days", rates);
  }

  private get place(): Pick<ErrorBudgetProps, "provider"> {
    const { provider } = this.props;
    return provider === undefined ? {} : { provider };
  }

  private combine(pace: BurnRate["pace"], when: string, rates: readonly BurnRate[]): Composite {
    const { indicator, topic, name, availabilityPercent } = this.props;
    const rules = rates.filter((rate) => rate.pace === pace).map((rate) => this.watch(rate));
    return new Composite(this, pace, {
      ...this.place,
      rule: anyOf(rules),
      topic,
      behind: "none",
      name: `${name}-${pace}`,
      meaning: `So many ${indicator.what} fail that the objective of ${availabilityPercent} percent is missed ${when}.`,
      runbook: "error-budget",
    });
  }

  private watch({ longSeconds, shortSeconds, failedPercent }: BurnRate): string {
    const { failures, failedPercent: percent } = this.props.indicator;
    const matters = this.createAlarm(longSeconds, failedPercent, `IF(${failures} >= ${MIN_FAILURES}, ${percent}, 0)`);
    const goesOn = this.createAlarm(shortSeconds, failedPercent, percent);
    return allOf([raised(matters), raised(goesOn)]);
  }

  private createAlarm(periodSeconds: number, above: number, expression: Expression["expression"]): Alarm {
    const { indicator, name } = this.props;
    const spec: AlarmSpec = {
      meaning: `More than ${above} percent of ${indicator.what} have failed in the last ${inLetters(periodSeconds)}.`,
      runbook: "error-budget",
      signal: { expression, metrics: usedIn(expression, indicator.metrics) },
      range: PERCENT,
      threshold: { above },
      window: { periodSeconds, periods: 1 },
      missingData: "silent-when-idle",
      incident: "none",
    };
    const window = inLetters(periodSeconds);
    const alarm = new Alarm(this, window, { ...this.place, spec, topics: [], name: `${name}-${window}` });
    this.alarms.push(alarm);
    return alarm;
  }
}

/** The metrics that an expression names. */
function usedIn(expression: string, metrics: Readonly<Record<string, Metric>>): Readonly<Record<string, Metric>> {
  return Object.fromEntries(Object.entries(metrics).filter(([id]) => new RegExp(`\\b${id}\\b`).test(expression)));
}

/** Such as `5m` or `24h`. */
function inLetters(seconds: number): string {
  return seconds < 3600 ? `${seconds / 60}m` : `${seconds / 3600}h`;
}

/** Answers that learners get, from caches and origins alike. CloudFront counts requests, and the share that fails. */
export function siteIndicator({ metrics }: WatchedParts["distribution"]): Indicator {
  return {
    what: "answers that learners get",
    failedPercent: "failing",
    failures: "failing * requests / 100",
    metrics: { failing: metrics.errors5xx, requests: metrics.requests },
  };
}

/** Answers of the application, without those that caches give for it. */
export function applicationIndicator({ metrics }: WatchedParts["loadBalancer"]): Indicator {
  return {
    what: "requests to the application",
    failedPercent: FAILED_PERCENT,
    failures: "FILL(failed, 0) + FILL(unserved, 0)",
    metrics: requestMetrics(metrics),
  };
}
