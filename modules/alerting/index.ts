// SNS topics that alarms and AWS services report to, and alarms with their meaning and runbook.

export { Alarm, type AlarmProps } from "./alarm";
export { descriptionProblems } from "./alarm-checks";
export {
  type AlarmSpec,
  type AlarmTable,
  countOf,
  description,
  fiveMinutes,
  INCIDENTS,
  type IncidentName,
  minutes,
  PERCENT,
  type RunbookSection,
  type Window,
} from "./alarm-spec";
export { AlertTopics, type AlertTopicsProps } from "./alert-topics";
export { EventAlert, type EventAlertProps } from "./event-alert";
export { type EventRuleMetrics, eventRuleMetrics, type TopicMetrics, topicMetrics } from "./metrics";
export { RunbookLinks } from "./runbook-links";
