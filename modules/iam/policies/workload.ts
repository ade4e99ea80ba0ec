import { bucketName, queueName, secretName } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";
import type { LmsService } from "../../foundation/services";
import { type StoreUse, storeName, storeUser } from "../../foundation/store-uses";
import type { ClusterScope } from "./scope";

/**
 * Policy of the pods of an LMS service: the prefixes, secrets, Redis stores and queues that its entry in `LMS_SERVICES` names, and
 * use of their keys through those services only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security_iam_service-with-iam.html
 */
export function workload(name: string, service: LmsService, scope: ClusterScope): PolicyStatement[] {
  return [
    ...bucketStatements(service, scope),
    ...secretStatements(name, service, scope),
    ...connectStatements(scope, service.redis),
    ...queueStatements(service, scope),
    ...keyStatements(service, scope),
  ];
}

function bucketStatements({ buckets }: LmsService, { site, bucketNameOf }: ClusterScope): PolicyStatement[] {
  if (buckets.length === 0) return [];
  const arn = (purpose: (typeof buckets)[number]["purpose"]) =>
    `arn:aws:s3:::${bucketNameOf?.(purpose) ?? bucketName(site, purpose)}`;
  const objects = (list: typeof buckets) => list.map(({ purpose, prefix }) => `${arn(purpose)}/${prefix}*`);
  const writable = buckets.filter(({ access }) => access === "read-write");
  const purposes = [...new Set(buckets.map(({ purpose }) => purpose))];
  return [
    ...purposes.map(
      (purpose): PolicyStatement => ({
        Sid: `List${pascalCase(purpose)}`,
        Effect: "Allow",
        Action: ["s3:ListBucket"],
        Resource: [arn(purpose)],
        Condition: {
          StringLike: {
            "s3:prefix": buckets.filter((bucket) => bucket.purpose === purpose).map(({ prefix }) => `${prefix}*`),
          },
        },
      }),
    ),
    { Sid: "ReadObjects", Effect: "Allow", Action: ["s3:GetObject"], Resource: objects(buckets) },
    ...statementFor("WriteObjects", ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"], objects(writable)),
  ];
}

function secretStatements(name: string, { secrets }: LmsService, { site }: ClusterScope): PolicyStatement[] {
  const { account, region } = site;
  const arns = secrets.map(
    // Secrets Manager ends the ARN in six random characters; `?` for each, so that no longer name matches.
    (secret) => `arn:aws:secretsmanager:${region}:${account}:secret:${secretName(site, name, secret)}-??????`,
  );
  return statementFor("ReadSecrets", ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], arns);
}

function queueStatements({ queues }: LmsService, { site }: ClusterScope): PolicyStatement[] {
  const arns = (access: "send" | "consume") =>
    queues
      .filter((queue) => queue.access === access)
      .map(({ service, queue }) => `arn:aws:sqs:${site.region}:${site.account}:${queueName(site, service, queue)}`);
  return [
    ...statementFor("SendMessages", ["sqs:GetQueueUrl", "sqs:SendMessage"], arns("send")),
    ...statementFor(
      "ConsumeMessages",
      [
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage",
        "sqs:GetQueueAttributes",
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
      ],
      arns("consume"),
    ),
  ];
}

function keyStatements(service: LmsService, scope: ClusterScope): PolicyStatement[] {
  const { region } = scope.site;
  const use = (Sid: string, Action: string[], key: string, services: string[]): PolicyStatement[] =>
    services.length === 0
      ? []
      : [
          {
            Sid,
            Effect: "Allow",
            Action,
            Resource: [key],
            Condition: {
              StringEquals: { "kms:ViaService": services.map((name) => `${name}.${region}.amazonaws.com`) },
            },
          },
        ];
  const writes = service.buckets.some(({ access }) => access === "read-write");
  const sends = service.queues.some(({ access }) => access === "send");
  return [
    ...use("DecryptData", ["kms:Decrypt"], scope.dataKeyArn, [
      ...(service.buckets.length > 0 ? ["s3"] : []),
      ...(service.secrets.length > 0 ? ["secretsmanager"] : []),
    ]),
    ...use("EncryptObjects", ["kms:GenerateDataKey"], scope.dataKeyArn, writes ? ["s3"] : []),
    // Who sends to an encrypted queue needs to decrypt, too: SQS reuses a data key.
    ...use("DecryptMessages", ["kms:Decrypt"], scope.messagesKeyArn, service.queues.length > 0 ? ["sqs"] : []),
    ...use("EncryptMessages", ["kms:GenerateDataKey"], scope.messagesKeyArn, sends ? ["sqs"] : []),
  ];
}

/** A policy element must not be empty: no statement for no resources. */
function statementFor(Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement[] {
  return Resource.length === 0 ? [] : [{ Sid, Effect: "Allow", Action, Resource }];
}

function pascalCase(words: string): string {
  return words
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/**
 * Lets pods log in to stores that take a token: they sign one that is good for 15 minutes, as the user with the store's name.
 * Who logs in with a password needs no right.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
function connectStatements({ site, tokenStoreOf }: ClusterScope, uses: readonly StoreUse[]): PolicyStatement[] {
  const { prefix, account, region } = site;
  const arn = (kind: string, name: string) => `arn:aws:elasticache:${region}:${account}:${kind}:${name}`;
  const arns = uses.flatMap((use) => {
    const store = tokenStoreOf(use);
    if (store === "none") return [];
    return [arn("replicationgroup", storeName(prefix, store)), arn("user", storeUser(prefix, use, "iam-token"))];
  });
  return statementFor("ConnectToRedis", ["elasticache:Connect"], [...new Set(arns)]);
}
