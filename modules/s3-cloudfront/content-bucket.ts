import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { Construct } from "constructs";
import { BACKUP_TAG } from "../foundation/backup-tag";
import type { DataProtection } from "../foundation/contracts";
import { archiveRule, tieringRule } from "./lifecycle-rules";
import { PrivateBucket, type PrivateBucketProps } from "./private-bucket";
import { DATA_CLASSES, type ReplicatedPurpose, type StorageSettings } from "./storage-settings";

/** Settings that a bucket and its copy have in common. */
export type ContentSettings = Pick<StorageSettings, "oldVersionDays" | "backupFileRetentionDays">;

export interface ContentBucketProps extends Pick<PrivateBucketProps, "key" | "bucketName" | "provider"> {
  /** `copy`: the replica of another. */
  readonly role: "original" | "copy";
  readonly settings: ContentSettings;
  readonly dataProtection: DataProtection;
}

/**
 * Bucket of static assets, media or backups, with the lifecycle of its data class. A retained original is tagged for AWS
 * Backup, too: replication copies a mistake.
 */
export class ContentBucket extends PrivateBucket {
  readonly isBackedUp: boolean;

  constructor(scope: Construct, purpose: ReplicatedPurpose, props: ContentBucketProps) {
    const { key, bucketName, provider, role, settings, dataProtection } = props;
    const isBackedUp = dataProtection === "retained" && role === "original" && purpose !== "backups";
    super(scope, purpose, {
      key,
      bucketName,
      ...(provider === undefined ? {} : { provider }),
      dataProtection,
      oldVersionDays: settings.oldVersionDays,
      dataClass: DATA_CLASSES[purpose],
      lifecycleRules: lifecycleRules(purpose, settings.backupFileRetentionDays),
      tags: isBackedUp ? BACKUP_TAG : {},
    });
    this.isBackedUp = isBackedUp;
  }
}

function lifecycleRules(
  purpose: ReplicatedPurpose,
  backupFileRetentionDays: number,
): S3BucketLifecycleConfigurationRule[] {
  switch (purpose) {
    case "static-assets":
      return [];
    case "media":
      return [tieringRule()];
    case "backups":
      return [archiveRule(backupFileRetentionDays)];
  }
}
