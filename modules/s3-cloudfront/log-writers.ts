import type { Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";

/** Where each writer puts its logs: the beginning of their keys. AWS fixes what follows `AWSLogs/`. */
export const LOG_PREFIXES = {
  /** Access to buckets, each bucket below its own name. */
  buckets: "s3/",
  /** Access to load balancers; what a load balancer takes as its prefix, without a slash. */
  loadBalancers: "alb",
} as const;

/**
 * Lets the services of AWS that write access logs write them, each below its own prefix and for resources of this
 * environment or account only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export function writeLogs(bucketArn: string, { prefix, account }: Pick<Site, "prefix" | "account">): PolicyStatement[] {
  const write = (Sid: string, Service: string, prefix: string, Condition?: PolicyStatement["Condition"]) =>
    ({
      Sid,
      Effect: "Allow",
      Principal: { Service },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/${prefix}*`,
      ...(Condition === undefined ? {} : { Condition }),
    }) as const;
  return [
    write("WriteBucketLogs", "logging.s3.amazonaws.com", LOG_PREFIXES.buckets, {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:aws:s3:::${prefix}-*` },
    }),
    // Held to the account by the path alone, as in AWS's own example: it fixes the account of the load balancer there.
    write(
      "WriteLoadBalancerLogs",
      "logdelivery.elasticloadbalancing.amazonaws.com",
      `${LOG_PREFIXES.loadBalancers}/AWSLogs/${account}/`,
    ),
    // CloudFront's deliveries are resources of us-east-1, wherever the bucket is.
    write("WriteDistributionLogs", "delivery.logs.amazonaws.com", `AWSLogs/${account}/CloudFront/`, {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:aws:logs:us-east-1:${account}:delivery-source:*` },
    }),
  ];
}
