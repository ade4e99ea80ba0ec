// The times of EventBridge Scheduler, pure.

/** The fields of a cron expression, in order: their least and greatest number, names for numbers, and special signs. */
interface CronField {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** The names of the numbers from `least` on. */
  readonly names?: readonly string[];
  /** Signs that this field has beside numbers, names, ranges, lists and steps. */
  readonly special?: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
const CRON_FIELDS: readonly CronField[] = [
  { name: "minutes", least: 0, most: 59 },
  { name: "hours", least: 0, most: 23 },
  { name: "a day of month", least: 1, most: 31, special: /^(\?|L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: "a month", least: 1, most: 12, names: MONTHS },
  { name: "a day of week", least: 1, most: 7, names: DAYS, special: /^(\?|L|[1-7]L|([1-7]|[A-Z]{3})#[1-5])$/ },
  { name: "a year", least: 1970, most: 2199 },
];
const [DAY_OF_MONTH, DAY_OF_WEEK] = [2, 4];

const FORMS = "cron(<six fields>), rate(<number> <unit>) or at(yyyy-mm-ddThh:mm:ss)";

/**
 * Checks when something is to happen, and in which time zone that is meant.
 * @returns every problem at once, `[]` when there is none
 */
export function scheduleProblems(expression: string, timeZone: string): string[] {
  return [...expressionProblems(expression), ...timeZoneProblems(timeZone)];
}

function timeZoneProblems(timeZone: string): string[] {
  if (isKnownTimeZone(timeZone)) return [];
  return [
    `timeZone: must be a time zone of the IANA database such as America/New_York, got ${JSON.stringify(timeZone)}; ` +
      "correct it",
  ];
}

/** Intl also takes offsets, and names whatever their case; Scheduler does neither. */
function isKnownTimeZone(timeZone: string): boolean {
  try {
    const known = new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone;
    return /^[A-Z]/.test(timeZone) && (known === timeZone || known.toLowerCase() !== timeZone.toLowerCase());
  } catch {
    return false;
  }
}

function expressionProblems(expression: string): string[] {
  const problem = (rule: string) => [
    `expression: ${rule}, got ${JSON.stringify(expression)}; see the schedule types of EventBridge Scheduler`,
  ];
  const [, kind, inner = ""] = /^(cron|rate|at)\((.*)\)$/.exec(expression) ?? [];
  switch (kind) {
    case "cron":
      return cronRules(inner).flatMap(problem);
    case "rate":
      return isRate(inner) ? [] : problem("must be a rate of a whole number of minutes, hours or days");
    case "at":
      return isMoment(inner) ? [] : problem("must be at a time that exists, as yyyy-mm-ddThh:mm:ss");
    default:
      return problem(`must be ${FORMS}`);
  }
}

/** The rules that the fields of a cron expression break. */
function cronRules(inner: string): string[] {
  const values = inner.split(" ");
  if (values.length !== CRON_FIELDS.length) return ["must have six cron fields with a space between them"];
  const broken = CRON_FIELDS.filter((field, index) => !isCronValue(field, values[index] ?? "")).map(
    ({ name, least, most }) => `must have ${name} from ${least} to ${most}, or one of cron's signs`,
  );
  const unsaid = [values[DAY_OF_MONTH], values[DAY_OF_WEEK]].filter((value) => value === "?").length;
  return unsaid === 1 ? broken : [...broken, "must have ? for exactly one of day of month and day of week"];
}

function isCronValue(field: CronField, value: string): boolean {
  if (value === "*" || field.special?.test(value)) return true;
  return value.split(",").every((part) => {
    const [range = "", step, ...more] = part.split("/");
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) return false;
    if (range === "*") return step !== undefined;
    const numbers = range.split("-").map((text) => cronNumber(field, text));
    return numbers.length <= 2 && numbers.every((number) => number >= field.least && number <= field.most);
  });
}

/** The number that a text stands for, NaN for none. */
function cronNumber({ names = [], least }: CronField, text: string): number {
  const index = names.indexOf(text);
  if (index >= 0) return least + index;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function isRate(inner: string): boolean {
  const [, value, unit = ""] = /^([1-9]\d*) (\w+)$/.exec(inner) ?? [];
  return value !== undefined && ["minute", "minutes", "hour", "hours", "day", "days"].includes(unit);
}

function isMoment(inner: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner)) return false;
  const moment = new Date(`${inner}Z`);
  // A day that does not exist, such as 30 February, becomes another one.
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === `${inner}.000Z`;
}
