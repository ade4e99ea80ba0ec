import type { PolicyStatement } from "../foundation/policy-document";

/**
 * Denials of every private bucket, whatever an identity's own policy allows: plain HTTP, TLS below 1.2, and objects that
 * ask for another encryption than the bucket's. An upload that asks for none gets the bucket's.
 * @param keyArn the bucket's key; `s3-managed` if S3 encrypts with its own
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function privateBucketPolicy(bucketArn: string, keyArn: string | "s3-managed"): PolicyStatement[] {
  const everything = [bucketArn, `${bucketArn}/*`];
  const managed = keyArn === "s3-managed";
  return [
    {
      Sid: "DenyPlainHttp",
      ...DENY,
      Action: "s3:*",
      Resource: everything,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOldTls",
      ...DENY,
      Action: "s3:*",
      Resource: everything,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    denyUnlessAbsentOr("DenyOtherEncryption", bucketArn, ALGORITHM, managed ? "AES256" : "aws:kms"),
    ...(managed ? [] : [denyUnlessAbsentOr("DenyOtherKey", bucketArn, KEY, keyArn)]),
  ];
}

const DENY = { Effect: "Deny", Principal: "*" } as const;
const ALGORITHM = "s3:x-amz-server-side-encryption";
const KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id";

function denyUnlessAbsentOr(Sid: string, bucketArn: string, header: string, value: string): PolicyStatement {
  return {
    Sid,
    ...DENY,
    Action: "s3:PutObject",
    Resource: `${bucketArn}/*`,
    Condition: { Null: { [header]: "false" }, StringNotEquals: { [header]: value } },
  };
}

/**
 * Statements that let a CloudFront distribution read objects through its origin access control. Without the right to list,
 * S3 would answer 403 for an object that does not exist, as for a missing right.
 * @param reader the distribution, by a name that no other reader of the bucket has
 * @param prefixes beginnings of the keys that may be read, `""` for all
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
export function readByDistribution(
  bucketArn: string,
  reader: { readonly name: "Distribution" | "ContentHost"; readonly arn: string },
  prefixes: readonly string[],
): PolicyStatement[] {
  const allow = {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceArn": reader.arn } },
  } as const;
  return [
    {
      Sid: `ReadBy${reader.name}`,
      ...allow,
      Action: "s3:GetObject",
      Resource: prefixes.map((prefix) => `${bucketArn}/${prefix}*`),
    },
    { Sid: `ListBy${reader.name}`, ...allow, Action: "s3:ListBucket", Resource: bucketArn },
  ];
}
