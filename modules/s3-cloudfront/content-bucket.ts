import type { S3BucketLifecycleConfigurationRule } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import type { Construct } from "constructs";
import { BACKUP_TAG } from "../foundation/backup-tag";
import type { DataProtection } from "../foundation/contracts";
import { DATA_CLASSES, type ReplicatedPurpose } from "./data-class";
import { archiveRule, tieringRule } from "./lifecycle-rules";
import { PrivateBucket, type PrivateBucketProps } from "./private-bucket";
import type { StorageSettings } from "./storage-settings";

/** Settings that a bucket and its copy have in common. */
export type ContentSettings = Pick<StorageSettings, "oldVersionDays" | "backupFileRetentionDays">;

export interface ContentBucketProps extends Pick<PrivateBucketProps, "key" | "bucketName" | "provider"> {
  /** `copy`: the replica of another. */
  readonly role: "original" | "copy";
  readonly settings: ContentSettings;
  readonly dataProtection: DataProtection;
}

/**
 * A bucket of static assets, media or backups with what its data class asks for, and the same in its copy. Where data is
 * retained, AWS Backup keeps originals, too: replication takes a mistake along.
 */
export class ContentBucket extends PrivateBucket {
  constructor(scope: Construct, purpose: ReplicatedPurpose, props: ContentBucketProps) {
    const { role, settings, dataProtection } = props;
    const isBackedUp = dataProtection === "retained" && role === "original" && purpose !== "backups";
    super(scope, purpose, {
      key: props.key,
      bucketName: props.bucketName,
      ...(props.provider === undefined ? {} : { provider: props.provider }),
      dataProtection,
      oldVersionDays: settings.oldVersionDays,
      dataClass: DATA_CLASSES[purpose],
      lifecycleRules: lifecycleRules(purpose, settings.backupFileRetentionDays),
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
