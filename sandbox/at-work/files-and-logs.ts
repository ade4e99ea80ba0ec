import type { Question } from "../gateway/dispatch";
import { type Account, ask, assume, blocks, type Delivery, regionOf, text, untold, type Values } from "./delivery";

/** How a bucket encrypts new objects: the key is empty with S3's own. */
export function encryptionOf(account: Account, bucket: string): { readonly key: string; readonly forBucket: boolean } {
  const encryption = account.find("aws_s3_bucket_server_side_encryption_configuration", "bucket", bucket);
  const [rule] = blocks(encryption, "rule");
  const [byDefault] = blocks(rule, "apply_server_side_encryption_by_default");
  return { key: text(byDefault, "kms_master_key_id"), forBucket: rule?.bucket_key_enabled === true };
}

function bucketArn(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

function bucketName(arn: string): string {
  return arn.slice(arn.lastIndexOf(":") + 1);
}

/** What a role does to copy objects from one bucket to another. */
function replicate(account: Account, role: string, source: string, { destination, filter }: Rule): Question[] {
  const [from, to] = [bucketArn(source), text(destination, "bucket")];
  const object = `${text(filter, "prefix")}object`;
  const as = { as: role };
  const [encryption] = blocks(destination, "encryption_configuration");
  const via = (arn: string, key: string) => ({
    "kms:viaservice": `s3.${regionOf(key, account.region)}.amazonaws.com`,
    "kms:encryptioncontext:aws:s3:arn": encryptionOf(account, bucketName(arn)).forBucket ? arn : `${arn}/${object}`,
  });
  const [read, write] = [encryptionOf(account, source).key, text(encryption, "replica_kms_key_id")];
  return [
    ...ask(account, as, from, ["s3:GetReplicationConfiguration", "s3:ListBucket"]),
    ...ask(account, as, `${from}/${object}`, [
      "s3:GetObjectVersionForReplication",
      "s3:GetObjectVersionAcl",
      "s3:GetObjectVersionTagging",
    ]),
    ...ask(account, as, `${to}/${object}`, ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]),
    ...ask(account, as, read, ["kms:Decrypt"], via(from, read)),
    ...ask(account, as, write, ["kms:Encrypt"], via(to, write)),
  ];
}

interface Rule {
  readonly destination: Values | undefined;
  readonly filter: Values | undefined;
}

/** What it takes a service to write a log into a group. */
const WRITE_LOG = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** Logs and copies, from the services that write them to buckets and log groups. */
export const FILES_AND_LOGS: readonly Delivery[] = [
  {
    of: "aws_s3_bucket_logging",
    needs: (values, account) => {
      const [bucket, target] = [text(values, "bucket"), text(values, "target_bucket")];
      const by = { by: "logging.s3.amazonaws.com" };
      const context = { "aws:sourcearn": bucketArn(bucket) };
      const file = `${bucketArn(target)}/${text(values, "target_prefix")}2026-01-01-00-00-00-0123456789ABCDEF`;
      return [
        ...ask(account, by, file, ["s3:PutObject"], context),
        // It writes into no bucket whose objects get a key of the account.
        ...ask(account, by, encryptionOf(account, target).key, ["kms:GenerateDataKey"], context),
      ];
    },
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html",
  },
  {
    of: "aws_s3_bucket_replication_configuration",
    needs: (values, account) => {
      const role = text(values, "role");
      const rules = blocks(values, "rule").map((rule) => ({
        destination: blocks(rule, "destination")[0],
        filter: blocks(rule, "filter")[0],
      }));
      return [
        ...assume(account, "s3.amazonaws.com", role, { "aws:sourcearn": bucketArn(text(values, "bucket")) }),
        ...rules.flatMap((rule) => replicate(account, role, text(values, "bucket"), rule)),
      ];
    },
    source: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html",
  },
  {
    of: "aws_cloudwatch_log_delivery",
    needs: (values, account) => {
      const destination = account.find(
        "aws_cloudwatch_log_delivery_destination",
        "arn",
        text(values, "delivery_destination_arn"),
      );
      const [configuration] = blocks(destination, "delivery_destination_configuration");
      const bucket = text(configuration, "destination_resource_arn");
      if (!bucket.startsWith("arn:aws:s3:")) return untold("aws_cloudwatch_log_delivery", bucket);
      const source = account.find("aws_cloudwatch_log_delivery_source", "name", text(values, "delivery_source_name"));
      const by = { by: "delivery.logs.amazonaws.com" };
      const context = { "aws:sourcearn": text(source, "arn"), "s3:x-amz-acl": "bucket-owner-full-control" };
      const [to] = blocks(values, "s3_delivery_configuration");
      const path = text(to, "suffix_path")
        .replace("{account-id}", account.id)
        .replace(/\{\w+\}/g, "2026");
      const file = `${bucket}/${path}/EMLARXS9EXAMPLE.2026-01-01-20.RT4KCN4SGK9.gz`;
      const { key } = encryptionOf(account, bucketName(bucket));
      return [
        ...ask(account, by, file, ["s3:PutObject"], context),
        ...ask(account, by, key, ["kms:GenerateDataKey", "kms:Decrypt"], context),
      ];
    },
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html",
  },
  {
    of: "aws_flow_log",
    needs: (values, account) => {
      const group = text(values, "log_destination");
      const role = text(values, "iam_role_arn");
      if (!group.startsWith("arn:aws:logs:")) return untold("aws_flow_log", group);
      const context = { "aws:sourcearn": text(values, "arn") };
      return [
        ...assume(account, "vpc-flow-logs.amazonaws.com", role, context),
        ...ask(account, { as: role }, `${group}:log-stream:eni-0123456789abcdef0-all`, WRITE_LOG),
        ...ask(account, { as: role }, `${group}:log-stream:`, ["logs:DescribeLogStreams"]),
        ...ask(account, { as: role }, "*", ["logs:DescribeLogGroups"]),
      ];
    },
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html",
  },
  {
    of: "aws_lambda_function",
    needs: (values, account) => {
      const as = { as: text(values, "role") };
      const [logging] = blocks(values, "logging_config");
      const name = text(logging, "log_group") || `/aws/lambda/${text(values, "function_name")}`;
      const region = regionOf(text(values, "arn"), account.region);
      const stream = `arn:aws:logs:${region}:${account.id}:log-group:${name}:log-stream:2026/01/01/[$LATEST]0123`;
      const [tracing] = blocks(values, "tracing_config");
      const traces = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
      return [
        ...ask(account, as, stream, WRITE_LOG),
        ...ask(account, as, text(tracing, "mode") === "Active" ? "*" : "", traces),
      ];
    },
    source: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  },
];
