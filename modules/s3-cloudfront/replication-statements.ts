import type { PolicyStatement } from "../foundation/policy-document";

/** Both ends of replication between regions. */
export interface ReplicationEnds {
  readonly source: ReplicationEnd;
  readonly replica: ReplicationEnd;
}

/** Buckets of one region and the key that encrypts their objects. */
export interface ReplicationEnd {
  readonly region: string;
  readonly keyArn: string;
  readonly bucketArns: readonly string[];
}

/**
 * Statements for S3 as it replicates: read every version of the sources, write it to the replicas, and use the key of each
 * side through S3 in its own region only.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html
 */
export function replicationStatements({ source, replica }: ReplicationEnds): PolicyStatement[] {
  const objects = (arns: readonly string[]) => arns.map((arn) => `${arn}/*`);
  const useKey = (Sid: string, Action: readonly string[], { keyArn, region }: ReplicationEnd): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource: keyArn,
    Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
  });
  return [
    {
      Sid: "ReadConfiguration",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: source.bucketArns,
    },
    {
      Sid: "ReadVersions",
      Effect: "Allow",
      Action: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
      Resource: objects(source.bucketArns),
    },
    {
      Sid: "WriteReplicas",
      Effect: "Allow",
      Action: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
      Resource: objects(replica.bucketArns),
    },
    useKey("DecryptSources", ["kms:Decrypt"], source),
    useKey("EncryptReplicas", ["kms:Encrypt", "kms:GenerateDataKey"], replica),
  ];
}
