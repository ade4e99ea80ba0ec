import { basePath, HEALTH_PATH, LEARNER_SERVICES } from "../../foundation/routes";
import type { TracingSettings } from "./tracing-settings";

/** Which requests are traced. The first rule that fits decides, by priority. */
export interface SamplingRule {
  /** Last part of the rule's name, and its construct id. */
  readonly id: string;
  /** 1 to 9,999. */
  readonly priority: number;
  /** Path of the request, at most 128 characters; `*` stands for any. */
  readonly urlPath: string;
  readonly reservoirPerSecond: number;
  readonly rate: number;
}

/**
 * Health checks are never traced, they would be most of all traces; learners at work more often than anything else.
 * @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export function samplingRules({ reservoirPerSecond, learnerRate, otherRate }: TracingSettings): SamplingRule[] {
  return [
    { id: "health-checks", priority: 100, urlPath: HEALTH_PATH, reservoirPerSecond: 0, rate: 0 },
    ...LEARNER_SERVICES.map((service, index) => ({
      id: service,
      priority: 1000 + index,
      urlPath: `${basePath(service)}/*`,
      reservoirPerSecond,
      rate: learnerRate,
    })),
    { id: "everything-else", priority: 9000, urlPath: "*", reservoirPerSecond, rate: otherRate },
  ];
}

/** Checks what types cannot. @returns every problem at once, `[]` when there is none */
export function tracingProblems(settings: TracingSettings): string[] {
  const { reservoirPerSecond, learnerRate, otherRate } = settings;
  const problems = Object.entries({ learnerRate, otherRate })
    .filter(([, rate]) => !(rate >= 0 && rate <= 1))
    .map(([field, rate]) => `${field}: must be a share from 0 to 1, got ${rate}; 0.05 is five in a hundred`);
  if (!(Number.isInteger(reservoirPerSecond) && reservoirPerSecond >= 0)) {
    problems.unshift(
      `reservoirPerSecond: must be a whole number of requests, 0 or more, got ${reservoirPerSecond}; ` +
        "say a share of them with the rates",
    );
  }
  return problems;
}
