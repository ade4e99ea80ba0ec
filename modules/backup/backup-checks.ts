import { type BackupRetention, type BackupSettings, namedRules } from "./backup-settings";

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const MOST_RETENTION_DAYS = 36_500;

/**
 * Fewest days that a backup is in cold storage.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
 */
const LEAST_COLD_DAYS = 90;

/**
 * Checks what types cannot: each retention, the order of the rules, cold storage and the copies.
 * @param copies whether there is a recovery region to copy to
 * @returns every problem at once, `[]` when there is none
 */
export function backupProblems(settings: BackupSettings, copies: boolean): string[] {
  const rules = namedRules(settings);
  const problems = rules.flatMap(([name, rule]) => ruleProblems(name, rule, copies));
  for (const [index, [name, { retentionDays }]] of rules.entries()) {
    const [shorter, before] = rules[index - 1] ?? [];
    if (before !== undefined && retentionDays <= before.retentionDays) {
      problems.push(
        `${name}.retentionDays: must be longer than ${shorter}.retentionDays, ` +
          `got ${retentionDays} and ${before.retentionDays}; lengthen it or set ${name} to "none"`,
      );
    }
  }
  if (copies && rules.every(([, { copyRetentionDays }]) => copyRetentionDays === "none")) {
    problems.push(
      'daily.copyRetentionDays: must be a number of days in one rule at least where there is a recovery region, got "none"; ' +
        "the region's loss would take all backups along",
    );
  }
  return [...problems, ...coldStorageProblems(settings.monthly)];
}

function ruleProblems(name: string, { retentionDays, copyRetentionDays }: BackupRetention, copies: boolean): string[] {
  const problems = daysProblems(`${name}.retentionDays`, retentionDays);
  if (copyRetentionDays === "none") return problems;
  if (!copies) {
    return [
      ...problems,
      `${name}.copyRetentionDays: must be "none" without a recovery region, got ${copyRetentionDays}; ` +
        "there is nowhere to copy to",
    ];
  }
  return [...problems, ...daysProblems(`${name}.copyRetentionDays`, copyRetentionDays)];
}

function daysProblems(where: string, days: number): string[] {
  if (Number.isInteger(days) && days >= 1 && days <= MOST_RETENTION_DAYS) return [];
  return [`${where}: must be a whole number of days from 1 to ${MOST_RETENTION_DAYS}, got ${days}; correct it`];
}

function coldStorageProblems(monthly: BackupSettings["monthly"]): string[] {
  if (monthly === "none" || monthly.coldStorageAfterDays === "never") return [];
  const { coldStorageAfterDays, retentionDays } = monthly;
  const where = "monthly.coldStorageAfterDays";
  const problems = daysProblems(where, coldStorageAfterDays);
  if (retentionDays - coldStorageAfterDays < LEAST_COLD_DAYS) {
    problems.push(
      `${where}: must be at least ${LEAST_COLD_DAYS} days before monthly.retentionDays, ` +
        `got ${coldStorageAfterDays} and ${retentionDays}; AWS bills cold storage for ${LEAST_COLD_DAYS} days and refuses less`,
    );
  }
  return problems;
}
