import { type Metric, metricsOf } from "../foundation/metrics";

/** Messages of an SNS topic that could not be delivered. @see https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html */
export function undeliveredMessages(TopicName: string): Metric {
  return metricsOf("AWS/SNS", { TopicName })("NumberOfNotificationsFailed", "Sum");
}
