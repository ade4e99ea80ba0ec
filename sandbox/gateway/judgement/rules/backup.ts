import { type JsonObject, numberAt, objectAt, objectsAt, stringAt } from "../../json";
import { type Rules, refuse } from "../rule";
import { isSchedule } from "./schedules";

/** Days that a recovery point must stay in cold storage. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const MIN_COLD_DAYS = 90;

/** Backup: when backups are made, and how long they are kept. */
export const backupRules: Rules = {
  CreateBackupPlan: judgePlan,
  UpdateBackupPlan: judgePlan,

  /** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_PutBackupVaultLockConfiguration.html */
  PutBackupVaultLockConfiguration: (parameters) => {
    const min = numberAt(parameters, "MinRetentionDays") ?? 1;
    const max = numberAt(parameters, "MaxRetentionDays") ?? 36500;
    if (min < 1 || max > 36500 || min > max) {
      refuse(
        "InvalidParameterValueException",
        `MinRetentionDays must be from 1 to MaxRetentionDays and MaxRetentionDays at most 36500, got ${min} and ${max}`,
      );
    }
  },
};

function judgePlan(parameters: JsonObject): void {
  for (const rule of objectsAt(objectAt(parameters, "BackupPlan") ?? {}, "Rules")) {
    const schedule = stringAt(rule, "ScheduleExpression");
    if (schedule !== undefined && !isSchedule(schedule)) {
      refuse("InvalidParameterValueException", `Invalid cron expression: ${schedule}`);
    }
    judgeLifecycle(objectAt(rule, "Lifecycle") ?? {});
    for (const copy of objectsAt(rule, "CopyActions")) judgeLifecycle(objectAt(copy, "Lifecycle") ?? {});
  }
}

function judgeLifecycle(lifecycle: JsonObject): void {
  const cold = numberAt(lifecycle, "MoveToColdStorageAfterDays");
  const deleted = numberAt(lifecycle, "DeleteAfterDays");
  if (deleted !== undefined && deleted < 1) {
    refuse("InvalidParameterValueException", `DeleteAfterDays must be at least 1, got ${deleted}`);
  }
  if (cold === undefined || deleted === undefined || deleted >= cold + MIN_COLD_DAYS) return;
  refuse(
    "InvalidParameterValueException",
    `DeleteAfterDays cannot be less than ${MIN_COLD_DAYS} days apart from MoveToColdStorageAfterDays`,
  );
}
