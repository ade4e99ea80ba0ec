import type { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import type { Arn, DataProtection, Replica } from "../foundation/contracts";
import { bucketName, replicaName, roleName, type Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { ContentBucket, type ContentSettings } from "./content-bucket";
import { copyEverything } from "./copying";
import { LogBucket } from "./log-bucket";
import { type ReplicationMetrics, replicationMetrics } from "./metrics";
import type { PrivateBucket } from "./private-bucket";
import { replicationStatements } from "./replication-statements";
import type { ReplicatedPurpose } from "./storage-settings";

export interface ReplicationProps {
  /** Key of the sources. */
  readonly key: Arn;
  readonly sources: Readonly<Record<ReplicatedPurpose, PrivateBucket>>;
  readonly replica: Replica;
  /** `both-ways`: what is written to a replica is copied home, too. */
  readonly direction: "one-way" | "both-ways";
  readonly site: Site;
  readonly settings: ContentSettings;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
}

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
    if (props.direction === "both-ways") this.replicateBack();
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
    const { site, key, replica, direction } = this.props;
    const arns = (buckets: Readonly<Record<string, PrivateBucket>>) => Object.values(buckets).map(({ arn }) => arn);
    const home = { region: site.region, keyArn: key.arn, bucketArns: arns(this.sources) };
    const there = { region: replica.region, keyArn: replica.key.arn, bucketArns: arns(this.replicas) };
    const back = replicationStatements({ source: there, replica: home });
    return new ServiceRole(this, "role", {
      name: roleName(this.node.path, site, "s3-replication"),
      description: "S3 copies objects to the recovery region",
      service: "s3.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account } },
      statements: [
        ...replicationStatements({ source: home, replica: there }),
        ...(direction === "one-way" ? [] : back.map((statement) => ({ ...statement, Sid: `${statement.Sid}Back` }))),
      ],
    });
  }

  private replicate(purpose: ReplicatedPurpose): S3BucketReplicationConfigurationA {
    const ends = { from: this.sources[purpose], to: this.replicas[purpose] };
    return copyEverything(this, `replicate-${purpose}`, { ...ends, key: this.props.replica.key, role: this.role });
  }

  /** Copies home what is written to replicas: S3 tells it from what it wrote there itself, and copies nothing twice. */
  private replicateBack(): void {
    const { key, replica } = this.props;
    for (const purpose of ["static-assets", "media", "backups"] as const) {
      const ends = { from: this.replicas[purpose], to: this.sources[purpose] };
      const { role } = this;
      copyEverything(this, `replicate-${purpose}-back`, { ...ends, key, role, provider: replica.provider });
    }
  }
}
