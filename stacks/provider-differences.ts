/** Difference between releases of the AWS provider in what they ask of AWS for a resource. */
export interface ProviderDifference {
  readonly resource: string;
  /** The first release that does without what `until` names. */
  readonly release: string;
  /** Rights that older releases need and newer ones do not. */
  readonly until: readonly string[];
  /** Rights that newer releases need, or use where they have them, and older ones do not. */
  readonly from: readonly string[];
  /** What else the release changed, and what an older one does. */
  readonly note: string;
  readonly see: string;
}

/**
 * Permissions and limits that exist because the AWS provider at hand may be older than the locked one, by the release that
 * ends each. When the floor in `root.ts` reaches a release, its row goes, and with it what is granted for it.
 */
export const PROVIDER_DIFFERENCES: readonly ProviderDifference[] = [
  {
    resource: "aws_s3_bucket",
    release: "6.23.0",
    until: ["s3:PutBucketTagging", "s3:GetBucketTagging"],
    from: ["s3:TagResource", "s3:ListTagsForResource", "s3:UntagResource"],
    note: "Without the newer rights it falls back to the older ones.",
    see: "https://github.com/hashicorp/terraform-provider-aws/pull/45251",
  },
  {
    resource: "aws_secretsmanager_secret_version",
    release: "6.26.0",
    until: ["secretsmanager:GetSecretValue"],
    from: ["secretsmanager:ListSecretVersionIds"],
    note: "An older one reads the value of a write-only version in every plan, and throws it away.",
    see: "https://github.com/hashicorp/terraform-provider-aws/pull/44876",
  },
  {
    resource: "aws_rds_global_cluster",
    release: "6.27.0",
    until: [],
    from: [],
    note: "An older one cannot raise the minor version of a global database, since AWS answers in other words.",
    see: "https://github.com/hashicorp/terraform-provider-aws/pull/45605",
  },
];
