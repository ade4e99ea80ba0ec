import { expect, it } from "vitest";
import { privateBucketPolicy, readByDistribution } from "../../../modules/s3-cloudfront/bucket-policy";

it("refuses plain HTTP, old TLS, and any encryption but the bucket's, for everyone", () => {
  expect(privateBucketPolicy("arn:aws:s3:::b", "arn:aws:kms:us-east-1:111111111111:key/k")).toEqual([
    {
      Sid: "DenyPlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOldTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource: ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
    {
      Sid: "DenyOtherEncryption",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::b/*",
      Condition: {
        Null: { "s3:x-amz-server-side-encryption": "false" },
        StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" },
      },
    },
    {
      Sid: "DenyOtherKey",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::b/*",
      Condition: {
        Null: { "s3:x-amz-server-side-encryption-aws-kms-key-id": "false" },
        StringNotEquals: {
          "s3:x-amz-server-side-encryption-aws-kms-key-id": "arn:aws:kms:us-east-1:111111111111:key/k",
        },
      },
    },
  ]);
});

it("refuses any encryption but S3's own where S3 manages the key", () => {
  const [, , encryption, ...others] = privateBucketPolicy("arn:aws:s3:::b", "s3-managed");
  expect(others).toEqual([]);
  expect(encryption).toEqual({
    Sid: "DenyOtherEncryption",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: "arn:aws:s3:::b/*",
    Condition: {
      Null: { "s3:x-amz-server-side-encryption": "false" },
      StringNotEquals: { "s3:x-amz-server-side-encryption": "AES256" },
    },
  });
});

it("lets one distribution read the named prefixes, and tell what does not exist", () => {
  const allow = {
    Effect: "Allow",
    Principal: { Service: "cloudfront.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/E1" } },
  };
  expect(
    readByDistribution(
      "arn:aws:s3:::b",
      { name: "ContentHost", arn: "arn:aws:cloudfront::111111111111:distribution/E1" },
      ["a/", "b/"],
    ),
  ).toEqual([
    {
      Sid: "ReadByContentHost",
      ...allow,
      Action: "s3:GetObject",
      Resource: ["arn:aws:s3:::b/a/*", "arn:aws:s3:::b/b/*"],
    },
    { Sid: "ListByContentHost", ...allow, Action: "s3:ListBucket", Resource: "arn:aws:s3:::b" },
  ]);
});
