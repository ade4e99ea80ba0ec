import type { BackupPlanRule } from "@cdktf/provider-aws/lib/backup-plan";
import { Fn } from "cdktf";
import { isReference } from "../foundation/checks";
import { type BackupFrequency, type BackupRetention, type BackupSettings, namedRules } from "./settings";

/**
 * Start of each rule, in UTC: around midnight in the Americas. Aurora's own windows are no matter, other than those of RDS.
 * All start at the same hour on purpose: where rules overlap, AWS makes one backup and keeps it for the longest of their
 * retentions.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
const SCHEDULES: Readonly<Record<BackupFrequency, string>> = {
  daily: "cron(0 4 ? * * *)",
  weekly: "cron(0 4 ? * SUN *)",
  monthly: "cron(0 4 1 * ? *)",
};

/** Backups start within an hour of their time, and a large one may take half a day. */
const START_WITHIN_MINUTES = 60;
const COMPLETE_WITHIN_MINUTES = 720;

/** Shortest and longest retention of a vault: once it is locked, it refuses backups outside of them. */
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
    // Aurora has its own point-in-time recovery; a continuous backup here would let AWS Backup take over its settings.
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
  return days.some(isReference)
    ? { minDays: Fn.min(days), maxDays: Fn.max(days) }
    : { minDays: Math.min(...days), maxDays: Math.max(...days) };
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
