import type { PolicyStatement } from "../iam/policy-document";

/**
 * What every private bucket refuses, whatever an identity's own policy allows: plain HTTP, TLS below 1.2, and objects
 * that ask for another encryption than the bucket's key. An upload that asks for none gets the bucket's.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function privateBucketPolicy(bucketArn: string, keyArn: string): PolicyStatement[] {
  const deny = { Effect: "Deny", Principal: "*" } as const;
  const everything = [bucketArn, `${bucketArn}/*`];
  const algorithm = "s3:x-amz-server-side-encryption";
  const key = "s3:x-amz-server-side-encryption-aws-kms-key-id";
  return [
    {
      Sid: "DenyPlainHttp",
      ...deny,
      Action: "s3:*",
      Resource: everything,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOldTls",
      ...deny,
      Action: "s3:*",
      Resource: everything,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    {
      Sid: "DenyOtherEncryption",
      ...deny,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/*`,
      Condition: { Null: { [algorithm]: "false" }, StringNotEquals: { [algorithm]: "aws:kms" } },
    },
    {
      Sid: "DenyOtherKey",
      ...deny,
      Action: "s3:PutObject",
      Resource: `${bucketArn}/*`,
      Condition: { Null: { [key]: "false" }, StringNotEquals: { [key]: keyArn } },
    },
  ];
}
