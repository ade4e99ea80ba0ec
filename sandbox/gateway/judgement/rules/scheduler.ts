import { type JsonObject, stringAt } from "../../json";
import { type Rules, refuse } from "../rule";
import { isSchedule } from "./schedules";

/** EventBridge Scheduler: schedules, and time zones that the IANA database does not have. */
export const schedulerRules: Rules = { CreateSchedule: judgeSchedule, UpdateSchedule: judgeSchedule };

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html */
function judgeSchedule(parameters: JsonObject): void {
  const expression = stringAt(parameters, "ScheduleExpression") ?? "";
  const isOnce = /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/.test(expression);
  if (!isOnce && !isSchedule(expression)) {
    refuse("ValidationException", `Invalid Schedule Expression ${expression}.`);
  }
  const zone = stringAt(parameters, "ScheduleExpressionTimezone") ?? "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    refuse("ValidationException", `Invalid ScheduleExpressionTimezone ${zone}.`);
  }
}
