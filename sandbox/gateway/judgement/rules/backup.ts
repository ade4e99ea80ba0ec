import { type JsonObject, numberAt, objectAt, objectsAt, stringAt, stringsAt } from "../../json";
import { type Rules, refuse } from "../rule";
import { isSchedule } from "./schedules";

/** Days that a recovery point must stay in cold storage. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const MIN_COLD_DAYS = 90;

/** What restore testing restores. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingSelectionForCreate.html */
const TESTED_TYPES = ["Aurora", "DocumentDB", "DynamoDB", "EBS", "EC2", "EFS", "FSx", "Neptune", "RDS", "S3"];
const MAX_TESTED_ARNS = 30;

/** Backup: when backups are made, how long they are kept, and how they are tested. */
export const backupRules: Rules = {
  CreateBackupPlan: judgePlan,
  UpdateBackupPlan: judgePlan,
  CreateRestoreTestingPlan: judgeTestingPlan,
  UpdateRestoreTestingPlan: judgeTestingPlan,
  CreateRestoreTestingSelection: judgeTestingSelection,
  UpdateRestoreTestingSelection: judgeTestingSelection,

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

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html */
function judgeTestingPlan(parameters: JsonObject): void {
  const plan = objectAt(parameters, "RestoreTestingPlan") ?? {};
  judgeTestingName(stringAt(plan, "RestoreTestingPlanName"));
  const schedule = stringAt(plan, "ScheduleExpression");
  if (schedule !== undefined && !isSchedule(schedule)) {
    refuse("InvalidParameterValueException", `Invalid cron expression: ${schedule}`);
  }
  judgeRange(plan, "StartWindowHours", 1, 168);
  judgeRange(objectAt(plan, "RecoveryPointSelection") ?? {}, "SelectionWindowDays", 1, 365);
}

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingSelection.html */
function judgeTestingSelection(parameters: JsonObject): void {
  const selection = objectAt(parameters, "RestoreTestingSelection") ?? {};
  judgeTestingName(stringAt(selection, "RestoreTestingSelectionName"));
  judgeRange(selection, "ValidationWindowHours", 0, 168);
  const type = stringAt(selection, "ProtectedResourceType");
  if (type !== undefined && !TESTED_TYPES.includes(type)) {
    refuse("InvalidParameterValueException", `ProtectedResourceType ${type} is not supported by restore testing`);
  }
  const arns = stringsAt(selection, "ProtectedResourceArns");
  const conditions = objectAt(selection, "ProtectedResourceConditions");
  if (arns.length > MAX_TESTED_ARNS) {
    refuse("InvalidParameterValueException", `ProtectedResourceArns must be ${MAX_TESTED_ARNS} at most`);
  }
  if (arns.includes("*") ? arns.length > 1 : arns.length > 0 && conditions !== undefined) {
    refuse("InvalidParameterValueException", "ProtectedResourceArns must be ARNs alone, or * alone with conditions");
  }
}

function judgeTestingName(name: string | undefined): void {
  if (name === undefined || /^\w{1,50}$/.test(name)) return;
  refuse("InvalidParameterValueException", `${name} must be 1 to 50 letters, digits and underscores`);
}

function judgeRange(object: JsonObject, field: string, least: number, most: number): void {
  const value = numberAt(object, field);
  if (value === undefined || (value >= least && value <= most)) return;
  refuse("InvalidParameterValueException", `${field} must be from ${least} to ${most}, got ${value}`);
}

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
