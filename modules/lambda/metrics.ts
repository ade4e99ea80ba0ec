import { type Metric, metricsOf } from "../foundation/metrics";

/** Metrics of a Lambda function. */
export type FunctionMetrics = ReturnType<typeof functionMetrics>;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionMetrics(FunctionName: string) {
  const metric = metricsOf("AWS/Lambda", { FunctionName });
  return {
    errors: metric("Errors", "Sum"),
    throttles: metric("Throttles", "Sum"),
    /** Ends of asynchronous invocations that could not be passed on. */
    lostResults: metric("DestinationDeliveryFailures", "Sum"),
    /** Milliseconds of the longest invocation. */
    duration: metric("Duration", "Maximum"),
  };
}

/**
 * Invocations that the schedules of a group could not make, each way of failing by itself.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html
 */
export function scheduleFailures(ScheduleGroup: string): readonly Metric[] {
  const metric = metricsOf("AWS/Scheduler", { ScheduleGroup });
  return [
    metric("TargetErrorCount", "Sum"),
    metric("InvocationDroppedCount", "Sum"),
    metric("InvocationsSentToDeadLetterCount", "Sum"),
    metric("InvocationsFailedToBeSentToDeadLetterCount", "Sum"),
  ];
}
