import { GLOBAL_REGION } from "../../foundation/regions";
import { availabilityProblems } from "../slo";

/** From where on an environment is not well, as far as that differs from one to another. */
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
