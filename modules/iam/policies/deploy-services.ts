import type { PolicyStatement } from "../../foundation/policy-document";
import { type BoundaryScope, regionsOf } from "./permissions-boundary";

/** Services whose resources have ids that AWS chooses, or names that only the service sees: held to the account. */
const BY_ACCOUNT = [
  "acm",
  "application-autoscaling",
  "autoscaling",
  "backup",
  "cloudwatch",
  "ec2",
  "eks",
  "elasticache",
  "elasticloadbalancing",
  "mediaconvert",
  "rds",
  "wafv2",
  "xray",
];

/** Services whose resources have names of the environment's: to manage them, not to send, receive, invoke or read logs. */
export const MANAGE_BY_NAME = [
  "events:*",
  "lambda:*EventSourceMapping",
  "lambda:*Permission",
  "lambda:TagResource",
  "lambda:UntagResource",
  "lambda:CreateFunction",
  "lambda:DeleteFunction*",
  "lambda:PutFunction*",
  "lambda:UpdateFunction*",
  "logs:*Delivery*",
  "logs:*KmsKey",
  "logs:*LogGroup",
  "logs:*MetricFilter",
  "logs:*RetentionPolicy",
  "logs:TagResource",
  "logs:UntagResource",
  "scheduler:*",
  "sns:Subscribe",
  "sns:TagResource",
  "sns:UntagResource",
  "sns:CreateTopic",
  "sns:DeleteTopic",
  "sns:Set*Attributes",
  "sqs:TagQueue",
  "sqs:UntagQueue",
  "sqs:CreateQueue",
  "sqs:DeleteQueue",
  "sqs:SetQueueAttributes",
];

/**
 * Policy of the deployer for the platform's services, in its regions: those whose things have names of the
 * environment's (functions, queues, topics ...) by those names, the others by account. Keys, secrets and buckets are
 * `deployData`'s.
 */
export function deployServices(scope: BoundaryScope): PolicyStatement[] {
  const { prefix, account } = scope;
  const inRegions = { StringEquals: { "aws:RequestedRegion": regionsOf(scope) } };
  const own = (service: string, resource: string) => `arn:aws:${service}:*:${account}:${resource}`;
  return [
    {
      Sid: "ServicesOfTheAccount",
      Effect: "Allow",
      Action: BY_ACCOUNT.map((service) => `${service}:*`),
      Resource: [
        ...BY_ACCOUNT.map((service) => own(service, "*")),
        // What AWS shares: images to launch, snapshots without an account in the ARN.
        "arn:aws:ec2:*::image/*",
        "arn:aws:ec2:*::snapshot/*",
      ],
      Condition: inRegions,
    },
    {
      // To manage the stores takes every other action of ElastiCache; this one reads and writes what is in them.
      // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
      Sid: "NoDataInStores",
      Effect: "Deny",
      Action: "elasticache:Connect",
      Resource: "*",
    },
    {
      Sid: "ServicesByName",
      Effect: "Allow",
      Action: MANAGE_BY_NAME,
      Resource: [
        own("events", `rule/${prefix}-*`),
        own("lambda", "event-source-mapping:*"),
        own("lambda", `function:${prefix}-*`),
        own("logs", "delivery*"),
        own("logs", "log-group:*"),
        own("scheduler", `schedule-group/${prefix}-*`),
        own("scheduler", `schedule/${prefix}-*/*`),
        own("sns", `${prefix}-*`),
        own("sqs", `${prefix}-*`),
      ],
      Condition: inRegions,
    },
    {
      // Actions that take no resource, as AWS's service authorization reference has them.
      Sid: "ActionsWithoutResource",
      Effect: "Allow",
      Action: [
        "acm:RequestCertificate",
        "backup-storage:MountCapsule",
        "backup:UpdateRegionSettings",
        "cloudwatch:PutCompositeAlarm",
        "eks:CreateCluster",
        "kms:CreateKey",
        "lambda:CreateEventSourceMapping",
        "logs:*LogDelivery",
        "logs:*ResourcePolicy",
        "logs:DeleteQueryDefinition",
        "logs:PutQueryDefinition",
        "mediaconvert:CreateQueue",
        "secretsmanager:GetRandomPassword",
        "sns:Unsubscribe",
        "xray:PutEncryptionConfig",
      ],
      Resource: "*",
      Condition: inRegions,
    },
    {
      Sid: "GlobalServices",
      Effect: "Allow",
      Action: [
        "budgets:*",
        "ce:*AnomalyMonitor",
        "ce:*AnomalySubscription",
        "ce:TagResource",
        "ce:UntagResource",
        "chatbot:*SlackChannelConfiguration",
        "chatbot:TagResource",
        "chatbot:UntagResource",
        "cloudfront:*",
        "route53:*",
      ],
      Resource: [
        `arn:aws:budgets::${account}:budget/${prefix}-*`,
        `arn:aws:ce::${account}:anomalymonitor/*`,
        `arn:aws:ce::${account}:anomalysubscription/*`,
        `arn:aws:chatbot::${account}:chat-configuration/slack-channel/${prefix}-*`,
        `arn:aws:cloudfront::${account}:*`,
        "arn:aws:route53:::change/*",
        "arn:aws:route53:::healthcheck/*",
        "arn:aws:route53:::hostedzone/*",
      ],
    },
    {
      Sid: "GlobalActionsWithoutResource",
      Effect: "Allow",
      Action: [
        "ce:CreateAnomalyMonitor",
        "ce:CreateAnomalySubscription",
        "chatbot:CreateSlackChannelConfiguration",
        "cloudfront:*KeyGroup",
        "cloudfront:*MonitoringSubscription",
        "cloudfront:*PublicKey",
        "cloudfront:CreateOriginAccessControl",
        "cloudfront:List*",
        "route53:CreateHealthCheck",
        "route53:CreateHostedZone",
      ],
      Resource: "*",
    },
  ];
}
