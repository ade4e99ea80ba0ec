import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVaultNotifications } from "@cdktf/provider-aws/lib/backup-vault-notifications";
import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Annotations } from "cdktf";
import { Construct } from "constructs";
import { BACKUP_TAG } from "../foundation/backup-tag";
import type { DataProtection, Keys, Replica, Topics } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { ServiceRole } from "../foundation/service-role";
import { backupProblems } from "./backup-checks";
import { backupRules, retentionRange } from "./backup-rules";
import type { BackupSettings } from "./backup-settings";
import { BackupVault, type BackupVaultProps } from "./backup-vault";
import { type VaultMetrics, vaultMetrics } from "./metrics";

export interface BackupsProps {
  readonly keys: Pick<Keys, "data">;
  readonly alerts: Topics;
  readonly recovery: "none" | Replica;
  readonly site: Pick<Site, "account" | "prefix">;
  readonly settings: BackupSettings;
  /** `retained`: the vaults are locked in governance mode. */
  readonly dataProtection: DataProtection;
}

/** What AWS Backup needs, as AWS maintains it: to back up and restore, and the same for S3, which has policies of its own. */
const MANAGED_POLICIES = [
  "service-role/AWSBackupServiceRolePolicyForBackup",
  "service-role/AWSBackupServiceRolePolicyForRestores",
  "AWSBackupServiceRolePolicyForS3Backup",
  "AWSBackupServiceRolePolicyForS3Restore",
];

/**
 * The backups of an environment: everything with `BACKUP_TAG` by one plan, in a vault that keeps it, with copies in the
 * recovery region where there is one. What fails is reported to the `warning` topic: the next day brings another.
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/backup-recovery/aws-backup.html
 */
export class Backups extends Construct {
  readonly vault: BackupVault;
  /** The vault of the copies, in the recovery region. */
  readonly recoveryVault: BackupVault | undefined;
  readonly role: ServiceRole;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BackupsProps,
  ) {
    super(scope, id);
    const { keys, recovery } = props;
    for (const problem of backupProblems(props.settings, recovery !== "none")) Annotations.of(this).addError(problem);
    this.vault = this.createVault("main", { key: keys.data }, "retentionDays");
    this.recoveryVault = recovery === "none" ? undefined : this.createVault("recovery", recovery, "copyRetentionDays");
    this.role = this.createRole();
    this.selectByTag(this.createPlan());
    this.reportFailedJobs();
    this.reportFailedParts();
  }

  get metrics(): VaultMetrics {
    return vaultMetrics(this.vault.vault.name);
  }

  private createVault(
    id: string,
    place: Pick<BackupVaultProps, "key" | "provider">,
    retention: "retentionDays" | "copyRetentionDays",
  ): BackupVault {
    const { site, settings, dataProtection } = this.props;
    return new BackupVault(this, id, {
      ...place,
      name: site.prefix,
      dataProtection,
      retention: retentionRange(settings, retention),
    });
  }

  private createRole(): ServiceRole {
    const { site } = this.props;
    return new ServiceRole(this, "role", {
      name: `${site.prefix}-backup`,
      description: "AWS Backup makes, copies and restores backups",
      service: "backup.amazonaws.com",
      condition: { StringEquals: { "aws:SourceAccount": site.account } },
      managedPolicies: MANAGED_POLICIES,
    });
  }

  private createPlan(): BackupPlan {
    return new BackupPlan(this, "plan", {
      name: this.props.site.prefix,
      rule: backupRules(this.props.settings, this.vault.vault.name, this.recoveryVault?.vault.arn),
    });
  }

  private selectByTag(plan: BackupPlan): void {
    new BackupSelection(this, "tagged", {
      name: "tagged",
      planId: plan.id,
      iamRoleArn: this.role.arn,
      selectionTag: Object.entries(BACKUP_TAG).map(([key, value]) => ({ type: "STRINGEQUALS", key, value })),
      dependsOn: [...this.role.rights],
    });
  }

  /** By EventBridge: a vault can only tell that a job has ended, every day, and no longer that one has failed. */
  private reportFailedJobs(): void {
    const { alerts, site } = this.props;
    const rule = new CloudwatchEventRule(this, "failed-jobs", {
      name: `${site.prefix}-backup-failed`,
      description: "Backups, copies and restores that failed",
      eventPattern: JSON.stringify({
        source: ["aws.backup"],
        "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
        detail: { $or: [{ state: ["ABORTED", "EXPIRED", "FAILED"] }, { status: ["ABORTED", "FAILED"] }] },
      }),
    });
    new CloudwatchEventTarget(this, "failed-jobs-to-topic", { rule: rule.name, arn: alerts.warning.arn });
  }

  /**
   * By the vault: single objects of a bucket, whose job succeeds all the same.
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html
   */
  private reportFailedParts(): void {
    new BackupVaultNotifications(this, "failed-parts", {
      backupVaultName: this.vault.vault.name,
      snsTopicArn: this.props.alerts.warning.arn,
      backupVaultEvents: ["S3_BACKUP_OBJECT_FAILED", "S3_RESTORE_OBJECT_FAILED"],
    });
  }
}
