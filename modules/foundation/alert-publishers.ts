/**
 * The services that report what happens to the environment's resources, and say for which account; EventBridge, which does
 * not, reports too. Each takes two rights to do so: to publish to the topics, and to use the key that encrypts them.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const ALERT_PUBLISHERS = [
  "backup.amazonaws.com",
  "budgets.amazonaws.com",
  "cloudwatch.amazonaws.com",
  // Cost Anomaly Detection.
  "costalerts.amazonaws.com",
  "events.rds.amazonaws.com",
] as const;
