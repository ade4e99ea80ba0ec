/** The backups of an environment: how often they are made, and how long each is kept. */
export interface BackupSettings {
  /** Every day. */
  readonly daily: BackupRetention;
  /** Every Sunday; kept longer than the daily ones. */
  readonly weekly: "none" | BackupRetention;
  /** On the first of the month; kept longer than all others. */
  readonly monthly: "none" | MonthlyBackupRetention;
}

/** How long backups of one rule are kept. */
export interface BackupRetention {
  /** Days until a backup is deleted, 1 to 36500. */
  readonly retentionDays: number;
  /** Days until its copy in the recovery region is deleted, 1 to 36500; `none` makes no copy. */
  readonly copyRetentionDays: "none" | number;
}

/** How long monthly backups are kept, and where. */
export interface MonthlyBackupRetention extends BackupRetention {
  /**
   * Days until a backup moves to cold storage, at least 90 before it is deleted; only monthly ones of volumes can.
   * Resources that have none, such as Aurora and S3, stay in warm storage.
   */
  readonly coldStorageAfterDays: "never" | number;
}

/** How often a rule makes backups. */
export type BackupFrequency = keyof BackupSettings;

/** The rules that there are, by their frequency, the most frequent first. */
export function namedRules({ daily, weekly, monthly }: BackupSettings): [BackupFrequency, BackupRetention][] {
  const rules: [BackupFrequency, "none" | BackupRetention][] = [
    ["daily", daily],
    ["weekly", weekly],
    ["monthly", monthly],
  ];
  return rules.flatMap(([name, rule]): [BackupFrequency, BackupRetention][] => (rule === "none" ? [] : [[name, rule]]));
}
