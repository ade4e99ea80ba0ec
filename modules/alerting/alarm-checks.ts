import { isReference } from "../foundation/checks";
import type { Metric, Signal } from "../foundation/metrics";
import { type AlarmSpec, description, RUNBOOK_SECTIONS, type RunbookSection, type Window } from "./alarm-spec";

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const HIGH_RESOLUTION_SECONDS: readonly number[] = [10, 20, 30];
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;
const MAX_DESCRIPTION_LENGTH = 1024;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MAX_METRICS = 10;

/** An id of a metric in an expression, and a word of an expression that may be one. */
const ID = /^[a-z][A-Za-z0-9_]*$/;
const IDS_IN_EXPRESSION = /\b[a-z][A-Za-z0-9_]*\b/g;

/** Checks what types cannot. @returns every problem at once, `[]` when there is none */
export function alarmProblems(spec: AlarmSpec): string[] {
  return [
    ...descriptionProblems(spec.meaning, spec.runbook),
    ...windowProblems(spec.window, metricsOf(spec.signal)),
    ...thresholdProblems(spec),
    ...expressionProblems(spec.signal),
  ];
}

/** Checks what an alarm or an incident says of itself. @returns every problem at once, `[]` when there is none */
export function descriptionProblems(meaning: string, runbook: RunbookSection): string[] {
  const problems: string[] = [];
  if (!RUNBOOK_SECTIONS.includes(runbook)) {
    problems.push(
      `runbook: must be a section of docs/runbooks.md, got ${JSON.stringify(runbook)}; write the section, ` +
        "and add it to RUNBOOK_SECTIONS",
    );
  }
  const { length } = description(meaning, runbook);
  if (meaning === "" || length > MAX_DESCRIPTION_LENGTH) {
    problems.push(
      `meaning: must say something, with the link at most ${MAX_DESCRIPTION_LENGTH} characters, got ${length}; ` +
        "say in a sentence what learners notice",
    );
  }
  return problems;
}

/** The metrics of a signal. */
export function metricsOf(signal: Signal): readonly Metric[] {
  return "expression" in signal ? Object.values(signal.metrics) : [signal];
}

function windowProblems({ periodSeconds, periods, breaching = periods }: Window, metrics: readonly Metric[]): string[] {
  const problems: string[] = [];
  const highResolution = HIGH_RESOLUTION_SECONDS.includes(periodSeconds);
  if (!(highResolution || (periodSeconds > 0 && periodSeconds % 60 === 0 && periodSeconds <= SECONDS_PER_DAY))) {
    problems.push(
      `window.periodSeconds: must be 10, 20, 30 or a multiple of 60 up to ${SECONDS_PER_DAY}, got ${periodSeconds}; ` +
        "choose one that CloudWatch knows",
    );
  }
  const ofAws = metrics.find(({ namespace }) => namespace.startsWith("AWS/"));
  if (highResolution && ofAws !== undefined) {
    problems.push(
      `window.periodSeconds: must be 60 at least for ${ofAws.namespace}, got ${periodSeconds}; AWS writes its own ` +
        "metrics once a minute",
    );
  }
  const longest = periodSeconds < SECONDS_PER_HOUR ? SECONDS_PER_DAY : 7 * SECONDS_PER_DAY;
  if (!(Number.isInteger(periods) && periods >= 1 && periods * periodSeconds <= longest)) {
    problems.push(
      `window.periods: must be a whole number from 1, and together at most ${longest} seconds with periods of ` +
        `${periodSeconds}, got ${periods}; shorten the window, or lengthen its periods to an hour or more`,
    );
  }
  if (!(Number.isInteger(breaching) && breaching >= 1 && breaching <= periods)) {
    problems.push(`window.breaching: must be a whole number from 1 to periods ${periods}, got ${breaching}; lower it`);
  }
  return problems;
}

function thresholdProblems({ threshold, range: { unit, least, most } }: AlarmSpec): string[] {
  const refuse = (rule: string, value: number, remedy: string) => [
    `threshold: must be ${rule}, got ${value}; ${remedy}`,
  ];
  if ("aboveUsual" in threshold) {
    const deviations = threshold.aboveUsual;
    return deviations > 0 ? [] : refuse("above 0 standard deviations", deviations, "2 or 3 leave out what is usual");
  }
  const remedy = "the metric has no value beyond it, or none on this side of it";
  const end = most === Number.POSITIVE_INFINITY ? "" : ` ${most}`;
  if ("above" in threshold) {
    const { above } = threshold;
    if (isReference(above)) return [];
    if (above >= least && above < most) return [];
    return refuse(`at least ${least}${end === "" ? "" : ` and below${end}`} ${unit}`.trimEnd(), above, remedy);
  }
  const { below } = threshold;
  if (isReference(below)) return [];
  if (below > least && below <= most) return [];
  return refuse(`above ${least}${end === "" ? "" : ` and at most${end}`} ${unit}`.trimEnd(), below, remedy);
}

function expressionProblems(signal: Signal): string[] {
  if (!("expression" in signal)) return [];
  const { expression, metrics } = signal;
  const ids = Object.keys(metrics);
  const used = new Set(expression.match(IDS_IN_EXPRESSION));
  const problems = ids
    .filter((id) => !ID.test(id))
    .map(
      (id) =>
        `signal: must have ids of a lower-case letter, then letters, digits or _, got ${JSON.stringify(id)}; rename it`,
    );
  if (ids.length < 1 || ids.length > MAX_METRICS) {
    problems.push(`signal: must be of 1 to ${MAX_METRICS} metrics, got ${ids.length}; make more than one alarm of it`);
  }
  for (const id of used) {
    if (metrics[id] === undefined) {
      problems.push(
        `signal: must name metrics that it has, got ${JSON.stringify(id)} in ${expression}; add the metric`,
      );
    }
  }
  for (const id of ids) {
    if (ID.test(id) && !used.has(id)) {
      problems.push(`signal: must use each of its metrics, got ${JSON.stringify(id)} not in ${expression}; remove it`);
    }
  }
  return problems;
}
