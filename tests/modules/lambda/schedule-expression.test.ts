import { describe, expect, it } from "vitest";
import { scheduleProblems } from "../../../modules/lambda/schedule-expression";

const UTC = "Etc/UTC";
const problem = (rule: string, expression: string) =>
  `expression: ${rule}, got ${JSON.stringify(expression)}; see the schedule types of EventBridge Scheduler`;

describe("an expression", () => {
  it.each([
    "cron(30 2 * * ? *)",
    "cron(0 6 ? * MON *)",
    "cron(15 10 ? * 6L 2022-2033)",
    "cron(0/15 8-17 ? JAN,JUL MON-FRI *)",
    "cron(0 0 L * ? *)",
    "cron(0 0 LW * ? *)",
    "cron(0 0 15W * ? *)",
    "cron(0 0 ? * TUE#2 *)",
    "cron(*/5 * * * ? *)",
    "rate(1 minute)",
    "rate(5 minutes)",
    "rate(12 hours)",
    "rate(7 days)",
    "at(2028-02-29T23:59:59)",
  ])("can be %s", (expression) => {
    expect(scheduleProblems(expression, UTC)).toEqual([]);
  });

  it.each([
    ["", "must be cron(<six fields>), rate(<number> <unit>) or at(yyyy-mm-ddThh:mm:ss)"],
    ["30 2 * * ? *", "must be cron(<six fields>), rate(<number> <unit>) or at(yyyy-mm-ddThh:mm:ss)"],
    ["cron(30 2 * * ?)", "must have six cron fields with a space between them"],
    ["cron(60 2 * * ? *)", "must have minutes from 0 to 59, or one of cron's signs"],
    ["cron(0 24 * * ? *)", "must have hours from 0 to 23, or one of cron's signs"],
    ["cron(0 2 32 * ? *)", "must have a day of month from 1 to 31, or one of cron's signs"],
    ["cron(0 2 0W * ? *)", "must have a day of month from 1 to 31, or one of cron's signs"],
    ["cron(0 2 * 13 ? *)", "must have a month from 1 to 12, or one of cron's signs"],
    ["cron(0 2 ? * 0 *)", "must have a day of week from 1 to 7, or one of cron's signs"],
    ["cron(0 2 ? * MON#6 *)", "must have a day of week from 1 to 7, or one of cron's signs"],
    ["cron(0 2 * * ? 1969)", "must have a year from 1970 to 2199, or one of cron's signs"],
    ["cron(1-2-3 2 * * ? *)", "must have minutes from 0 to 59, or one of cron's signs"],
    ["cron(0/0 2 * * ? *)", "must have minutes from 0 to 59, or one of cron's signs"],
    ["cron(? 2 * * ? *)", "must have minutes from 0 to 59, or one of cron's signs"],
    ["cron(0 2 * * * *)", "must have ? for exactly one of day of month and day of week"],
    ["cron(0 2 ? * ? *)", "must have ? for exactly one of day of month and day of week"],
    ["rate(0 minutes)", "must be a rate of a whole number of minutes, hours or days"],
    ["rate(1 week)", "must be a rate of a whole number of minutes, hours or days"],
    ["rate(1.5 hours)", "must be a rate of a whole number of minutes, hours or days"],
    ["at(2027-02-29T00:00:00)", "must be at a time that exists, as yyyy-mm-ddThh:mm:ss"],
    ["at(2027-01-01 00:00:00)", "must be at a time that exists, as yyyy-mm-ddThh:mm:ss"],
    ["at(2027-01-01T24:00:00)", "must be at a time that exists, as yyyy-mm-ddThh:mm:ss"],
  ])("cannot be %s", (expression, rule) => {
    expect(scheduleProblems(expression, UTC)).toEqual([problem(rule, expression)]);
  });

  it("is told each field that is wrong", () => {
    expect(scheduleProblems("cron(60 24 * * ? *)", UTC)).toHaveLength(2);
  });
});

describe("a time zone", () => {
  it.each(["America/New_York", "Europe/Zurich", "Asia/Kolkata", "Etc/UTC", "UTC"])("can be %s", (timeZone) => {
    expect(scheduleProblems("rate(1 day)", timeZone)).toEqual([]);
  });

  it.each(["", "Mars/Olympus", "+02:00", "america/new_york", "America/new_york"])("cannot be %s", (timeZone) => {
    expect(scheduleProblems("rate(1 day)", timeZone)).toEqual([
      "timeZone: must be a time zone of the IANA database such as America/New_York, " +
        `got ${JSON.stringify(timeZone)}; correct it`,
    ]);
  });
});
