import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";

/**
 * Days after which an object moves to a cheaper storage class, and how long AWS bills it there at the least.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
const INFREQUENT_ACCESS = { storageClass: "STANDARD_IA", afterDays: 30, billedDays: 30 };
const ARCHIVE = { storageClass: "GLACIER_IR", afterDays: 90, billedDays: 90 };

/** New media are watched by a whole course; what lasts longer, S3 sorts by how often it is really read. */
const TIERING_AFTER_DAYS = 30;

const WHOLE_BUCKET = { status: "Enabled", filter: [{ prefix: "" }] };

/** Deletes what was overwritten or deleted after a while, and what uploads left behind. */
export function oldVersionsRule(oldVersionDays: number): S3BucketLifecycleConfigurationRule {
  return {
    id: "old-versions",
    ...WHOLE_BUCKET,
    noncurrentVersionExpiration: [{ noncurrentDays: oldVersionDays }],
    expiration: [{ expiredObjectDeleteMarker: true }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
}

/** Puts objects into S3 Intelligent-Tiering, which moves each by its use and without a price for reading it. */
export function tieringRule(): S3BucketLifecycleConfigurationRule {
  return {
    id: "tiering",
    ...WHOLE_BUCKET,
    transition: [{ days: TIERING_AFTER_DAYS, storageClass: "INTELLIGENT_TIERING" }],
  };
}

/** Deletes objects after `retentionDays`; until then moves them where they cost less, as far as that pays. */
export function archiveRule(retentionDays: number): S3BucketLifecycleConfigurationRule {
  return {
    ...expiryRule(retentionDays),
    transition: [INFREQUENT_ACCESS, ARCHIVE]
      .filter(({ afterDays, billedDays }) => afterDays + billedDays <= retentionDays)
      .map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass })),
  };
}

/** Deletes objects after `retentionDays`. */
export function expiryRule(retentionDays: number): S3BucketLifecycleConfigurationRule {
  return { id: "expiry", ...WHOLE_BUCKET, expiration: [{ days: retentionDays }] };
}
