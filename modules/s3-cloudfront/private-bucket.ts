import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import type { EncryptionKey } from "../encryption/encryption-key";
import { policyDocument } from "../iam/policy-document";
import { privateBucketPolicy } from "./bucket-policy";

export interface PrivateBucketProps {
  /** Encrypts every object; the bucket refuses any other encryption. */
  readonly key: EncryptionKey;
  /** Unique in all of AWS, 3-63 characters. */
  readonly bucketName: string;
  /** `retained`: neither Terraform nor a changed name can delete the bucket. `disposable`: it goes with its objects. */
  readonly dataProtection: "disposable" | "retained";
  /** How many days an overwritten or deleted object can be brought back. */
  readonly oldVersionDays: number;
}

/**
 * A bucket that only identities with a right to it reach, over TLS 1.2 or newer: versioned, encrypted with a
 * customer-managed key, owned by the account whoever writes.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.bucket = new S3Bucket(this, "bucket", {
      bucket: props.bucketName,
      forceDestroy: props.dataProtection === "disposable",
      lifecycle: { preventDestroy: props.dataProtection === "retained" },
    });
    this.closeToThePublic();
    this.encrypt(props.key);
    const versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    this.expireOldVersions(versioning, props.oldVersionDays);
  }

  private closeToThePublic(): void {
    new S3BucketPublicAccessBlock(this, "public-access", {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      bucket: this.bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  }

  private encrypt(key: EncryptionKey): void {
    new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    new S3BucketPolicy(this, "policy", {
      bucket: this.bucket.id,
      policy: policyDocument(privateBucketPolicy(this.bucket.arn, key.arn)),
    });
  }

  private expireOldVersions(versioning: S3BucketVersioningA, oldVersionDays: number): void {
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucket.id,
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrentVersionExpiration: [{ noncurrentDays: oldVersionDays }],
          expiration: [{ expiredObjectDeleteMarker: true }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
      ],
      // S3 refuses rules for noncurrent versions while it does not keep any.
      dependsOn: [versioning],
    });
  }
}
