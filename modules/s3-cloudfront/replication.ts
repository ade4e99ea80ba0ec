import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import type { Arn, DataProtection, Replica } from "../foundation/contracts";
import { bucketName, roleName, type Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { replicaName } from "./bucket-name";
import { ContentBucket, type ContentSettings } from "./content-bucket";
import type { ReplicatedPurpose } from "./data-class";
import { LogBucket } from "./log-bucket";
import { type ReplicationMetrics, replicationMetrics } from "./metrics";
import type { PrivateBucket } from "./private-bucket";
import { replicationStatements } from "./replication-policy";

export interface ReplicationProps {
  /** The key of the sources. */
  readonly key: Arn;
  readonly sources: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  readonly recovery: Replica;
  readonly site: Site;
  readonly settings: ContentSettings;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

/** The time within which S3 promises to replicate an object, in minutes; it offers no other. */
const REPLICATION_MINUTES = 15;

/**
 * Copies of buckets in the recovery region, with a role that S3 replicates by. Objects and delete markers arrive within
 * 15 minutes, and S3 measures whether they do; a deletion of a version is not replicated, so no one deletes both at once.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html
 */
export class Replication extends Construct {
  readonly sources: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  readonly replicas: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  /** Access logs of the replicas, which must be in their region. */
  readonly logs: LogBucket;
  readonly role: ServiceRole;
  /** What is put into a source earlier has no copy. */
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
    const { site, recovery, dataProtection, logRetentionDays } = this.props;
    return new LogBucket(this, "logs", {
      site,
      bucketName: replicaName(bucketName(site, "logs"), recovery.region),
      dataProtection,
      retentionDays: logRetentionDays,
      provider: recovery.provider,
    });
  }

  private createReplica(purpose: ReplicatedPurpose): PrivateBucket {
    const { site, recovery, settings, dataProtection } = this.props;
    const replica = new ContentBucket(this, purpose, {
      settings,
      dataProtection,
      key: recovery.key,
      provider: recovery.provider,
      bucketName: replicaName(bucketName(site, purpose), recovery.region),
      role: "copy",
    });
    this.logs.recordAccessTo(replica);
    return replica;
  }

  private createRole(): ServiceRole {
    const { site, key, recovery } = this.props;
    const arns = (buckets: Readonly<Record<string, PrivateBucket>>) =>
      Object.values(buckets).map(({ bucket }) => bucket.arn);
    return new ServiceRole(this, "role", {
      name: roleName(this.node.path, site, "s3-replication"),
      description: "S3 copies objects to the recovery region",
      service: "s3.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account } },
      statements: replicationStatements({
        source: { region: site.region, keyArn: key.arn, bucketArns: arns(this.sources) },
        replica: { region: recovery.region, keyArn: recovery.key.arn, bucketArns: arns(this.replicas) },
      }),
    });
  }

  private replicate(purpose: ReplicatedPurpose): S3BucketReplicationConfigurationA {
    const source = this.sources[purpose];
    const replica = this.replicas[purpose];
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
            bucket: replica.bucket.arn,
            encryptionConfiguration: { replicaKmsKeyId: this.props.recovery.key.arn },
            replicationTime: { ...enabled, time: { minutes: REPLICATION_MINUTES } },
            metrics: { ...enabled, eventThreshold: { minutes: REPLICATION_MINUTES } },
          },
        },
      ],
      dependsOn: [source.versioning, replica.versioning, ...this.role.rights],
    });
  }
}
