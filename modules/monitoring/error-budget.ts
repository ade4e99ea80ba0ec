import { Construct } from "constructs";
import { Alarm, type AlarmSpec, PERCENT } from "../alerting";
import type { Arn } from "../foundation/contracts";
import type { Expression, Metric } from "../foundation/metrics";
import { allOf, anyOf, Composite, raised } from "./alarms/composite";
import { type BurnRate, burnRates } from "./slo";

/** What is promised to succeed: the share of failures among requests, and how many they are. */
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
  /** Hears that a budget is being used up. */
  readonly topic: Arn;
  /** First part of the alarms' names, such as `lms-prod-distribution-budget`. */
  readonly name: string;
  /** The share of requests that must succeed within 30 days, above 90 and below 100. */
  readonly availabilityPercent: number;
}

/** Fewer failures are no trend, however few the requests: at night a single one would be one in a hundred. */
const LEAST_FAILURES = 10;

/**
 * Alarms of what uses up the failures that a promise allows: each over a long window, which shows that it matters, and a
 * short one, which shows that it goes on. By themselves they are silent; `fast` and `slow` tell.
 * @see https://sre.google/workbook/alerting-on-slos/
 */
export class ErrorBudget extends Construct {
  /** Used up within days: it belongs to an incident. */
  readonly fast: Composite;
  /** Used up before the 30 days are over. */
  readonly slow: Composite;

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

  private combine(pace: BurnRate["pace"], when: string, rates: readonly BurnRate[]): Composite {
    const { indicator, topic, name, availabilityPercent } = this.props;
    const rules = rates.filter((rate) => rate.pace === pace).map((rate) => this.watch(rate));
    return new Composite(this, pace, {
      rule: anyOf(rules),
      topic,
      behind: "none",
      name: `${name}-${pace}`,
      meaning: `So many ${indicator.what} fail that ${when} the promise of ${availabilityPercent} percent is broken.`,
      runbook: "error-budget",
    });
  }

  private watch({ longSeconds, shortSeconds, failedPercent }: BurnRate): string {
    const { failures, failedPercent: percent } = this.props.indicator;
    const matters = this.createAlarm(longSeconds, failedPercent, `IF(${failures} >= ${LEAST_FAILURES}, ${percent}, 0)`);
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
    return new Alarm(this, window, { spec, topic: "none", name: `${name}-${window}` });
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
