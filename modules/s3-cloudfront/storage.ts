import { S3BucketCorsConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-cors-configuration";
import { S3BucketNotification } from "@cdktf/provider-aws/lib/s3-bucket-notification";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { DataProtection, Keys, Replica } from "../foundation/contracts";
import { type BucketPurpose, bucketName, type Site } from "../foundation/names";
import { ContentBucket } from "./content-bucket";
import { LogBucket } from "./log-bucket";
import type { PrivateBucket } from "./private-bucket";
import { Replication } from "./replication";
import { type ReplicatedPurpose, type StorageSettings, storageProblems } from "./storage-settings";

export interface StorageProps {
  /** Objects are encrypted with the key of learners' data. */
  readonly keys: Pick<Keys, "data">;
  /** Second region, to which static assets, media and backups are copied. */
  readonly replica: "none" | Replica;
  /**
   * `standby`: the copies are written to as well, by an application that stands by in the second region: that of media takes
   * uploads, and what is new there is copied home. `kept` by default.
   */
  readonly copies?: "kept" | "standby";
  readonly site: Site;
  readonly settings: StorageSettings;
  /** Origins of the pages from which browsers upload to media, such as `https://lms.example.com`. */
  readonly uploadOrigins: readonly string[];
  readonly dataProtection: DataProtection;
  /** Days until an access log is deleted. */
  readonly logRetentionDays: number;
}

/** Checksums that SDKs send with each part, and repeat when they complete the upload; the first is their default. */
const CHECKSUMS = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"];

/**
 * Buckets of an environment: static assets, media, backups and logs, each with the lifecycle of its data class. Media send
 * an event of every upload to EventBridge. Reports every problem of the settings.
 */
export class Storage extends Construct {
  readonly staticAssets: ContentBucket;
  readonly media: ContentBucket;
  readonly backups: ContentBucket;
  readonly logs: LogBucket;
  /** Copies in the second region. */
  readonly replication: Replication | undefined;
  /** Buckets that browsers upload to. */
  readonly uploads: readonly PrivateBucket[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: StorageProps,
  ) {
    super(scope, id);
    const { replica, copies = "kept", settings, uploadOrigins } = props;
    report(this, storageProblems(settings, uploadOrigins, replica === "none" ? "none" : replica.region));
    this.logs = this.createLogs();
    this.staticAssets = this.createBucket("static-assets");
    this.media = this.createBucket("media");
    this.backups = this.createBucket("backups");
    this.acceptUploads(this, this.media);
    this.announceObjects(this, this.media);
    this.replication = replica === "none" ? undefined : this.replicate(replica);
    this.uploads = [this.media];
    if (this.replication === undefined || copies === "kept") return;
    const { media } = this.replication.replicas;
    this.acceptUploads(this.replication, media);
    this.announceObjects(this.replication, media);
    this.uploads = [this.media, media];
  }

  /** Buckets that AWS Backup backs up. */
  get backedUp(): readonly PrivateBucket[] {
    return [this.staticAssets, this.media, this.backups].filter(({ isBackedUp }) => isBackedUp);
  }

  /** Names of the buckets by purpose; those of their copies by purpose and `-replica`. */
  get bucketNames(): Readonly<Record<string, string>> {
    const own: Record<BucketPurpose, PrivateBucket> = {
      "static-assets": this.staticAssets,
      media: this.media,
      backups: this.backups,
      logs: this.logs,
    };
    const replicas = Object.entries(this.replication?.replicas ?? {}).map(
      ([purpose, bucket]): [string, PrivateBucket] => [`${purpose}-replica`, bucket],
    );
    return Object.fromEntries([...Object.entries(own), ...replicas].map(([purpose, { name }]) => [purpose, name]));
  }

  private createLogs(): LogBucket {
    const { site, dataProtection, logRetentionDays } = this.props;
    return new LogBucket(this, "logs", {
      site,
      bucketName: bucketName(site, "logs"),
      dataProtection,
      retentionDays: logRetentionDays,
    });
  }

  private createBucket(purpose: ReplicatedPurpose): ContentBucket {
    const { keys, site, settings, dataProtection } = this.props;
    const bucket = new ContentBucket(this, purpose, {
      key: keys.data,
      bucketName: bucketName(site, purpose),
      role: "original",
      settings,
      dataProtection,
    });
    this.logs.recordAccessTo(bucket);
    return bucket;
  }

  /** Allows browsers to send a file in parts, to URLs that the media service has signed, and to read the ETag and checksum of each. */
  private acceptUploads(scope: Construct, { bucket, inRegion }: PrivateBucket): void {
    new S3BucketCorsConfiguration(scope, "media-uploads", {
      ...inRegion,
      bucket: bucket.id,
      corsRule: [
        {
          id: "uploads",
          allowedMethods: ["GET", "HEAD", "POST", "PUT"],
          allowedOrigins: [...this.props.uploadOrigins],
          allowedHeaders: ["*"],
          exposeHeaders: ["ETag", ...CHECKSUMS.map((algorithm) => `x-amz-checksum-${algorithm}`)],
          maxAgeSeconds: 3000,
        },
      ],
    });
  }

  private announceObjects(scope: Construct, { bucket, inRegion }: PrivateBucket): void {
    new S3BucketNotification(scope, "media-events", { ...inRegion, bucket: bucket.id, eventbridge: true });
  }

  private replicate(replica: Replica): Replication {
    const { keys, copies, site, settings, dataProtection, logRetentionDays } = this.props;
    return new Replication(this, "replication", {
      key: keys.data,
      replica,
      direction: copies === "standby" ? "both-ways" : "one-way",
      site,
      settings,
      dataProtection,
      logRetentionDays,
      sources: { "static-assets": this.staticAssets, media: this.media, backups: this.backups },
    });
  }
}
