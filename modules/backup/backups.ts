import { BackupPlan } from "@cdktf/provider-aws/lib/backup-plan";
import { BackupRegionSettings } from "@cdktf/provider-aws/lib/backup-region-settings";
import { BackupSelection } from "@cdktf/provider-aws/lib/backup-selection";
import { BackupVaultNotifications } from "@cdktf/provider-aws/lib/backup-vault-notifications";
import { Aspects } from "cdktf";
import { Construct } from "constructs";
import { EventAlert } from "../alerting";
import { BACKUP_TAG } from "../foundation/backup-tag";
import { report } from "../foundation/checks";
import type { Arn, DataProtection, Keys, Replica, Topics } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import type { Site } from "../foundation/names";
import { InRegion } from "../foundation/regions";
import { ServiceRole } from "../foundation/service-role";
import { backupRules, retentionRange } from "./backup-rules";
import { BackupVault } from "./backup-vault";
import { type VaultMetrics, vaultMetrics } from "./metrics";
import { type RestoredStores, RestoreTests } from "./restore-tests";
import { type BackupSettings, backupProblems } from "./settings";

export interface BackupsProps {
  readonly keys: Pick<Keys, "data">;
  readonly alerts: Topics;
  /** Second region, with the vault of the copies. */
  readonly replica: "none" | Replica;
  /** What restore tests restore. */
  readonly stores: RestoredStores;
  readonly site: Pick<Site, "account" | "prefix">;
  readonly settings: BackupSettings;
  /** `retained`: the vaults are locked in governance mode. */
  readonly dataProtection: DataProtection;
}

/** AWS-managed policies of AWS Backup: for backups and restores, and for those of S3. */
const MANAGED_POLICIES = [
  "service-role/AWSBackupServiceRolePolicyForBackup",
  "service-role/AWSBackupServiceRolePolicyForRestores",
  "AWSBackupServiceRolePolicyForS3Backup",
  "AWSBackupServiceRolePolicyForS3Restore",
];

/** Types of resources that carry `BACKUP_TAG`, as AWS Backup calls them. */
const BACKED_UP_TYPES = ["Aurora", "S3"];

/**
 * Backups of an environment: one plan backs up every resource with `BACKUP_TAG` into a vault, with copies in the second
 * region where there is one. Failures go to the `warning` topic, since the next day brings another backup.
 * @see https://docs.aws.amazon.com/prescriptive-guidance/latest/backup-recovery/aws-backup.html
 */
export class Backups extends Construct {
  readonly vault: BackupVault;
  /** Vault of the copies, in the second region. */
  readonly recoveryVault: BackupVault | undefined;
  readonly role: ServiceRole;
  readonly restoreTests: "none" | RestoreTests;
  /** Failed jobs that no one was told of. */
  readonly lostEvents: Metric;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BackupsProps,
  ) {
    super(scope, id);
    const { keys, replica, settings } = props;
    report(this, backupProblems(settings, replica !== "none"));
    this.vault = this.createVault("main", keys.data, "retentionDays");
    this.recoveryVault = replica === "none" ? undefined : this.createRecoveryVault(replica);
    this.role = this.createRole();
    this.optIn();
    this.selectByTag(this.createPlan());
    this.restoreTests = this.createRestoreTests();
    this.lostEvents = this.reportFailedJobs();
    this.reportFailedParts();
  }

  get metrics(): VaultMetrics {
    return vaultMetrics(this.vault.vault.name);
  }

  private createVault(id: string, key: Arn, retention: "retentionDays" | "copyRetentionDays"): BackupVault {
    const { site, settings, dataProtection } = this.props;
    return new BackupVault(this, id, {
      key,
      name: site.prefix,
      dataProtection,
      retention: retentionRange(settings, retention),
    });
  }

  private createRecoveryVault({ key, provider }: Replica): BackupVault {
    const vault = this.createVault("recovery", key, "copyRetentionDays");
    Aspects.of(vault).add(new InRegion(provider));
    return vault;
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

  /**
   * Lets AWS Backup look after the types that carry the tag: a tag alone selects none that the account has not opted into
   * in this region, and nothing tells of those that are left out. Of the other types of the account, which AWS answers as
   * well, nothing is said.
   * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources-json.html
   */
  private optIn(): void {
    new BackupRegionSettings(this, "opt-in", {
      resourceTypeOptInPreference: Object.fromEntries(BACKED_UP_TYPES.map((type) => [type, true])),
      lifecycle: { ignoreChanges: ["resource_type_opt_in_preference"] },
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

  private createRestoreTests(): "none" | RestoreTests {
    const { keys, stores, site, settings } = this.props;
    if (settings.restoreTests === "none") return "none";
    const { vault } = this.vault;
    return new RestoreTests(this, "restore-tests", { keys, stores, vault, frequency: settings.restoreTests, site });
  }

  /** Uses EventBridge: a vault's own notifications report every job that ends, but not failed jobs alone. */
  private reportFailedJobs(): Metric {
    const { alerts, site } = this.props;
    const alert = new EventAlert(this, "failed-jobs", {
      topic: alerts.warning,
      name: `${site.prefix}-backup-failed`,
      title: "A backup, its copy or a restore has failed",
      pattern: {
        source: ["aws.backup"],
        "detail-type": ["Backup Job State Change", "Copy Job State Change", "Restore Job State Change"],
        detail: { $or: [{ state: ["ABORTED", "EXPIRED", "FAILED"] }, { status: ["ABORTED", "FAILED"] }] },
      },
      // Backups, copies and restores name their details differently.
      text: "$.detail-type",
    });
    return alert.metrics.failed;
  }

  /**
   * Uses the vault's notifications for single objects of a bucket: the job they failed in succeeds all the same.
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
