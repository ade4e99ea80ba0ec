/** How fast an error budget may be used up before someone is told. */
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
 * @param availabilityPercent the share of requests that must succeed within 30 days, see `availabilityProblems`
 */
export function burnRates(availabilityPercent: number): readonly BurnRate[] {
  return WINDOWS.map(({ pace, longSeconds, budgetShare }) => {
    const rate = (budgetShare * PERIOD_SECONDS) / longSeconds;
    const failedPercent = rounded(rate * (100 - availabilityPercent));
    return { pace, longSeconds, shortSeconds: longSeconds * SHORT_SHARE, rate: rounded(rate), failedPercent };
  });
}

/** Checks a promise. @returns every problem at once, `[]` when there is none */
export function availabilityProblems(availabilityPercent: number): string[] {
  if (availabilityPercent > 90 && availabilityPercent < 100) return [];
  return [
    `availabilityPercent: must be above 90 and below 100, got ${availabilityPercent}; give it in percent such as 99.99`,
  ];
}

/** Without what binary fractions add. */
function rounded(value: number): number {
  return Number(value.toFixed(6));
}
