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
import { Annotations, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Arn, Bucket, DataProtection } from "../foundation/contracts";
import { type PolicyStatement, policyDocument } from "../foundation/policy-document";
import { bucketNameProblems } from "./bucket-name";
import { privateBucketPolicy } from "./bucket-policy";
import type { DataClass } from "./data-class";
import { oldVersionsRule } from "./lifecycle-rules";

export interface PrivateBucketProps {
  /** Encrypts every object; the bucket refuses any other encryption. `s3-managed` for what cannot use a customer's key. */
  readonly key: Arn | "s3-managed";
  /** Unique in all of AWS, 3-63 characters. */
  readonly bucketName: string;
  /** `retained`: neither Terraform nor a changed name can delete the bucket. `disposable`: it goes with its objects. */
  readonly dataProtection: DataProtection;
  /** How many days an overwritten or deleted object can be brought back. */
  readonly oldVersionDays: number;
  /** What is in the bucket; its tag `DataClass`. */
  readonly dataClass?: DataClass;
  readonly tags?: Readonly<Record<string, string>>;
  /** Lifecycle rules beside the one for old versions. */
  readonly lifecycleRules?: readonly S3BucketLifecycleConfigurationRule[];
  /** The AWS provider of another region; the root's own by default. */
  readonly provider?: TerraformProvider;
}

/**
 * A bucket that only identities with a right to it reach, over TLS 1.2 or newer: versioned, encrypted, by default with a
 * customer-managed key, owned by the account whoever writes. Reports a name that S3 would refuse.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
 */
export class PrivateBucket extends Construct implements Bucket {
  readonly bucket: S3Bucket;
  /** Must be there before the first object, or that one is encrypted otherwise. */
  readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  /** Keeps old versions; replication needs it first. */
  readonly versioning: S3BucketVersioningA;
  /** What its policy grants to services must be there before they try to use it. */
  readonly policy: S3BucketPolicy;
  private readonly statements: PolicyStatement[];
  /** What every resource of the bucket takes to be in its region. */
  protected readonly inRegion: { readonly provider?: TerraformProvider };

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    for (const problem of bucketNameProblems(props.bucketName)) Annotations.of(this).addError(problem);
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

  /** Adds statements to the bucket's policy, for who is not an identity of this account. */
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
      lifecycle: { preventDestroy: dataProtection === "retained" },
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
