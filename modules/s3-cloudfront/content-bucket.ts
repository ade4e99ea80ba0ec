import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { Construct } from "constructs";
import { BACKUP_TAG } from "../foundation/backup-tag";
import type { DataProtection } from "../foundation/contracts";
import { DATA_CLASSES, type ReplicatedPurpose } from "./data-class";
import { archiveRule, tieringRule } from "./lifecycle-rules";
import { PrivateBucket, type PrivateBucketProps } from "./private-bucket";
import type { StorageSettings } from "./storage-settings";

/** The settings that a bucket and its copy have in common. */
export interface ContentSettings extends Pick<StorageSettings, "oldVersionDays" | "backupFileRetentionDays"> {
  readonly dataProtection: DataProtection;
}

export interface ContentBucketProps
  extends ContentSettings,
    Pick<PrivateBucketProps, "key" | "bucketName" | "provider"> {
  /** `copy`: the replica of another. */
  readonly role: "original" | "copy";
}

/**
 * A bucket of static assets, media or backups with what its data class asks for, and the same in its copy. Where data is
 * retained, AWS Backup keeps originals, too: replication takes a mistake along.
 */
export class ContentBucket extends PrivateBucket {
  constructor(scope: Construct, purpose: ReplicatedPurpose, props: ContentBucketProps) {
    const { dataProtection, role, backupFileRetentionDays } = props;
    const isBackedUp = dataProtection === "retained" && role === "original" && purpose !== "backups";
    super(scope, purpose, {
      ...props,
      dataClass: DATA_CLASSES[purpose],
      lifecycleRules: lifecycleRules(purpose, backupFileRetentionDays),
      tags: isBackedUp ? BACKUP_TAG : {},
    });
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
