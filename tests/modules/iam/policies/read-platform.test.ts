import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { developer } from "../../../../modules/iam/policies/developer";
import { readPlatform } from "../../../../modules/iam/policies/read-platform";
import { applyState, planState } from "../../../../modules/iam/policies/state";

const PROD = {
  ...siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  stateBucket: "lms-prod-terraform-state-333333333333",
  dataProtection: "retained",
  recovery: { region: "eu-west-1" },
} as const;

describe("who sees how the platform is built", () => {
  const statements = readPlatform(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "DescribeConfiguration",
      "DescribeBuckets",
      "DescribeQueues",
      "DescribeSecrets",
      "ReadMaintenancePage",
    ]);
  });

  it("describe configuration", () => {
    expect(statement("DescribeConfiguration")).toEqual({
      Sid: "DescribeConfiguration",
      Effect: "Allow",
      Action: [
        "acm:DescribeCertificate",
        "acm:List*",
        "application-autoscaling:Describe*",
        "application-autoscaling:ListTagsForResource",
        "autoscaling:Describe*",
        "backup:Describe*",
        "backup:GetBackup*",
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
    });
  });

  it("describe buckets", () => {
    expect(statement("DescribeBuckets")).toEqual({
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
      Resource: ["arn:aws:s3:::lms-prod-*"],
    });
  });

  it("describe queues", () => {
    expect(statement("DescribeQueues")).toEqual({
      Sid: "DescribeQueues",
      Effect: "Allow",
      Action: ["sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
      Resource: ["arn:aws:sqs:*:333333333333:lms-prod-*"],
    });
  });

  it("describe secrets", () => {
    expect(statement("DescribeSecrets")).toEqual({
      Sid: "DescribeSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetResourcePolicy",
        "secretsmanager:ListSecretVersionIds",
      ],
      Resource: ["arn:aws:secretsmanager:*:333333333333:secret:lms/prod/*"],
    });
  });

  it("read the maintenance page", () => {
    expect(statement("ReadMaintenancePage")).toEqual({
      Sid: "ReadMaintenancePage",
      Effect: "Allow",
      Action: ["s3:GetObject", "s3:GetObjectTagging"],
      Resource: ["arn:aws:s3:::lms-prod-static-assets-333333333333/maintenance/*"],
    });
  });
});

describe("developers", () => {
  const statements = developer(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ReadLogs", "FollowQueries", "ReadTraces", "DecryptTraces"]);
  });

  it("read logs", () => {
    expect(statement("ReadLogs")).toEqual({
      Sid: "ReadLogs",
      Effect: "Allow",
      Action: ["logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogGroupFields", "logs:StartQuery"],
      Resource: [
        "arn:aws:logs:us-east-1:333333333333:log-group:/aws/eks/lms-prod*/workloads/*",
        "arn:aws:logs:us-east-1:333333333333:log-group:/aws/lambda/lms-prod-*",
      ],
    });
  });

  it("follow queries", () => {
    expect(statement("FollowQueries")).toEqual({
      Sid: "FollowQueries",
      Effect: "Allow",
      Action: ["logs:GetLogRecord", "logs:GetQueryResults", "logs:StopQuery"],
      Resource: "*",
    });
  });

  it("read traces", () => {
    expect(statement("ReadTraces")).toEqual({
      Sid: "ReadTraces",
      Effect: "Allow",
      Action: ["xray:BatchGetTraces", "xray:GetServiceGraph", "xray:GetTraceGraph", "xray:GetTraceSummaries"],
      Resource: "*",
    });
  });

  it("decrypt traces", () => {
    expect(statement("DecryptTraces")).toEqual({
      Sid: "DecryptTraces",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/*"],
      Condition: { StringEquals: { "kms:ViaService": "xray.us-east-1.amazonaws.com" } },
    });
  });
});

describe("a plan", () => {
  const statements = planState(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "FindState",
      "ReadState",
      "TakeLock",
      "ReleaseLock",
      "UseStateKey",
      "ReadPagerDutyUrl",
    ]);
  });

  it("read pager duty url", () => {
    expect(statement("ReadPagerDutyUrl")).toEqual({
      Sid: "ReadPagerDutyUrl",
      Effect: "Allow",
      Action: ["ssm:GetParameter"],
      Resource: ["arn:aws:ssm:us-east-1:333333333333:parameter/lms/prod/pagerduty-integration-url"],
    });
  });

  it("find state", () => {
    expect(statement("FindState")).toEqual({
      Sid: "FindState",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::lms-prod-terraform-state-333333333333"],
    });
  });

  it("read state", () => {
    expect(statement("ReadState")).toEqual({
      Sid: "ReadState",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [
        "arn:aws:s3:::lms-prod-terraform-state-333333333333/prod-*/terraform.tfstate",
        "arn:aws:s3:::lms-prod-terraform-state-333333333333/prod-*/terraform.tfstate.tflock",
      ],
    });
  });

  it("take lock", () => {
    expect(statement("TakeLock")).toEqual({
      Sid: "TakeLock",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: ["arn:aws:s3:::lms-prod-terraform-state-333333333333/prod-*/terraform.tfstate.tflock"],
      Condition: { Null: { "s3:if-none-match": "false" } },
    });
  });

  it("release lock", () => {
    expect(statement("ReleaseLock")).toEqual({
      Sid: "ReleaseLock",
      Effect: "Allow",
      Action: ["s3:DeleteObject"],
      Resource: ["arn:aws:s3:::lms-prod-terraform-state-333333333333/prod-*/terraform.tfstate.tflock"],
    });
  });

  it("use state key", () => {
    expect(statement("UseStateKey")).toEqual({
      Sid: "UseStateKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/*"],
      Condition: {
        StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" },
        StringLike: {
          "kms:EncryptionContext:aws:s3:arn": [
            "arn:aws:s3:::lms-prod-terraform-state-333333333333",
            "arn:aws:s3:::lms-prod-terraform-state-333333333333/*",
          ],
        },
      },
    });
  });
});

it("gives an apply the same as a plan, and to write the state", () => {
  expect(applyState(PROD)).toEqual([
    ...planState(PROD),
    {
      Sid: "WriteState",
      Effect: "Allow",
      Action: ["s3:PutObject"],
      Resource: ["arn:aws:s3:::lms-prod-terraform-state-333333333333/prod-*/terraform.tfstate"],
    },
  ]);
});
