import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import type { Arn, DataProtection, Replica } from "../foundation/contracts";
import { bucketName, replicaName, roleName, type Site } from "../foundation/names";
import type { PolicyStatement } from "../foundation/policy-document";
import { ServiceRole } from "../foundation/service-role";
import { ContentBucket, type ContentSettings } from "./content-bucket";
import { LogBucket } from "./log-bucket";
import { type ReplicationMetrics, replicationMetrics } from "./metrics";
import type { PrivateBucket } from "./private-bucket";
import type { ReplicatedPurpose } from "./storage-settings";

export interface ReplicationProps {
  /** Key of the sources. */
  readonly key: Arn;
  readonly sources: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  readonly replica: Replica;
  readonly site: Site;
  readonly settings: ContentSettings;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

/** Minutes within which S3 promises to replicate an object; it offers no other number. */
const REPLICATION_MINUTES = 15;

/**
 * Copies of buckets in the second region, and the role that S3 replicates with. Objects and delete markers arrive within
 * 15 minutes, which S3 measures; the deletion of a version is not replicated, so that nobody deletes both at once.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
 */
export class Replication extends Construct {
  readonly sources: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  readonly replicas: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  /** Access logs of the replicas, in the same region as they must be. */
  readonly logs: LogBucket;
  readonly role: ServiceRole;
  /** Replication by source; an object that is written before it has no copy. */
  readonly rules: Readonly<Record<ReplicatedPurpose, S3BucketReplicationConfigurationA>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ReplicationProps,
  ) {
    super(scope, id);
    this.sources = props.sources;
    this.logs = this.createLogs();
    this.replicas = {
      "static-assets": this.createReplica("static-assets"),
      media: this.createReplica("media"),
      backups: this.createReplica("backups"),
    };
    this.role = this.createRole();
    this.rules = {
      "static-assets": this.replicate("static-assets"),
      media: this.replicate("media"),
      backups: this.replicate("backups"),
    };
  }

  /** Metrics of each rule. */
  get metrics(): readonly ReplicationMetrics[] {
    return (["static-assets", "media", "backups"] as const).map((purpose) =>
      replicationMetrics({
        SourceBucket: this.sources[purpose].name,
        DestinationBucket: this.replicas[purpose].name,
        RuleId: this.rules[purpose].rule.get(0).id,
      }),
    );
  }

  private createLogs(): LogBucket {
    const { site, replica, dataProtection, logRetentionDays } = this.props;
    return new LogBucket(this, "logs", {
      site,
      bucketName: replicaName(bucketName(site, "logs"), replica.region),
      dataProtection,
      retentionDays: logRetentionDays,
      provider: replica.provider,
    });
  }

  private createReplica(purpose: ReplicatedPurpose): PrivateBucket {
    const { site, replica, settings, dataProtection } = this.props;
    const bucket = new ContentBucket(this, purpose, {
      settings,
      dataProtection,
      key: replica.key,
      provider: replica.provider,
      bucketName: replicaName(bucketName(site, purpose), replica.region),
      role: "copy",
    });
    this.logs.recordAccessTo(bucket);
    return bucket;
  }

  private createRole(): ServiceRole {
    const { site, key, replica } = this.props;
    const arns = (buckets: Readonly<Record<string, PrivateBucket>>) => Object.values(buckets).map(({ arn }) => arn);
    return new ServiceRole(this, "role", {
      name: roleName(this.node.path, site, "s3-replication"),
      description: "S3 copies objects to the recovery region",
      service: "s3.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account } },
      statements: replicationStatements({
        source: { region: site.region, keyArn: key.arn, bucketArns: arns(this.sources) },
        replica: { region: replica.region, keyArn: replica.key.arn, bucketArns: arns(this.replicas) },
      }),
    });
  }

  private replicate(purpose: ReplicatedPurpose): S3BucketReplicationConfigurationA {
    const source = this.sources[purpose];
    const copy = this.replicas[purpose];
    const enabled = { status: "Enabled" };
    return new S3BucketReplicationConfigurationA(this, `replicate-${purpose}`, {
      bucket: source.bucket.id,
      role: this.role.arn,
      rule: [
        {
          id: "everything",
          ...enabled,
          priority: 0,
          filter: { prefix: "" },
          deleteMarkerReplication: enabled,
          sourceSelectionCriteria: { sseKmsEncryptedObjects: enabled },
          destination: {
            bucket: copy.arn,
            encryptionConfiguration: { replicaKmsKeyId: this.props.replica.key.arn },
            replicationTime: { ...enabled, time: { minutes: REPLICATION_MINUTES } },
            metrics: { ...enabled, eventThreshold: { minutes: REPLICATION_MINUTES } },
          },
        },
      ],
      dependsOn: [source.versioning, copy.versioning, ...this.role.rights],
    });
  }
}

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
