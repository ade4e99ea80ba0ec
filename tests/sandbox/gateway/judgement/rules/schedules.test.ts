import { expect, it } from "vitest";
import { isSchedule } from "../../../../../sandbox/gateway/judgement/rules/schedules";

it.each([
  "cron(30 4 * * ? *)",
  "cron(0 6 ? * MON *)",
  "cron(0/15 8-17 ? * MON-FRI *)",
  "cron(0 18 L * ? *)",
  "cron(0 18 15W,LW JAN,6-8 ? 2026-2030)",
  "cron(5 0 ? 12 6#2 *)",
  "rate(1 minute)",
  "rate(5 minutes)",
  "rate(7 days)",
])("%s is a schedule", (text) => {
  expect(isSchedule(text)).toBe(true);
});

it.each([
  ["every night", "neither cron nor rate"],
  ["cron(30 4 * * *)", "five fields, as in Unix"],
  ["cron(30 4 * * * *)", "a day of the month and a day of the week"],
  ["cron(30 4 ? * ? *)", "no day at all"],
  ["cron(60 4 * * ? *)", "minute 60"],
  ["cron(0 24 * * ? *)", "hour 24"],
  ["cron(0 0 32 * ? *)", "day 32"],
  ["cron(0 0 * 13 ? *)", "month 13"],
  ["cron(0 0 ? * MONDAY *)", "a long name"],
  ["cron(0 0 ? * 0 *)", "Sunday is 1"],
  ["cron(0 0 * * ? 1969)", "a year before 1970"],
  ["cron(*/0 0 * * ? *)", "steps of nothing"],
  ["cron(0-10-20 0 * * ? *)", "a range of three"],
  ["rate(1 minutes)", "one in the plural"],
  ["rate(5 minute)", "five in the singular"],
  ["rate(0 days)", "never"],
])("%s is none: %s", (text) => {
  expect(isSchedule(text)).toBe(false);
});
