import { check, type Rule, ruleProblems } from "./checks";
import { matching } from "./conditions";

// Times at which AWS maintains and backs up databases and caches.

/** Recurring time in UTC: minutes from the start of the day, or of the week on Monday at 00:00, and its length. */
export interface RecurringWindow {
  readonly start: number;
  readonly minutes: number;
}

/** Window as the settings have it, with the name of its setting. */
export interface NamedWindow {
  readonly field: string;
  readonly window: string;
}

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MINUTES_OF_DAY = 24 * 60;
const MINUTES_OF_WEEK = DAYS.length * MINUTES_OF_DAY;

/** A daily window such as `06:00-07:00` or, past midnight, `23:30-00:30`; undefined for any other text. */
export function parseDailyWindow(text: string): RecurringWindow | undefined {
  const [from, to, ...more] = text.split("-").map(minuteOfDay);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  return { start: from, minutes: distance(from, to, MINUTES_OF_DAY) };
}

/** A weekly window such as `sun:09:00-sun:10:00` or, past Sunday, `sun:23:30-mon:00:30`; undefined for any other text. */
export function parseWeeklyWindow(text: string): RecurringWindow | undefined {
  const [from, to, ...more] = text.split("-").map(minuteOfWeek);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  return { start: from, minutes: distance(from, to, MINUTES_OF_WEEK) };
}

/** Forms of a time and of a day in a window. */
const TIME = "([01][0-9]|2[0-3]):[0-5][0-9]";
const DAY = `(${DAYS.join("|")})`;

/** Rule of a daily window. */
export const DAILY_WINDOW: Rule<string> = {
  must: "be a daily window in UTC such as 06:00-07:00",
  holds: (text) => parseDailyWindow(text) !== undefined,
  condition: matching(new RegExp(`^${TIME}-${TIME}$`)),
  remedy: "write its start and end with a hyphen",
};

/** Rule of a weekly window. */
export const WEEKLY_WINDOW: Rule<string> = {
  must: "be a weekly window in UTC such as sun:09:00-sun:10:00",
  holds: (text) => parseWeeklyWindow(text) !== undefined,
  condition: matching(new RegExp(`^${DAY}:${TIME}-${DAY}:${TIME}$`)),
  remedy: "write its start and end with a hyphen",
};

/** Tells whether a daily window is ever open while a weekly one is. Windows that only touch do not overlap. */
export function windowsOverlap(weekly: RecurringWindow, daily: RecurringWindow): boolean {
  return DAYS.some((_, day) => {
    const start = day * MINUTES_OF_DAY + daily.start;
    return (
      distance(weekly.start, start, MINUTES_OF_WEEK) < weekly.minutes ||
      distance(start, weekly.start, MINUTES_OF_WEEK) < daily.minutes
    );
  });
}

/**
 * Checks a weekly maintenance window and a daily backup window, each by itself and against each other, as ElastiCache
 * and RDS do.
 * @param leastMinutes the shortest window that the service takes: 60 in ElastiCache, 30 in RDS
 * @returns every problem at once, `[]` when there is none
 */
export function windowProblems(weekly: NamedWindow, daily: NamedWindow, leastMinutes: number): string[] {
  const maintenance = parseWeeklyWindow(weekly.window);
  const backup = parseDailyWindow(daily.window);
  const overlap = maintenance !== undefined && backup !== undefined && windowsOverlap(maintenance, backup);
  return [
    ...lengthProblems(weekly, maintenance, WEEKLY_WINDOW, leastMinutes),
    ...lengthProblems(daily, backup, DAILY_WINDOW, leastMinutes),
    ...check(
      !overlap,
      daily.field,
      `must not overlap ${weekly.field} ${weekly.window}`,
      daily.window,
      "move one of them",
    ),
  ];
}

function lengthProblems(
  { field, window }: NamedWindow,
  parsed: RecurringWindow | undefined,
  form: Rule<string>,
  leastMinutes: number,
): string[] {
  if (parsed === undefined) return ruleProblems(field, window, form);
  const { minutes } = parsed;
  return [
    ...check(minutes <= MINUTES_OF_DAY, field, "must last at most a day", window, `shorten its ${minutes} minutes`),
    ...check(
      minutes >= leastMinutes,
      field,
      `must last at least ${leastMinutes} minutes`,
      window,
      `lengthen its ${minutes} minutes`,
    ),
  ];
}

function minuteOfDay(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

function minuteOfWeek(text: string): number | undefined {
  const day = DAYS.indexOf(text.slice(0, 3));
  const minute = text[3] === ":" ? minuteOfDay(text.slice(4)) : undefined;
  return day < 0 || minute === undefined ? undefined : day * MINUTES_OF_DAY + minute;
}

/** Minutes from `from` to the next `to`, in a period that repeats. */
function distance(from: number, to: number, period: number): number {
  return (to - from + period) % period;
}
