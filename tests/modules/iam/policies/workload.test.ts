import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { LMS_SERVICES } from "../../../../modules/foundation/services";
import { workload } from "../../../../modules/iam/policies/workload";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
};

describe("web, which has a secret and logs in to both Redis stores", () => {
  const statements = workload("web", LMS_SERVICES.web, SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["ReadSecrets", "ConnectToRedis", "DecryptData"]);
  });

  it("read secrets", () => {
    expect(statement("ReadSecrets")).toEqual({
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: ["arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/web/session-??????"],
    });
  });

  it("logs in to its Redis stores, as their user", () => {
    expect(statement("ConnectToRedis")).toEqual({
      Sid: "ConnectToRedis",
      Effect: "Allow",
      Action: ["elasticache:Connect"],
      Resource: [
        "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-sessions",
        "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-sessions",
        "arn:aws:elasticache:us-east-1:333333333333:replicationgroup:lms-prod-cache",
        "arn:aws:elasticache:us-east-1:333333333333:user:lms-prod-cache",
      ],
    });
  });

  it("decrypt data", () => {
    expect(statement("DecryptData")).toEqual({
      Sid: "DecryptData",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: { StringEquals: { "kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"] } },
    });
  });
});

describe("media, which has two prefixes of a bucket, consumes a queue and sends to another", () => {
  const statements = workload("media", LMS_SERVICES.media, SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "ListMedia",
      "ReadObjects",
      "WriteObjects",
      "ReadSecrets",
      "SendMessages",
      "ConsumeMessages",
      "DecryptData",
      "EncryptObjects",
      "DecryptMessages",
      "EncryptMessages",
    ]);
  });

  it("list media", () => {
    expect(statement("ListMedia")).toEqual({
      Sid: "ListMedia",
      Effect: "Allow",
      Action: ["s3:ListBucket"],
      Resource: ["arn:aws:s3:::lms-prod-media-333333333333"],
      Condition: { StringLike: { "s3:prefix": ["uploads/*", "transcoded/*"] } },
    });
  });

  it("read objects", () => {
    expect(statement("ReadObjects")).toEqual({
      Sid: "ReadObjects",
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: [
        "arn:aws:s3:::lms-prod-media-333333333333/uploads/*",
        "arn:aws:s3:::lms-prod-media-333333333333/transcoded/*",
      ],
    });
  });

  it("write objects", () => {
    expect(statement("WriteObjects")).toEqual({
      Sid: "WriteObjects",
      Effect: "Allow",
      Action: ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"],
      Resource: ["arn:aws:s3:::lms-prod-media-333333333333/uploads/*"],
    });
  });

  it("read secrets", () => {
    expect(statement("ReadSecrets")).toEqual({
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [
        "arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/media/database-??????",
        "arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/media/cloudfront-signing-key-??????",
      ],
    });
  });

  it("send messages", () => {
    expect(statement("SendMessages")).toEqual({
      Sid: "SendMessages",
      Effect: "Allow",
      Action: ["sqs:GetQueueUrl", "sqs:SendMessage"],
      Resource: ["arn:aws:sqs:us-east-1:333333333333:lms-prod-analytics-learning-events"],
    });
  });

  it("consume messages", () => {
    expect(statement("ConsumeMessages")).toEqual({
      Sid: "ConsumeMessages",
      Effect: "Allow",
      Action: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      Resource: ["arn:aws:sqs:us-east-1:333333333333:lms-prod-media-transcoded"],
    });
  });

  it("decrypt data", () => {
    expect(statement("DecryptData")).toEqual({
      Sid: "DecryptData",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: {
        StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com", "secretsmanager.us-east-1.amazonaws.com"] },
      },
    });
  });

  it("encrypt objects", () => {
    expect(statement("EncryptObjects")).toEqual({
      Sid: "EncryptObjects",
      Effect: "Allow",
      Action: ["kms:GenerateDataKey"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: { StringEquals: { "kms:ViaService": ["s3.us-east-1.amazonaws.com"] } },
    });
  });

  it("decrypt messages", () => {
    expect(statement("DecryptMessages")).toEqual({
      Sid: "DecryptMessages",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/messages"],
      Condition: { StringEquals: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com"] } },
    });
  });

  it("encrypt messages", () => {
    expect(statement("EncryptMessages")).toEqual({
      Sid: "EncryptMessages",
      Effect: "Allow",
      Action: ["kms:GenerateDataKey"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/messages"],
      Condition: { StringEquals: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com"] } },
    });
  });
});

describe("notifications, which only consumes", () => {
  const statements = workload("notifications", LMS_SERVICES.notifications, SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "ReadSecrets",
      "ConsumeMessages",
      "DecryptData",
      "DecryptMessages",
    ]);
  });

  it("read secrets", () => {
    expect(statement("ReadSecrets")).toEqual({
      Sid: "ReadSecrets",
      Effect: "Allow",
      Action: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      Resource: [
        "arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/notifications/database-??????",
        "arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/notifications/mail-provider-??????",
        "arn:aws:secretsmanager:us-east-1:333333333333:secret:lms/prod/notifications/push-provider-??????",
      ],
    });
  });

  it("consume messages", () => {
    expect(statement("ConsumeMessages")).toEqual({
      Sid: "ConsumeMessages",
      Effect: "Allow",
      Action: [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      Resource: ["arn:aws:sqs:us-east-1:333333333333:lms-prod-notifications-outbound"],
    });
  });

  it("decrypt data", () => {
    expect(statement("DecryptData")).toEqual({
      Sid: "DecryptData",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: { StringEquals: { "kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"] } },
    });
  });

  it("decrypt messages", () => {
    expect(statement("DecryptMessages")).toEqual({
      Sid: "DecryptMessages",
      Effect: "Allow",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/messages"],
      Condition: { StringEquals: { "kms:ViaService": ["sqs.us-east-1.amazonaws.com"] } },
    });
  });
});

it("gives a service without any need no right at all", () => {
  const idle = {
    priority: 170,
    paths: { uploads: [], assertions: [], logins: [] },
    traced: "other",
    namespace: "microservices",
    serviceAccount: "idle",
    buckets: [],
    secrets: [],
    redis: [],
    queues: [],
  } as const;
  expect(workload("idle", idle, SCOPE)).toEqual([]);
});
