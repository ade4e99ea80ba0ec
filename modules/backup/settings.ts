import { check, isReference, wholeNumber } from "../foundation/checks";

/** Backups of an environment: their rules by frequency, each with its retention. */
export interface BackupSettings {
  /** Every day. */
  readonly daily: BackupRetention;
  /** Every Sunday; kept longer than the daily ones. */
  readonly weekly: "none" | BackupRetention;
  /** On the first of the month; kept longer than all others. */
  readonly monthly: "none" | MonthlyBackupRetention;
}

/** Retention of the backups of one rule. */
export interface BackupRetention {
  /** Days until a backup is deleted, 1 to 36500. */
  readonly retentionDays: number;
  /** Days until its copy in the recovery region is deleted, 1 to 36500; `none` makes no copy. */
  readonly copyRetentionDays: "none" | number;
}

/** Retention and storage of monthly backups. */
export interface MonthlyBackupRetention extends BackupRetention {
  /**
   * Days until a backup moves to cold storage, at least 90 before it is deleted; only monthly ones of volumes can.
   * Resources that have none, such as Aurora and S3, stay in warm storage.
   */
  readonly coldStorageAfterDays: "never" | number;
}

/** Frequency of a rule. */
export type BackupFrequency = keyof BackupSettings;

/** The rules that are set, by their frequency, the most frequent first. */
export function namedRules({ daily, weekly, monthly }: BackupSettings): [BackupFrequency, BackupRetention][] {
  const rules: [BackupFrequency, "none" | BackupRetention][] = [
    ["daily", daily],
    ["weekly", weekly],
    ["monthly", monthly],
  ];
  return rules.flatMap(([name, rule]): [BackupFrequency, BackupRetention][] => (rule === "none" ? [] : [[name, rule]]));
}

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const MAX_RETENTION_DAYS = 36_500;
const MIN_COLD_STORAGE_DAYS = 90;

/**
 * Checks what types cannot: each retention, the order of the rules, cold storage and the copies.
 * @param copies whether there is a recovery region to copy to
 * @returns every problem at once, `[]` when there is none
 */
export function backupProblems(settings: BackupSettings, copies: boolean): string[] {
  const rules = namedRules(settings);
  return [
    ...rules.flatMap(([name, rule]) => ruleProblems(name, rule, copies)),
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

function ruleProblems(name: string, { retentionDays, copyRetentionDays }: BackupRetention, copies: boolean): string[] {
  const where = `${name}.copyRetentionDays`;
  return [
    ...daysProblems(`${name}.retentionDays`, retentionDays),
    ...(copyRetentionDays === "none" || !copies ? [] : daysProblems(where, copyRetentionDays)),
    ...check(
      copyRetentionDays === "none" || copies,
      where,
      'must be "none" without a recovery region',
      copyRetentionDays,
      "there is nowhere to copy to",
    ),
  ];
}

function daysProblems(where: string, days: number): string[] {
  return wholeNumber(where, days, [1, MAX_RETENTION_DAYS], "AWS Backup keeps a backup for a day to 100 years");
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
  const where = "monthly.coldStorageAfterDays";
  return [
    ...daysProblems(where, coldStorageAfterDays),
    ...check(
      isReference(retentionDays) || retentionDays - coldStorageAfterDays >= MIN_COLD_STORAGE_DAYS,
      where,
      `must be at least ${MIN_COLD_STORAGE_DAYS} days before monthly.retentionDays ${retentionDays}`,
      coldStorageAfterDays,
      `AWS bills cold storage for ${MIN_COLD_STORAGE_DAYS} days and refuses less`,
    ),
  ];
}
