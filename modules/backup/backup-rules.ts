import type { BackupPlanRule } from "@cdktf/provider-aws/lib/backup-plan";
import { type BackupFrequency, type BackupRetention, type BackupSettings, namedRules } from "./backup-settings";

/**
 * When each rule starts, in UTC: around midnight in the Americas, and well before the windows of Aurora, which is not
 * backed up in one. All at the same hour on purpose: where rules overlap AWS makes one backup and keeps it as long as
 * the longest of them says.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
const SCHEDULES: Readonly<Record<BackupFrequency, string>> = {
  daily: "cron(0 4 ? * * *)",
  weekly: "cron(0 4 ? * SUN *)",
  monthly: "cron(0 4 1 * ? *)",
};

/** A backup starts within an hour of its time, and a large one may take half a day. */
const START_WITHIN_MINUTES = 60;
const COMPLETE_WITHIN_MINUTES = 720;

/** The shortest and the longest time that a backup is kept: a locked vault refuses everything outside of them. */
export interface RetentionRange {
  readonly minDays: number;
  readonly maxDays: number;
}

/**
 * The rules of the backup plan.
 * @param vault name of the vault that the backups are kept in
 * @param copyVaultArn the vault in the recovery region, if there is one
 */
export function backupRules(
  settings: BackupSettings,
  vault: string,
  copyVaultArn: string | undefined,
): BackupPlanRule[] {
  return namedRules(settings).map(([name, rule]) => ({
    ruleName: name,
    targetVaultName: vault,
    schedule: SCHEDULES[name],
    scheduleExpressionTimezone: "Etc/UTC",
    startWindow: START_WITHIN_MINUTES,
    completionWindow: COMPLETE_WITHIN_MINUTES,
    // Aurora keeps its own point-in-time recovery; were it made here too, AWS Backup would take Aurora's settings over.
    enableContinuousBackup: false,
    lifecycle: lifecycle(rule),
    copyAction:
      copyVaultArn === undefined || rule.copyRetentionDays === "none"
        ? []
        : [{ destinationVaultArn: copyVaultArn, lifecycle: { deleteAfter: rule.copyRetentionDays } }],
  }));
}

/** The range of `retentionDays` over all rules, or of `copyRetentionDays` over those that copy. */
export function retentionRange(settings: BackupSettings, of: keyof BackupRetention): RetentionRange {
  const days = namedRules(settings).flatMap(([, rule]) => (rule[of] === "none" ? [] : [rule[of]]));
  return { minDays: Math.min(...days), maxDays: Math.max(...days) };
}

function lifecycle(rule: BackupRetention & { readonly coldStorageAfterDays?: "never" | number }) {
  const { retentionDays, coldStorageAfterDays = "never" } = rule;
  if (coldStorageAfterDays === "never") return { deleteAfter: retentionDays };
  return {
    deleteAfter: retentionDays,
    coldStorageAfter: coldStorageAfterDays,
    // Without it, snapshots of volumes would stay in warm storage.
    optInToArchiveForSupportedResources: true,
  };
}
