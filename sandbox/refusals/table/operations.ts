import type { Refusals } from "../refusal";

/** Identities, queues, topics, schedules, logs, alarms and cost. */
export const OPERATIONS: Refusals = {
  aws_budgets_budget: [
    [
      "model",
      "budgets CreateBudget",
      "names of more than 100 characters; units, types and operators that do not exist; more than 10 notifications",
    ],
  ],
  aws_ce_anomaly_monitor: [["model", "ce CreateAnomalyMonitor", "types and dimensions that do not exist"]],
  aws_ce_anomaly_subscription: [
    ["model", "ce CreateAnomalySubscription", "frequencies that do not exist; addresses of less than 6 characters"],
  ],
  aws_chatbot_slack_channel_configuration: [
    [
      "model",
      "chatbot CreateSlackChannelConfiguration",
      "ids of teams and channels that cannot be; names of more than 128 characters",
    ],
  ],
  aws_cloudwatch_composite_alarm: [
    ["model", "monitoring PutCompositeAlarm", "rules of more than 10,240 characters; more than 5 actions"],
    ["handler", "monitoring PutCompositeAlarm", "alarms that do not exist; more than 100 of them"],
    [
      "rule",
      "monitoring PutCompositeAlarm",
      "topics of another region",
      "https://github.com/cds-snc/notification-terraform/pull/128",
    ],
    [
      "handler",
      "monitoring DeleteAlarms",
      "deletion while another composite alarm asks for it; two composite alarms at a time",
    ],
  ],
  aws_cloudwatch_dashboard: [["model", "monitoring PutDashboard", "requests without a body"]],
  aws_cloudwatch_event_rule: [
    ["model", "events PutRule", "names of more than 64 characters; patterns of more than 4,096"],
    [
      "rule",
      "events PutRule",
      "schedules that are no cron expression",
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
    ],
  ],
  aws_cloudwatch_event_target: [
    ["model", "events PutTargets", "ids of more than 64 characters; ARNs of more than 1,600"],
  ],
  aws_cloudwatch_log_delivery: [["model", "logs CreateDelivery", "names and ARNs that cannot be"]],
  aws_cloudwatch_log_delivery_destination: [
    ["model", "logs PutDeliveryDestination", "output formats that do not exist"],
  ],
  aws_cloudwatch_log_delivery_source: [
    ["model", "logs PutDeliverySource", "names with other signs than letters, digits, - _"],
  ],
  aws_cloudwatch_log_group: [
    ["model", "logs CreateLogGroup", "names of more than 512 characters; classes that do not exist"],
    ["rule", "logs PutRetentionPolicy", "retentions that CloudWatch Logs does not have"],
  ],
  aws_cloudwatch_log_metric_filter: [
    ["model", "logs PutMetricFilter", "patterns of more than 1,024 characters; units that do not exist"],
  ],
  aws_cloudwatch_metric_alarm: [
    ["model", "monitoring PutMetricAlarm", "operators, statistics and units that do not exist; more than 5 actions"],
    ["handler", "monitoring DeleteAlarms", "deletion while a composite alarm asks for it"],
    [
      "rule",
      "monitoring PutMetricAlarm",
      "expressions with unknown names; more than a day of periods, a week of hours",
    ],
    ["nobody", "monitoring PutMetricAlarm", "other math expressions that cannot be reckoned"],
  ],
  aws_cloudwatch_query_definition: [
    ["model", "logs PutQueryDefinition", "names of more than 255 characters, queries of more than 10,000"],
  ],
  aws_iam_openid_connect_provider: [
    [
      "model",
      "iam CreateOpenIDConnectProvider",
      "URLs of more than 255 characters; thumbprints that are not of 40 digits",
    ],
  ],
  aws_iam_policy: [
    [
      "model",
      "iam CreatePolicy",
      "names with other signs than letters, digits and +=,.@-_; descriptions of more than 1,000 characters",
    ],
    [
      "rule",
      "iam CreatePolicy",
      "more than 6,144 characters without white space",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ],
    [
      "rule",
      "iam CreatePolicyVersion",
      "the same in a change",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ],
    ["moto", "iam CreatePolicy", "documents that are no policy"],
  ],
  aws_iam_role: [
    ["model", "iam CreateRole", "names of more than 64 characters; sessions of less than an hour or more than 12"],
    [
      "rule",
      "iam CreateRole",
      "trust of more than 2,048 characters, or in roles of the account that do not exist; paths of service-linked roles",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ],
    [
      "rule",
      "iam CreateRole",
      "permissions boundaries that do not exist",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html",
    ],
    [
      "rule",
      "iam PutRolePermissionsBoundary",
      "permissions boundaries that do not exist",
      "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html",
    ],
    [
      "rule",
      "iam UpdateAssumeRolePolicy",
      "trust of more than 2,048 characters, or in roles of the account that do not exist",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ],
    [
      "rule",
      "iam DeleteRole",
      "service-linked roles",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html",
    ],
    ["nobody", "iam CreateRole", "trust in principals of other accounts that do not exist"],
  ],
  aws_iam_role_policy: [
    [
      "rule",
      "iam PutRolePolicy",
      "more than 10,240 characters in all inline policies of a role",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ],
  ],
  aws_iam_role_policy_attachment: [
    [
      "rule",
      "iam AttachRolePolicy",
      "more than 10 policies; those that only service-linked roles have",
      "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    ],
  ],
  aws_media_convert_queue: [
    ["model", "mediaconvert CreateQueue", "requests without a name; plans and states that do not exist"],
    ["handler", "mediaconvert DeleteQueue", "deletion while it has jobs"],
    [
      "rule",
      "mediaconvert CreateJob",
      "metadata of a job with signs that AWS's tags do not have, or of more than 256",
      "https://github.com/aws-samples/aws-media-services-vod-automation/issues/5",
    ],
  ],
  aws_scheduler_schedule: [
    ["model", "scheduler CreateSchedule", "names of more than 64 characters; more than 185 retries"],
    [
      "rule",
      "scheduler CreateSchedule",
      "schedules that are no cron expression; time zones that do not exist",
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    ],
    [
      "rule",
      "scheduler UpdateSchedule",
      "the same in a change",
      "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html",
    ],
  ],
  aws_scheduler_schedule_group: [
    ["model", "scheduler CreateScheduleGroup", "names with other signs than letters, digits, - _ ."],
  ],
  aws_sns_topic: [["moto", "sns CreateTopic", "names with other signs than letters, digits, - _"]],
  aws_sns_topic_policy: [["moto", "sns SetTopicAttributes", "topics that do not exist"]],
  aws_sns_topic_subscription: [["rule", "sns Subscribe", "addresses that are none; URLs that do not fit the protocol"]],
  aws_sqs_queue: [
    ["moto", "sqs CreateQueue", "names of more than 80 characters, or with other signs than letters, digits, - _"],
    ["Terraform", "sqs CreateQueue", "retentions, delays and timeouts out of their bounds"],
  ],
  aws_sqs_queue_policy: [["Terraform", "sqs SetQueueAttributes", "policies that are no JSON"]],
  aws_sqs_queue_redrive_allow_policy: [["Terraform", "sqs SetQueueAttributes", "policies that are no JSON"]],
  aws_xray_encryption_config: [["model", "xray PutEncryptionConfig", "types that do not exist"]],
  aws_xray_group: [["model", "xray CreateGroup", "names of more than 32 characters"]],
  aws_xray_sampling_rule: [
    [
      "model",
      "xray CreateSamplingRule",
      "names of more than 32 characters; rates out of 0 to 1; priorities out of 1 to 9,999",
    ],
  ],
};
