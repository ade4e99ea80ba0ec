import { bucketName, type Site } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";

/**
 * Policy of readers: the platform's configuration and no data, which is what `terraform plan` reads to compare the account with the state. No object
 * of a bucket, value of a secret, message, log event, trace or decryption.
 */
export function readPlatform(scope: Site): PolicyStatement[] {
  const { prefix, path, account } = scope;
  return [
    {
      Sid: "DescribeConfiguration",
      Effect: "Allow",
      Action: [
        "acm:DescribeCertificate",
        "acm:List*",
        "application-autoscaling:Describe*",
        "application-autoscaling:ListTagsForResource",
        "autoscaling:Describe*",
        "backup:Describe*",
        "backup:Get*",
        "backup:List*",
        "budgets:ListTagsForResource",
        "budgets:ViewBudget",
        "ce:GetAnomalyMonitors",
        "ce:GetAnomalySubscriptions",
        "ce:ListTagsForResource",
        "chatbot:DescribeSlackChannelConfigurations",
        "cloudfront:DescribeFunction",
        "cloudfront:Get*",
        "cloudfront:List*",
        "cloudwatch:Describe*",
        "cloudwatch:Get*",
        "cloudwatch:List*",
        "ec2:Describe*",
        "ec2:GetManagedPrefixListEntries",
        "eks:Describe*",
        "eks:List*",
        "elasticache:Describe*",
        "elasticache:ListTagsForResource",
        "elasticloadbalancing:Describe*",
        "events:Describe*",
        "events:List*",
        "iam:Get*",
        "iam:List*",
        "kms:DescribeKey",
        "kms:GetKey*",
        "kms:List*",
        "lambda:Get*",
        "lambda:List*",
        "logs:Describe*",
        "logs:GetDelivery*",
        "logs:ListTags*",
        "mediaconvert:GetQueue",
        "mediaconvert:List*",
        "rds:Describe*",
        "rds:ListTagsForResource",
        "route53:Get*",
        "route53:List*",
        "s3:ListAllMyBuckets",
        "scheduler:Get*",
        "scheduler:List*",
        // A plan of a global database makes an ephemeral password.
        "secretsmanager:GetRandomPassword",
        "secretsmanager:ListSecrets",
        "sns:GetSubscriptionAttributes",
        "sns:GetTopicAttributes",
        "sns:List*",
        "sqs:List*",
        "ssm:DescribeParameters",
        "tag:Get*",
        "wafv2:Get*",
        "wafv2:List*",
        "xray:GetEncryptionConfig",
        "xray:GetGroup*",
        "xray:GetSamplingRules",
        "xray:ListTagsForResource",
      ],
      Resource: "*",
    },
    {
      Sid: "DescribeBuckets",
      Effect: "Allow",
      Action: [
        "s3:GetAccelerateConfiguration",
        "s3:GetBucket*",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListBucket",
      ],
      // Its buckets, their copies in the recovery region, and the bucket of the state.
      Resource: [`arn:aws:s3:::${prefix}-*`],
    },
    {
      Sid: "DescribeQueues",
      Effect: "Allow",
      Action: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      Resource: [`arn:aws:sqs:*:${account}:${prefix}-*`],
    },
    {
      Sid: "DescribeSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:ListSecretVersionIds",
      ],
      Resource: [`arn:aws:secretsmanager:*:${account}:secret:${path}/*`],
    },
    {
      // What every visitor may see; a plan compares it.
      Sid: "ReadMaintenancePage",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectTagging"],
      Resource: [`arn:aws:s3:::${bucketName(scope, "static-assets")}/maintenance/*`],
    },
  ];
}
