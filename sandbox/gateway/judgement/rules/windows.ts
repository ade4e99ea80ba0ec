/** Minutes of a week, from the first up to and without the last; the last may be in the next week. */
interface Range {
  readonly start: number;
  readonly end: number;
}

const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/**
 * Whether a daily window such as `07:00-07:30` meets a weekly one such as `tue:08:00-tue:09:00`. What is no window at all
 * meets none: the model and the service's own check are there for it.
 */
export function windowsOverlap(daily: string, weekly: string): boolean {
  const week = weekRange(weekly);
  const [, startHour, startMinute, endHour, endMinute] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(daily) ?? [];
  if (week === undefined || endMinute === undefined) return false;
  const start = Number(startHour) * 60 + Number(startMinute);
  const length = (Number(endHour) * 60 + Number(endMinute) - start + DAY) % DAY;
  const days = Array.from({ length: 15 }, (_, day) => (day - 1) * DAY + start);
  return days.some((from) => from < week.end && week.start < from + length);
}

function weekRange(window: string): Range | undefined {
  const [, fromDay = "", fromHour, fromMinute, toDay = "", toHour, toMinute] =
    /^([a-z]{3}):(\d\d):(\d\d)-([a-z]{3}):(\d\d):(\d\d)$/i.exec(window) ?? [];
  if (toMinute === undefined) return undefined;
  const minutes = (day: string, hour = "", minute = "") =>
    DAYS.indexOf(day.toLowerCase()) * DAY + Number(hour) * 60 + Number(minute);
  const start = minutes(fromDay, fromHour, fromMinute);
  const end = minutes(toDay, toHour, toMinute);
  return { start, end: end < start ? end + WEEK : end };
}
