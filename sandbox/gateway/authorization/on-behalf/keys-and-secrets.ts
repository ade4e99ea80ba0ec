import type { Call } from "../call";
import { arnOf } from "../table";
import { type OnBehalf, useKey } from "./row";

const DATABASE_KEY = ["CreateGrant", "DescribeKey"];

/** What services encrypt and keep secret in the caller's name. */
export const KEYS_AND_SECRETS: readonly OnBehalf[] = [
  {
    of: ["rds CreateDBCluster"],
    needs: (call) => useKey(call, call.text("KmsKeyId"), "rds", DATABASE_KEY),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html",
  },
  {
    of: ["rds CreateDBCluster", "rds ModifyDBCluster"],
    needs: async (call) => {
      if (!call.isTrue("ManageMasterUserPassword")) return [];
      const secret = arnOf(call, "secret:rds!cluster-*", { service: "secretsmanager" });
      const key = call.text("MasterUserSecretKmsKeyId");
      return [
        { action: "secretsmanager:CreateSecret", resource: secret, via: "rds" },
        { action: "secretsmanager:TagResource", resource: secret, via: "rds" },
        ...(await useKey(call, key, "rds", DATABASE_KEY)),
        ...(await useKey(call, key, "secretsmanager", ["Decrypt", "GenerateDataKey"])),
      ];
    },
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-secrets-manager.html",
  },
  {
    // Who makes the cluster gives EKS a grant on the key of its secrets.
    of: ["eks CreateCluster"],
    needs: async (call) => {
      const [encryption] = call.items("encryptionConfig");
      const provider = (encryption as { provider?: { keyArn?: string } } | undefined)?.provider;
      return useKey(call, provider?.keyArn, undefined, ["CreateGrant", "DescribeKey"]);
    },
    source: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
  },
  {
    of: ["elasticache CreateReplicationGroup"],
    needs: (call) => useKey(call, call.text("KmsKeyId"), "elasticache", ["CreateGrant", "DescribeKey"]),
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/at-rest-encryption.html",
  },
  {
    of: ["backup CreateBackupVault"],
    needs: async (call) => [
      { action: "backup-storage:MountCapsule", resource: "*" },
      ...(await useKey(call, call.text("EncryptionKeyArn"), "backup", [
        "CreateGrant",
        "DescribeKey",
        "RetireGrant",
        "Decrypt",
        "GenerateDataKey",
      ])),
    ],
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html",
  },
  {
    of: ["logs CreateLogGroup", "logs AssociateKmsKey"],
    needs: async (call) => {
      const group = arnOf(call, `log-group:${call.required("logGroupName")}`);
      const key = await useKey(
        call,
        call.text("kmsKeyId"),
        undefined,
        ["Encrypt", "Decrypt", "GenerateDataKey", "DescribeKey"],
        {
          "kms:encryptioncontext:aws:logs:arn": group,
        },
      );
      const message = `The specified KMS key does not exist or is not allowed to be used with LogGroup '${group}'`;
      const refused = { code: "InvalidParameterException", message };
      return key.map((need) => ({ ...need, by: `logs.${call.region}.amazonaws.com`, refused }));
    },
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
  },
  {
    of: ["secretsmanager CreateSecret", "secretsmanager PutSecretValue", "secretsmanager UpdateSecret"],
    needs: async (call) => {
      const holdsValue = call.text("SecretString") !== undefined || call.text("SecretBinary") !== undefined;
      if (!holdsValue) return [];
      const key = call.text("KmsKeyId") ?? (await secretKey(call));
      return useKey(call, key, "secretsmanager", ["GenerateDataKey", "Decrypt"]);
    },
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  },
  {
    of: ["secretsmanager GetSecretValue"],
    needs: async (call) => useKey(call, await secretKey(call), "secretsmanager", ["Decrypt"]),
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html",
  },
  {
    // Who has a secret rotated must be allowed to invoke the function, and Secrets Manager, too.
    of: ["secretsmanager RotateSecret"],
    needs: (call) => {
      const resource = call.text("RotationLambdaARN");
      if (resource === undefined) return [];
      const action = "lambda:InvokeFunction";
      const by = "secretsmanager.amazonaws.com";
      const message = `Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the principal ${by}.`;
      const refused = { code: "AccessDeniedException", message };
      return [
        { action, resource },
        { action, resource, by, context: { "aws:sourceaccount": call.account }, refused },
      ];
    },
    source:
      "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html",
  },
  {
    of: ["s3 PutObject", "s3 GetObject"],
    needs: async (call) => {
      // A HEAD has no content.
      if (call.request.method === "HEAD") return [];
      const bucket = call.required("Bucket");
      const byDefault = await call.facts.bucketKey(bucket);
      const key = call.header("x-amz-server-side-encryption-aws-kms-key-id") ?? byDefault?.arn;
      const object = byDefault?.forBucket === true ? "" : `/${call.required("Key")}`;
      const context = { "kms:encryptioncontext:aws:s3:arn": `arn:aws:s3:::${bucket}${object}` };
      return useKey(call, key, "s3", [call.operation === "PutObject" ? "GenerateDataKey" : "Decrypt"], context);
    },
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html",
  },
  {
    of: ["sqs SendMessage", "sqs ReceiveMessage"],
    needs: async (call) => {
      const queue = arnOf(call, new URL(call.required("QueueUrl")).pathname.split("/").at(-1) ?? "");
      const key = await call.facts.queueAttribute(queue, "KmsMasterKeyId");
      return useKey(call, key, "sqs", call.operation === "SendMessage" ? ["GenerateDataKey", "Decrypt"] : ["Decrypt"]);
    },
    source: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html",
  },
  {
    of: ["sns Publish"],
    needs: async (call) => {
      const key = await call.facts.topicAttribute(call.required("TopicArn"), "KmsMasterKeyId");
      return useKey(call, key, "sns", ["GenerateDataKey", "Decrypt"]);
    },
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
  },
  {
    of: ["ecr CreateRepository"],
    needs: (call) =>
      useKey(call, call.text("encryptionConfiguration", "kmsKey"), "ecr", [
        "CreateGrant",
        "DescribeKey",
        "RetireGrant",
      ]),
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html",
  },
];

async function secretKey(call: Call): Promise<string | undefined> {
  const id = call.text("SecretId") ?? call.required("Name");
  return call.facts.secretKey(id.startsWith("arn:") ? id : arnOf(call, `secret:${id}-??????`));
}
