import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  parseDailyWindow,
  parseWeeklyWindow,
  type RecurringWindow,
  windowProblems,
  windowsOverlap,
} from "../../../modules/foundation/windows";

describe("parseDailyWindow", () => {
  it.each<[string, number, number]>([
    ["00:00-01:00", 0, 60],
    ["06:00-07:30", 360, 90],
    ["23:30-00:30", 1410, 60],
    ["23:59-23:58", 1439, 1439],
    ["06:00-06:00", 360, 0],
  ])("%s starts at minute %i and lasts %i", (text, start, minutes) => {
    expect(parseDailyWindow(text)).toEqual({ start, minutes });
  });

  it.each([
    "",
    "06:00",
    "06:00-24:00",
    "6:00-7:00",
    "06:60-07:00",
    "06:00-07:00-08:00",
    "06:00 - 07:00",
    "sun:06:00-07:00",
  ])("refuses %j", (text) => {
    expect(parseDailyWindow(text)).toBeUndefined();
  });
});

describe("parseWeeklyWindow", () => {
  it.each<[string, number, number]>([
    ["mon:00:00-mon:01:00", 0, 60],
    ["tue:09:00-tue:10:00", 1980, 60],
    ["sat:23:00-sun:01:00", 8580, 120],
    ["sun:23:30-mon:00:30", 10050, 60],
  ])("%s starts at minute %i and lasts %i", (text, start, minutes) => {
    expect(parseWeeklyWindow(text)).toEqual({ start, minutes });
  });

  it.each([
    "",
    "sun:09:00",
    "Sun:09:00-Sun:10:00",
    "day:09:00-day:10:00",
    "09:00-10:00",
    "sun09:00-sun10:00",
    "sun:9:00-sun:10:00",
  ])("refuses %j", (text) => {
    expect(parseWeeklyWindow(text)).toBeUndefined();
  });
});

describe("windowsOverlap", () => {
  const overlap = (weekly: string, daily: string) => {
    const [week, day] = [parseWeeklyWindow(weekly), parseDailyWindow(daily)];
    return week !== undefined && day !== undefined && windowsOverlap(week, day);
  };

  it.each<[string, string, boolean]>([
    ["sun:09:00-sun:10:00", "06:00-07:00", false],
    ["sun:07:00-sun:08:00", "06:00-07:00", false],
    ["sun:05:00-sun:06:00", "06:00-07:00", false],
    ["sun:06:59-sun:07:59", "06:00-07:00", true],
    ["sun:05:01-sun:06:01", "06:00-07:00", true],
    ["sun:06:00-sun:07:00", "06:00-07:00", true],
    ["sun:03:00-sun:12:00", "06:00-07:00", true],
    ["wed:06:15-wed:06:45", "06:00-07:00", true],
    ["sun:23:30-mon:00:30", "00:00-01:00", true],
    ["sun:23:00-mon:00:00", "00:00-01:00", false],
    ["mon:00:00-mon:01:00", "23:30-00:30", true],
    ["mon:00:30-mon:01:30", "23:30-00:30", false],
  ])("of %s and %s is %j", (weekly, daily, expected) => {
    expect(overlap(weekly, daily)).toBe(expected);
  });

  it("is what a walk through every minute of the week finds", () => {
    const minutesOf = ({ start, minutes }: RecurringWindow) =>
      Array.from({ length: minutes }, (_, index) => (start + index) % 10080);
    fc.assert(
      fc.property(
        fc.record({ start: fc.nat(10079), minutes: fc.integer({ min: 1, max: 2000 }) }),
        fc.record({ start: fc.nat(1439), minutes: fc.integer({ min: 1, max: 1439 }) }),
        (weekly, daily) => {
          const open = new Set(minutesOf(weekly));
          const both = [0, 1, 2, 3, 4, 5, 6].some((day) =>
            minutesOf({ start: day * 1440 + daily.start, minutes: daily.minutes }).some((minute) => open.has(minute)),
          );
          expect(windowsOverlap(weekly, daily)).toBe(both);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("windowProblems", () => {
  const problems = (weekly: string, daily: string, least = 60) =>
    windowProblems({ field: "maintenanceWindow", window: weekly }, { field: "backupWindow", window: daily }, least);

  it("accepts two windows apart", () => {
    expect(problems("sun:09:00-sun:10:00", "06:00-07:00")).toEqual([]);
  });

  it("accepts half an hour where the service does", () => {
    expect(problems("sun:09:00-sun:09:30", "06:00-06:30", 30)).toEqual([]);
  });

  it.each<[string, string, string, string]>([
    [
      "a weekly window that is none",
      "sunday",
      "06:00-07:00",
      'maintenanceWindow: must be a weekly window in UTC such as sun:09:00-sun:10:00, got "sunday"; write its start and end with a hyphen',
    ],
    [
      "a daily window that is none",
      "sun:09:00-sun:10:00",
      "6-7",
      'backupWindow: must be a daily window in UTC such as 06:00-07:00, got "6-7"; write its start and end with a hyphen',
    ],
    [
      "a short weekly window",
      "sun:09:00-sun:09:59",
      "06:00-07:00",
      'maintenanceWindow: must last at least 60 minutes, got "sun:09:00-sun:09:59"; lengthen its 59 minutes',
    ],
    [
      "a daily window without an end",
      "sun:09:00-sun:10:00",
      "06:00-06:00",
      'backupWindow: must last at least 60 minutes, got "06:00-06:00"; lengthen its 0 minutes',
    ],
    [
      "windows that overlap",
      "sun:06:30-sun:07:30",
      "06:00-07:00",
      'backupWindow: must not overlap maintenanceWindow sun:06:30-sun:07:30, got "06:00-07:00"; move one of them',
    ],
  ])("refuses %s", (_, weekly, daily, problem) => {
    expect(problems(weekly, daily)).toEqual([problem]);
  });

  it("tells all problems at once", () => {
    expect(problems("x", "y")).toHaveLength(2);
  });
});

it("refuses a maintenance of more than a day", () => {
  const weekly = { field: "maintenanceWindow", window: "sun:08:00-mon:08:01" };
  expect(windowProblems(weekly, { field: "backupWindow", window: "07:00-07:30" }, 30)).toContain(
    'maintenanceWindow: must last at most a day, got "sun:08:00-mon:08:01"; shorten its 1441 minutes',
  );
});
