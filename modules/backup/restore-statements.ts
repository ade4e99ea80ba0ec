import type { Arn, Keys } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";

/** Stores and key of a restore test. */
export interface RestoreScope {
  readonly keys: Pick<Keys, "data">;
  readonly stores: { readonly database: Arn & { readonly dbSubnetGroupName: string } };
  readonly site: Pick<Site, "account">;
}

/** What AWS names all that it restores in a test, and nothing else. */
const RESTORED = "awsbackup-restore-test-*";

/**
 * Rights to restore a database and buckets under the names of tests: of AWS's own policies for restores what Aurora and S3 need,
 * which allow it over any name.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForRestores.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Restore.html
 */
export function restoreStatements(scope: RestoreScope): PolicyStatement[] {
  return [...databaseStatements(scope), ...bucketStatements(), ...keyStatements(scope.keys.data)];
}

function databaseStatements({ stores, site }: RestoreScope): PolicyStatement[] {
  const rds = (resource: string) => `arn:aws:rds:*:${site.account}:${resource}`;
  const cluster = rds(`cluster:${RESTORED}`);
  const sources = ["cluster-snapshot:*", "snapshot:*", "cluster-pg:*", "og:*"].map(rds);
  return [
    {
      Sid: "RestoreDatabase",
      Effect: "Allow",
      Action: ["rds:RestoreDBClusterFromSnapshot"],
      Resource: [cluster, rds(`subgrp:${stores.database.dbSubnetGroupName}`), ...sources],
    },
    {
      Sid: "ManageRestoredDatabase",
      Effect: "Allow",
      Action: ["rds:AddTagsToResource", "rds:DeleteDBCluster"],
      Resource: cluster,
    },
    {
      Sid: "DescribeForDatabase",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAccountAttributes",
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSubnets",
        "ec2:DescribeVpcs",
      ],
      Resource: "*",
    },
    {
      Sid: "DescribeDatabases",
      Effect: "Allow",
      Action: ["rds:DescribeDBClusterSnapshots", "rds:DescribeDBClusters", "rds:ListTagsForResource"],
      Resource: ["cluster:*", "cluster-snapshot:*", "snapshot:*"].map(rds),
    },
  ];
}

function bucketStatements(): PolicyStatement[] {
  const bucket = `arn:aws:s3:::${RESTORED}`;
  return [
    {
      Sid: "RestoreBuckets",
      Effect: "Allow",
      Action: [
        "s3:CreateBucket",
        "s3:GetBucketLocation",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketVersioning",
        "s3:ListBucket",
        "s3:ListBucketVersions",
        "s3:PutBucketOwnershipControls",
        "s3:PutBucketVersioning",
      ],
      Resource: bucket,
    },
    {
      Sid: "RestoreObjects",
      Effect: "Allow",
      Action: [
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:GetObjectAcl",
        "s3:GetObjectTagging",
        "s3:GetObjectVersion",
        "s3:GetObjectVersionAcl",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
        "s3:PutObjectAcl",
        "s3:PutObjectTagging",
        "s3:PutObjectVersionAcl",
      ],
      Resource: `${bucket}/*`,
    },
  ];
}

function keyStatements(key: Arn): PolicyStatement[] {
  return [
    {
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
      Resource: key.arn,
    },
    {
      Sid: "LendKeyToDatabase",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: key.arn,
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
