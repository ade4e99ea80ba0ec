import { stringAt } from "../../json";
import { type Rules, refuse } from "../rule";
import { isSchedule } from "./schedules";

/** EventBridge: schedules of rules. */
export const eventsRules: Rules = {
  /** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
  PutRule: (parameters) => {
    const schedule = stringAt(parameters, "ScheduleExpression");
    if (schedule === undefined || isSchedule(schedule)) return;
    refuse("ValidationException", "Parameter ScheduleExpression is not valid.");
  },
};
