import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { check, matches, report } from "../foundation/checks";
import type { Arn, Bucket, DataProtection } from "../foundation/contracts";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import { privateBucketPolicy } from "./bucket-policy";
import { oldVersionsRule } from "./lifecycle-rules";
import type { DataClass } from "./storage-settings";

export interface PrivateBucketProps {
  /** Key of every object; the bucket refuses any other encryption. `s3-managed` for writers that cannot use a KMS key. */
  readonly key: Arn | "s3-managed";
  /** Unique in all of AWS, 3-63 characters. */
  readonly bucketName: string;
  /** `retained`: neither Terraform nor a changed name can delete the bucket. `disposable`: it goes with its objects. */
  readonly dataProtection: DataProtection;
  /** Days for which an overwritten or deleted object can be restored. */
  readonly oldVersionDays: number;
  /** Kind of data in the bucket; its tag `DataClass`. */
  readonly dataClass?: DataClass;
  readonly tags?: Readonly<Record<string, string>>;
  /** Lifecycle rules in addition to the one for old versions. */
  readonly lifecycleRules?: readonly S3BucketLifecycleConfigurationRule[];
  /** AWS provider of another region; the root's own by default. */
  readonly provider?: TerraformProvider;
}

/**
 * S3 bucket without public access, over TLS 1.2 or newer only: versioned, encrypted, all objects owned by the account.
 * Reports a name that S3 would refuse.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends Construct implements Bucket {
  readonly bucket: S3Bucket;
  /** Default encryption; an object that is written before it is encrypted otherwise. */
  readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  /** Versioning, which replication needs first. */
  readonly versioning: S3BucketVersioningA;
  /** Bucket policy; a service that it allows must depend on it. */
  readonly policy: S3BucketPolicy;
  private readonly statements: PolicyStatement[];
  /** Provider argument of every resource of the bucket, in another region. */
  readonly inRegion: { readonly provider?: TerraformProvider };

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    report(this, bucketNameProblems(props.bucketName));
    this.inRegion = props.provider === undefined ? {} : { provider: props.provider };
    this.bucket = this.createBucket(props);
    this.closeToThePublic();
    this.encryption = this.encrypt(props.key);
    this.statements = privateBucketPolicy(this.bucket.arn, props.key === "s3-managed" ? props.key : props.key.arn);
    this.policy = new S3BucketPolicy(this, "policy", {
      ...this.inRegion,
      bucket: this.bucket.id,
      policy: policyDocument(this.statements),
    });
    this.versioning = new S3BucketVersioningA(this, "versioning", {
      ...this.inRegion,
      bucket: this.bucket.id,
      versioningConfiguration: { status: "Enabled" },
    });
    this.applyRules([oldVersionsRule(props.oldVersionDays), ...(props.lifecycleRules ?? [])]);
  }

  get name(): string {
    return this.bucket.bucket;
  }

  get arn(): string {
    return this.bucket.arn;
  }

  get regionalDomainName(): string {
    return this.bucket.bucketRegionalDomainName;
  }

  /** Adds statements to the bucket's policy, for principals that are no identities of this account. */
  allow(statements: readonly PolicyStatement[]): void {
    this.statements.push(...statements);
    this.policy.policy = policyDocument(this.statements);
  }

  private createBucket({ bucketName, dataProtection, dataClass, tags }: PrivateBucketProps): S3Bucket {
    const allTags = { ...(dataClass === undefined ? {} : { DataClass: dataClass }), ...tags };
    return new S3Bucket(this, "bucket", {
      ...this.inRegion,
      bucket: bucketName,
      forceDestroy: dataProtection === "disposable",
      ...(Object.keys(allTags).length === 0 ? {} : { tags: allTags }),
    });
  }

  private closeToThePublic(): void {
    new S3BucketPublicAccessBlock(this, "public-access", {
      ...this.inRegion,
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketOwnershipControls(this, "ownership", {
      ...this.inRegion,
      bucket: this.bucket.id,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  }

  private encrypt(key: Arn | "s3-managed"): S3BucketServerSideEncryptionConfigurationA {
    return new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      ...this.inRegion,
      bucket: this.bucket.id,
      rule: [
        key === "s3-managed"
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
          : {
              applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
              bucketKeyEnabled: true,
            },
      ],
    });
  }

  private applyRules(rules: S3BucketLifecycleConfigurationRule[]): void {
    new S3BucketLifecycleConfiguration(this, "lifecycle", {
      ...this.inRegion,
      bucket: this.bucket.id,
      rule: rules,
      // S3 refuses rules for noncurrent versions while it does not keep any.
      dependsOn: [this.versioning],
    });
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const RESERVED = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/;

/** Checks the name of a bucket. No dots: S3 has no certificate for them. @returns every problem at once, `[]` when there is none */
export function bucketNameProblems(name: string): string[] {
  return [
    ...matches(
      "bucketName",
      name,
      BUCKET_NAME,
      "3 to 63 lower-case letters, digits and inner hyphens",
      "choose another name, which is part of a host name",
    ),
    ...check(
      !RESERVED.test(name),
      "bucketName",
      "must not begin or end as S3's own names do",
      name,
      "choose another name",
    ),
  ];
}
