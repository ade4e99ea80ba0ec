import { metricsOf } from "../foundation/metrics";

/** Metrics of an SQS queue. */
export type QueueMetrics = ReturnType<typeof queueMetrics>;

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queueMetrics(QueueName: string) {
  const metric = metricsOf("AWS/SQS", { QueueName });
  return {
    /** Seconds that the oldest message has waited. */
    age: metric("ApproximateAgeOfOldestMessage", "Maximum"),
    messages: metric("ApproximateNumberOfMessagesVisible", "Maximum"),
  };
}
