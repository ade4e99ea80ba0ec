/** One field of a cron expression. */
interface Field {
  readonly min: number;
  readonly max: number;
  /** What stands for the numbers from `min` on. */
  readonly names?: readonly string[];
  /** What the field takes besides, as a whole. */
  readonly special?: RegExp;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Minutes, hours, days of the month, months, days of the week, years. */
const FIELDS: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31, special: /^(?:\?|L|LW|(?:[1-9]|[12]\d|3[01])W)$/ },
  { min: 1, max: 12, names: MONTHS },
  { min: 1, max: 7, names: DAYS, special: /^(?:\?|L|(?:[1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(?:L|#[1-5]))$/ },
  { min: 1970, max: 2199 },
];

const DAY_OF_MONTH = 2;
const DAY_OF_WEEK = 4;

/**
 * Whether a text is a schedule of AWS: `cron(30 4 * * ? *)`, `rate(5 minutes)`, `rate(1 day)`.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
export function isSchedule(text: string): boolean {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(text) ?? [];
  // One is followed by the singular, all others by the plural.
  if (unit !== undefined) return Number(count) > 0 && text.endsWith("s)") === Number(count) > 1;
  const [, cron] = /^cron\((.*)\)$/.exec(text) ?? [];
  return cron !== undefined && isCron(cron.split(" "));
}

function isCron(fields: readonly string[]): boolean {
  if (fields.length !== FIELDS.length) return false;
  // A day is named in one way, and the other says so.
  if ((fields[DAY_OF_MONTH] === "?") === (fields[DAY_OF_WEEK] === "?")) return false;
  return FIELDS.every((field, index) => (fields[index] ?? "").split(",").every((part) => isPart(part, field)));
}

function isPart(part: string, { min, max, names = [], special }: Field): boolean {
  if (special?.test(part)) return true;
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0 || (step !== undefined && !(Number(step) > 0 && /^\d+$/.test(step)))) return false;
  if (range === "*") return true;
  const values = range.split("-").map((value) => numberOf(value, min, names));
  return values.length <= 2 && values.every((value) => value >= min && value <= max);
}

function numberOf(value: string, min: number, names: readonly string[]): number {
  const index = names.indexOf(value);
  if (index >= 0) return index + min;
  return /^\d+$/.test(value) ? Number(value) : Number.NaN;
}
