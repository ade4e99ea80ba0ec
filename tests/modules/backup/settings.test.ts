import { describe, expect, it } from "vitest";
import { type BackupSettings, backupProblems } from "../../../modules/backup/settings";

const withCopies: BackupSettings = {
  daily: { retentionDays: 35, copyRetentionDays: 7 },
  weekly: { retentionDays: 90, copyRetentionDays: 35 },
  monthly: { retentionDays: 365, copyRetentionDays: 365, coldStorageAfterDays: 30 },
  restoreTests: "monthly",
};
const alone: BackupSettings = {
  daily: { retentionDays: 7, copyRetentionDays: "none" },
  weekly: "none",
  monthly: "none",
  restoreTests: "none",
};
const KEPT = "AWS Backup keeps a backup for a day to 100 years";
const copied = (change: Partial<BackupSettings>) => backupProblems({ ...withCopies, ...change }, true);

describe("backupProblems", () => {
  it("accepts all rules with copies, and a daily one alone without", () => {
    expect(backupProblems(withCopies, true)).toEqual([]);
    expect(backupProblems(alone, false)).toEqual([]);
  });

  it.each([0, -1, 1.5, 36501, Number.NaN])("refuses to keep backups for %d days", (retentionDays) => {
    expect(backupProblems({ ...alone, daily: { retentionDays, copyRetentionDays: "none" } }, false)).toEqual([
      `daily.retentionDays: must be a whole number from 1 to 36500, got ${retentionDays}; ${KEPT}`,
    ]);
  });

  it.each([0, 2.5, 36501])("refuses to keep copies for %d days", (copyRetentionDays) => {
    expect(copied({ weekly: { retentionDays: 90, copyRetentionDays } })).toEqual([
      `weekly.copyRetentionDays: must be a whole number from 1 to 36500, got ${copyRetentionDays}; ${KEPT}`,
    ]);
  });

  it("refuses weekly backups that go before the daily ones, and monthly ones that go before those", () => {
    expect(copied({ weekly: { retentionDays: 35, copyRetentionDays: "none" } })).toEqual([
      "weekly.retentionDays: must be longer than daily.retentionDays 35, got 35; " +
        'lengthen it or set weekly to "none"',
    ]);
    const monthly = { retentionDays: 60, copyRetentionDays: "none", coldStorageAfterDays: "never" } as const;
    expect(copied({ monthly })).toEqual([
      "monthly.retentionDays: must be longer than weekly.retentionDays 90, got 60; " +
        'lengthen it or set monthly to "none"',
    ]);
    expect(copied({ weekly: "none", monthly })).toEqual([]);
    expect(copied({ weekly: "none", monthly: { ...monthly, retentionDays: 30 } })).toEqual([
      "monthly.retentionDays: must be longer than daily.retentionDays 35, got 30; " +
        'lengthen it or set monthly to "none"',
    ]);
  });

  it("refuses copies without a recovery region", () => {
    expect(backupProblems({ ...alone, daily: { retentionDays: 7, copyRetentionDays: 7 } }, false)).toEqual([
      'daily.copyRetentionDays: must be "none" without a recovery region, got 7; there is nowhere to copy to',
    ]);
  });

  it("refuses a recovery region without copies", () => {
    expect(backupProblems(alone, true)).toEqual([
      "daily.copyRetentionDays: must be a number of days in one rule at least where there is a recovery region, " +
        'got "none"; the region\'s loss would take all backups along',
    ]);
  });

  it("refuses cold storage of less than 90 days", () => {
    const monthly = (coldStorageAfterDays: number) =>
      copied({ monthly: { retentionDays: 365, copyRetentionDays: 365, coldStorageAfterDays } });
    expect(monthly(276)).toEqual([
      "monthly.coldStorageAfterDays: must be at least 90 days before monthly.retentionDays 365, got 276; " +
        "AWS bills cold storage for 90 days and refuses less",
    ]);
    expect(monthly(275)).toEqual([]);
    expect(monthly(0)).toEqual([
      `monthly.coldStorageAfterDays: must be a whole number from 1 to 36500, got 0; ${KEPT}`,
    ]);
  });

  it("tells all problems at once", () => {
    expect(
      backupProblems(
        {
          daily: { retentionDays: 0, copyRetentionDays: 1 },
          weekly: { retentionDays: 0, copyRetentionDays: "none" },
          monthly: "none",
          restoreTests: "none",
        },
        false,
      ),
    ).toHaveLength(2);
  });
});
