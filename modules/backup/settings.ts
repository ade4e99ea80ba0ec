import { check, isReference } from "../foundation/checks";
import { either, group, type SettingsOf, settingsProblems, whole, word } from "../foundation/schema";

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const MAX_RETENTION_DAYS = 36_500;
const MIN_COLD_STORAGE_DAYS = 90;

const days = whole([1, MAX_RETENTION_DAYS], "AWS Backup keeps a backup for a day to 100 years");

const retention = {
  /** Days until a backup is deleted, 1 to 36500. */
  retentionDays: days,
  /** Days until its copy in the recovery region is deleted, 1 to 36500; `none` makes no copy. */
  copyRetentionDays: either(["none"], days),
};
const backupRetention = group(retention);

/** Retention of the backups of one rule. */
export interface BackupRetention extends SettingsOf<typeof backupRetention> {}

/** Schema of the backups of an environment: their rules by frequency, each with its retention, and how they are tested. */
export const backupSettings = group({
  /** Every day. */
  daily: backupRetention,
  /** Every Sunday; kept longer than the daily ones. */
  weekly: either(["none"], backupRetention),
  /** On the first of the month; kept longer than all others. */
  monthly: either(
    ["none"],
    group({
      ...retention,
      /**
       * Days until a backup moves to cold storage, at least 90 before it is deleted; only monthly ones of volumes can.
       * Resources that have none, such as Aurora and S3, stay in warm storage.
       */
      coldStorageAfterDays: either(["never"], days),
    }),
  ),
  /** How often AWS Backup restores the newest backup of the database and of each bucket, keeps it for a day, and deletes it. */
  restoreTests: word(["none", "weekly", "monthly"]),
});

/** Backups of an environment: their rules by frequency, each with its retention, and how they are tested. */
export interface BackupSettings extends SettingsOf<typeof backupSettings> {}

/** Frequency of a rule. */
export type BackupFrequency = Exclude<keyof BackupSettings, "restoreTests">;

/** Frequency of the restore tests. */
export type RestoreTestFrequency = Exclude<BackupSettings["restoreTests"], "none">;

/** The rules that are set, by their frequency, the most frequent first. */
export function namedRules({ daily, weekly, monthly }: BackupSettings): [BackupFrequency, BackupRetention][] {
  const rules: [BackupFrequency, "none" | BackupRetention][] = [
    ["daily", daily],
    ["weekly", weekly],
    ["monthly", monthly],
  ];
  return rules.flatMap(([name, rule]): [BackupFrequency, BackupRetention][] => (rule === "none" ? [] : [[name, rule]]));
}

/**
 * Checks each retention, the order of the rules, cold storage and the copies.
 * @param copies whether there is a recovery region to copy to
 * @returns every problem at once, `[]` when there is none
 */
export function backupProblems(settings: BackupSettings, copies: boolean): string[] {
  const problems = settingsProblems("", backupSettings, settings);
  if (problems.length > 0) return problems;
  const rules = namedRules(settings);
  return [
    ...rules.flatMap(([name, rule]) => copyProblems(name, rule, copies)),
    ...orderProblems(rules),
    ...check(
      !copies || rules.some(([, { copyRetentionDays }]) => copyRetentionDays !== "none"),
      "daily.copyRetentionDays",
      "must be a number of days in one rule at least where there is a recovery region",
      "none",
      "the region's loss would take all backups along",
    ),
    ...coldStorageProblems(settings.monthly),
  ];
}

/** Checks that a rule copies only where there is a region to copy to. */
function copyProblems(name: string, { copyRetentionDays }: BackupRetention, copies: boolean): string[] {
  return check(
    copyRetentionDays === "none" || copies,
    `${name}.copyRetentionDays`,
    'must be "none" without a recovery region',
    copyRetentionDays,
    "there is nowhere to copy to",
  );
}

/** Checks that a rule keeps its backups longer than the more frequent one before it. */
function orderProblems(rules: readonly [BackupFrequency, BackupRetention][]): string[] {
  return rules.flatMap(([name, { retentionDays }], index) => {
    const [shorter, before] = rules[index - 1] ?? [];
    if (before === undefined || isReference(before.retentionDays)) return [];
    return check(
      retentionDays > before.retentionDays,
      `${name}.retentionDays`,
      `must be longer than ${shorter}.retentionDays ${before.retentionDays}`,
      retentionDays,
      `lengthen it or set ${name} to "none"`,
    );
  });
}

function coldStorageProblems(monthly: BackupSettings["monthly"]): string[] {
  if (monthly === "none" || monthly.coldStorageAfterDays === "never") return [];
  const { coldStorageAfterDays, retentionDays } = monthly;
  return check(
    isReference(retentionDays) || retentionDays - coldStorageAfterDays >= MIN_COLD_STORAGE_DAYS,
    "monthly.coldStorageAfterDays",
    `must be at least ${MIN_COLD_STORAGE_DAYS} days before monthly.retentionDays ${retentionDays}`,
    coldStorageAfterDays,
    `AWS bills cold storage for ${MIN_COLD_STORAGE_DAYS} days and refuses less`,
  );
}
