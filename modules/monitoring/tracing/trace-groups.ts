import { basePath } from "../../foundation/routes";

/** Traces that belong together: a page of their own in the console, and metrics of them in CloudWatch. */
export interface TraceGroup {
  /** Last part of the group's name, and its construct id. */
  readonly id: string;
  /** @see https://docs.aws.amazon.com/xray/latest/devguide/xray-console-filters.html */
  readonly filterExpression: string;
  /** Whether X-Ray looks for unusual faults by itself, which costs money per trace. */
  readonly insights: boolean;
}

/** A learner notices a page that takes longer, in seconds. */
const SLOW_SECONDS = 2;

/** What someone who looks into an incident asks first. */
export const TRACE_GROUPS: readonly TraceGroup[] = [
  { id: "faults", filterExpression: "fault", insights: true },
  { id: "slow", filterExpression: `ok AND responsetime > ${SLOW_SECONDS}`, insights: false },
  { id: "exams", filterExpression: `http.url CONTAINS "${basePath("assessments")}/"`, insights: false },
];
