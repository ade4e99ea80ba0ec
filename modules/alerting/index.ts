// SNS topics that alarms and AWS services report to, and alarms with their meaning and runbook.

export { Alarm, type AlarmProps } from "./alarm";
export { descriptionProblems } from "./alarm-checks";
export { type AlarmSpec, type AlarmTable, countOf, fiveMinutes, minutes, PERCENT, type Window } from "./alarm-spec";
export { AlertTopics, type AlertTopicsProps } from "./alert-topics";
export { INCIDENTS, type IncidentName } from "./incident-table";
export { undeliveredMessages } from "./metrics";
export { description, type RunbookSection } from "./runbook";
