import { expect, it } from "vitest";
import { writeLogs } from "../../../modules/s3-cloudfront/log-bucket";

it("lets each writer of logs write below its own prefix, for this environment's resources only", () => {
  const allow = { Effect: "Allow", Action: "s3:PutObject" };
  expect(writeLogs("arn:aws:s3:::b", { prefix: "lms-prod", account: "333333333333" })).toEqual([
    {
      Sid: "WriteBucketLogs",
      ...allow,
      Principal: { Service: "logging.s3.amazonaws.com" },
      Resource: "arn:aws:s3:::b/s3/*",
      Condition: {
        StringEquals: { "aws:SourceAccount": "333333333333" },
        ArnLike: { "aws:SourceArn": "arn:aws:s3:::lms-prod-*" },
      },
    },
    {
      Sid: "WriteLoadBalancerLogs",
      ...allow,
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Resource: "arn:aws:s3:::b/alb/AWSLogs/333333333333/*",
    },
    {
      Sid: "WriteDistributionLogs",
      ...allow,
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Resource: "arn:aws:s3:::b/AWSLogs/333333333333/CloudFront/*",
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "333333333333" },
        ArnLike: { "aws:SourceArn": "arn:aws:logs:us-east-1:333333333333:delivery-source:*" },
      },
    },
  ]);
});
