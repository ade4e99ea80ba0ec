import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import type { ITerraformDependable, TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import type { AccessLogs, DataProtection } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { expiryRule } from "./lifecycle-rules";
import { LOG_PREFIXES, writeLogs } from "./log-writers";
import { PrivateBucket } from "./private-bucket";

export interface LogBucketProps {
  /** Whose buckets, load balancers and distributions write here. */
  readonly site: Site;
  /** Unique in all of AWS, 3-63 characters. */
  readonly bucketName: string;
  readonly dataProtection: DataProtection;
  /** Days until a log is deleted. */
  readonly retentionDays: number;
  /** The AWS provider of another region; the root's own by default. */
  readonly provider?: TerraformProvider;
}

/** Days for which a log that someone has deleted can be brought back. */
const OLD_VERSION_DAYS = 30;

/**
 * The bucket that buckets, load balancers and CloudFront write their access logs to. Encrypted with S3's own keys, for
 * neither S3's nor the load balancers' log delivery can use a customer's.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export class LogBucket extends PrivateBucket implements AccessLogs {
  /** What a writer must depend on: AWS tries to write when logging is turned on. */
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
    this.allow(writeLogs(this.bucket.arn, props.site));
    this.writable = [this.policy];
  }

  /** Keeps a log of every access to a bucket of the same region. */
  recordAccessTo(source: PrivateBucket): void {
    new S3BucketLoggingA(source, "access-log", {
      ...this.inRegion,
      bucket: source.bucket.id,
      targetBucket: this.bucket.id,
      targetPrefix: `${LOG_PREFIXES.buckets}${source.bucket.bucket}/`,
      dependsOn: [...this.writable],
    });
  }
}
