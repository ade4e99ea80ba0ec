import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { AccessLogs, DataProtection } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";
import { expiryRule } from "./lifecycle-rules";
import { PrivateBucket } from "./private-bucket";

export interface LogBucketProps {
  /** Site of the buckets, load balancers and distributions that write here. */
  readonly site: Pick<Site, "account" | "prefix">;
  /** Unique in all of AWS, 3-63 characters. */
  readonly bucketName: string;
  readonly dataProtection: DataProtection;
  /** Days until a log is deleted. */
  readonly retentionDays: number;
  /** AWS provider of another region; the root's own by default. */
  readonly provider?: TerraformProvider;
}

/** Prefixes of the keys of each writer's logs. AWS fixes what follows `AWSLogs/`. */
export const LOG_PREFIXES = {
  /** Access to buckets, each bucket below its own name. */
  buckets: "s3/",
  /** Access to load balancers; a load balancer takes its prefix without a slash. */
  loadBalancers: "alb",
} as const;

/** Days for which a deleted log can be restored. */
const OLD_VERSION_DAYS = 30;

/**
 * Bucket for the access logs of buckets, load balancers and CloudFront. Encrypted with S3's own keys: neither S3's nor the
 * load balancers' log delivery can use a customer-managed one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class LogBucket extends PrivateBucket implements AccessLogs {
  /** Dependencies of a writer: AWS tries to write when logging is turned on. */
  readonly writable: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id, {
      bucketName: props.bucketName,
      ...(props.provider === undefined ? {} : { provider: props.provider }),
      dataProtection: props.dataProtection,
      key: "s3-managed",
      dataClass: "log",
      oldVersionDays: OLD_VERSION_DAYS,
      lifecycleRules: [expiryRule(props.retentionDays)],
    });
    this.allow(writeLogs(this.arn, props.site));
    this.writable = [this.policy];
  }

  /** Logs every access to a bucket of the same region. */
  recordAccessTo(source: PrivateBucket): void {
    new S3BucketLoggingA(source, "access-log", {
      ...this.inRegion,
      bucket: source.bucket.id,
      targetBucket: this.bucket.id,
      targetPrefix: `${LOG_PREFIXES.buckets}${source.name}/`,
      dependsOn: [...this.writable],
    });
  }
}

/**
 * Statements that let AWS services write access logs, each below its own prefix and for resources of this environment or
 * account only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html
 */
export function writeLogs(bucketArn: string, { prefix, account }: Pick<Site, "prefix" | "account">): PolicyStatement[] {
  const write = (Sid: string, Service: string, below: string, Condition?: PolicyStatement["Condition"]) =>
    ({
      Sid,
      Effect: "Allow",
      Principal: { Service },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/${below}*`,
      ...(Condition === undefined ? {} : { Condition }),
    }) as const;
  return [
    write("WriteBucketLogs", "logging.s3.amazonaws.com", LOG_PREFIXES.buckets, {
      StringEquals: { "aws:SourceAccount": account },
      ArnLike: { "aws:SourceArn": `arn:aws:s3:::${prefix}-*` },
    }),
    // The path alone limits it to the account, as in AWS's own example: AWS puts the load balancer's account there.
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
