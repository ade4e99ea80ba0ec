import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";

/**
 * Days after which an object moves to a cheaper storage class, and days for which AWS bills it there at least.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
 */
const INFREQUENT_ACCESS = { storageClass: "STANDARD_IA", afterDays: 30, billedDays: 30 };
const ARCHIVE = { storageClass: "GLACIER_IR", afterDays: 90, billedDays: 90 };

/** A whole course watches new media; afterwards S3 tiers them by actual use. */
const TIERING_AFTER_DAYS = 30;

const WHOLE_BUCKET = { status: "Enabled", filter: [{ prefix: "" }] };

/** Deletes overwritten and deleted versions after some days, and parts of unfinished uploads. */
export function oldVersionsRule(oldVersionDays: number): S3BucketLifecycleConfigurationRule {
  return {
    id: "old-versions",
    ...WHOLE_BUCKET,
    noncurrentVersionExpiration: [{ noncurrentDays: oldVersionDays }],
    expiration: [{ expiredObjectDeleteMarker: true }],
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
  };
}

/** Moves objects to S3 Intelligent-Tiering, which tiers each by its use and charges nothing for reads. */
export function tieringRule(): S3BucketLifecycleConfigurationRule {
  return {
    id: "tiering",
    ...WHOLE_BUCKET,
    transition: [{ days: TIERING_AFTER_DAYS, storageClass: "INTELLIGENT_TIERING" }],
  };
}

/**
 * Deletes objects after `retentionDays`; until then moves them to cheaper classes, if they stay long enough to pay off.
 * Days that Terraform alone knows cannot be compared: such objects stay in the standard class.
 */
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
