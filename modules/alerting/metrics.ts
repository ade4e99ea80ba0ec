import { type Metric, metricsOf } from "../foundation/metrics";

/** Metrics of an SNS topic. */
export type TopicMetrics = ReturnType<typeof topicMetrics>;

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export function topicMetrics(TopicName: string) {
  const metric = metricsOf("AWS/SNS", { TopicName });
  return {
    published: metric("NumberOfMessagesPublished", "Sum"),
    delivered: metric("NumberOfNotificationsDelivered", "Sum"),
    undelivered: metric("NumberOfNotificationsFailed", "Sum"),
  };
}

/** Metrics of a rule of EventBridge. */
export type EventRuleMetrics = ReturnType<typeof eventRuleMetrics>;

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export function eventRuleMetrics(RuleName: string): Readonly<Record<"matched" | "failed" | "lost", Metric>> {
  const metric = metricsOf("AWS/Events", { RuleName });
  return {
    matched: metric("TriggeredRules", "Sum"),
    /** Events that a target without dead letters did not take, after all retries. */
    failed: metric("FailedInvocations", "Sum"),
    /** Events that not even the queue for dead letters took. */
    lost: metric("InvocationsFailedToBeSentToDlq", "Sum"),
  };
}
