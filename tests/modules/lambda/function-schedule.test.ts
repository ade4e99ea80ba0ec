import { describe, expect, it } from "vitest";
import { scheduleProblems } from "../../../modules/lambda/function-schedule";

describe("an expression", () => {
  it.each([
    "cron(30 2 * * ? *)",
    "cron(0/15 8-17 ? JAN,JUL MON-FRI 2027-2033)",
    "rate(1 minute)",
    "rate(12 hours)",
    "at(2028-02-29T23:59:59)",
  ])("can be %s", (expression) => {
    expect(scheduleProblems(expression, "Etc/UTC")).toEqual([]);
  });

  it.each([
    "",
    "30 2 * * ? *",
    "cron(30 2 * * ?)",
    "cron(30 2 * * ? * *)",
    "cron(30  2 * * ? *)",
    "rate(0 minutes)",
    "rate(1 week)",
    "rate(1.5 hours)",
    "at(2027-01-01 00:00:00)",
    "at(2027-01-01)",
  ])("cannot be %j", (expression) => {
    expect(scheduleProblems(expression, "Etc/UTC")).toEqual([
      "expression: must be cron(<six fields>), rate(<number> <unit>) or at(yyyy-mm-ddThh:mm:ss), " +
        `got ${JSON.stringify(expression)}; see the schedule types of EventBridge Scheduler`,
    ]);
  });
});

describe("a time zone", () => {
  it.each(["America/New_York", "Europe/Zurich", "Asia/Kolkata", "Etc/UTC", "UTC"])("can be %s", (timeZone) => {
    expect(scheduleProblems("rate(1 day)", timeZone)).toEqual([]);
  });

  it.each(["", "Mars/Olympus", "+02:00", "america/new_york", "America/new_york"])("cannot be %s", (timeZone) => {
    expect(scheduleProblems("rate(1 day)", timeZone)).toEqual([
      "timeZone: must be a time zone of the IANA database such as America/New_York, " +
        `got ${JSON.stringify(timeZone)}; write its name as the database does`,
    ]);
  });
});
