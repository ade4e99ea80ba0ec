/**
 * Services that publish alerts and send `aws:SourceAccount`; EventBridge publishes too but does not send it. Each takes
 * two rights to do so: to publish to the topics, and to use the key that encrypts them.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const ALERT_PUBLISHERS = [
  "backup.amazonaws.com",
  "budgets.amazonaws.com",
  "cloudwatch.amazonaws.com",
  // Cost Anomaly Detection.
  "costalerts.amazonaws.com",
] as const;
