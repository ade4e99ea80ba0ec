import { describe, expect, it } from "vitest";
import { backupRules, retentionRange } from "../../../modules/backup/backup-rules";
import type { BackupSettings } from "../../../modules/backup/settings";

const COPY = "arn:aws:backup:eu-west-1:333333333333:backup-vault:lms-prod";
const settings: BackupSettings = {
  daily: { retentionDays: 35, copyRetentionDays: 7 },
  weekly: { retentionDays: 90, copyRetentionDays: "none" },
  monthly: { retentionDays: 365, copyRetentionDays: 180, coldStorageAfterDays: 30 },
  restoreTests: "none",
};
const common = {
  targetVaultName: "lms-prod",
  scheduleExpressionTimezone: "Etc/UTC",
  startWindow: 60,
  completionWindow: 720,
  enableContinuousBackup: false,
};

describe("backupRules", () => {
  it("are one for each frequency, at the same hour", () => {
    expect(backupRules(settings, "lms-prod", COPY)).toEqual([
      {
        ...common,
        ruleName: "daily",
        schedule: "cron(0 4 ? * * *)",
        lifecycle: { deleteAfter: 35 },
        copyAction: [{ destinationVaultArn: COPY, lifecycle: { deleteAfter: 7 } }],
      },
      {
        ...common,
        ruleName: "weekly",
        schedule: "cron(0 4 ? * SUN *)",
        lifecycle: { deleteAfter: 90 },
        copyAction: [],
      },
      {
        ...common,
        ruleName: "monthly",
        schedule: "cron(0 4 1 * ? *)",
        lifecycle: { deleteAfter: 365, coldStorageAfter: 30, optInToArchiveForSupportedResources: true },
        copyAction: [{ destinationVaultArn: COPY, lifecycle: { deleteAfter: 180 } }],
      },
    ]);
  });

  it("leave out those that there are not", () => {
    const rules = backupRules({ ...settings, weekly: "none", monthly: "none" }, "lms-prod", COPY);
    expect(rules.map(({ ruleName }) => ruleName)).toEqual(["daily"]);
  });

  it("copy nothing without a vault to copy to", () => {
    expect(backupRules(settings, "lms-prod", undefined).map(({ copyAction }) => copyAction)).toEqual([[], [], []]);
  });

  it("leave monthly backups in warm storage when they say so", () => {
    const monthly = { retentionDays: 365, copyRetentionDays: "none", coldStorageAfterDays: "never" } as const;
    expect(backupRules({ ...settings, monthly }, "lms-prod", COPY)[2]?.lifecycle).toEqual({ deleteAfter: 365 });
  });
});

describe("retentionRange", () => {
  it("spans all rules", () => {
    expect(retentionRange(settings, "retentionDays")).toEqual({ minDays: 35, maxDays: 365 });
  });

  it("spans the rules that copy", () => {
    expect(retentionRange(settings, "copyRetentionDays")).toEqual({ minDays: 7, maxDays: 180 });
  });

  it("is a single time for a single rule", () => {
    const alone: BackupSettings = { ...settings, weekly: "none", monthly: "none" };
    expect(retentionRange(alone, "retentionDays")).toEqual({ minDays: 35, maxDays: 35 });
  });
});
