import { type JsonObject, stringAt } from "../../json";
import { type Rules, refuse } from "../rule";

/** EventBridge Scheduler: time zones that the IANA database does not have. */
export const schedulerRules: Rules = { CreateSchedule: requireTimeZone, UpdateSchedule: requireTimeZone };

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zone */
function requireTimeZone(parameters: JsonObject): void {
  const zone = stringAt(parameters, "ScheduleExpressionTimezone") ?? "UTC";
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    refuse("ValidationException", `Invalid ScheduleExpressionTimezone ${zone}.`);
  }
}
