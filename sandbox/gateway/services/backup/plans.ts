import { type JsonObject, numberAt, objectAt, objectsAt, requiredString, stringAt, stringMapAt } from "../../json";
import { AwsError, jsonAnswer } from "../../responses";
import { type Route, route } from "../../service";
import { MISSING, newId, now, type Plan, planOf, plans, requiredObject } from "./model";

/** @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html */
const LEAST_COLD_DAYS = 90;

/** What AWS puts into a rule that leaves it out. @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupRule.html */
const RULE_DEFAULTS: JsonObject = {
  ScheduleExpressionTimezone: "Etc/UTC",
  StartWindowMinutes: 480,
  CompletionWindowMinutes: 10080,
};

/** Backup plans. Moto cannot change one, and keeps a deleted one in the way of a new one with its name. */
export const planRoutes: readonly Route[] = [
  route("PUT", "/backup/plans", (request, context) => {
    const document = planDocument(request.parameters);
    const name = requiredString(document, "BackupPlanName", MISSING);
    const others = [...context.remembered(plans).values()];
    if (others.some((plan) => plan.document.BackupPlanName === name)) {
      throw new AwsError("AlreadyExistsException", "Backup plan with the same plan document already exists");
    }
    const id = newId();
    const plan: Plan = {
      id,
      arn: context.arn(`backup-plan:${id}`),
      createdAt: now(),
      version: newId(),
      document,
      tags: stringMapAt(request.parameters, "BackupPlanTags"),
      selections: new Map(),
    };
    context.remembered(plans).set(id, plan);
    return jsonAnswer(summary(plan));
  }),

  route("GET", "/backup/plans", (_request, context) => {
    const BackupPlansList = [...context.remembered(plans).values()].map((plan) => ({
      ...summary(plan),
      BackupPlanName: stringAt(plan.document, "BackupPlanName"),
    }));
    return jsonAnswer({ BackupPlansList });
  }),

  route("GET", "/backup/plans/{id}", (_request, context, { id }) => {
    const plan = planOf(context, id);
    return jsonAnswer({ ...summary(plan), BackupPlan: plan.document });
  }),

  route("POST", "/backup/plans/{id}", (request, context, { id }) => {
    const plan = planOf(context, id);
    plan.document = planDocument(request.parameters);
    plan.version = newId();
    return jsonAnswer(summary(plan));
  }),

  route("DELETE", "/backup/plans/{id}", (_request, context, { id }) => {
    const plan = planOf(context, id);
    if (plan.selections.size > 0) {
      const message = "Related backup plan selections must be deleted prior to backup plan deletion";
      throw new AwsError("InvalidRequestException", message);
    }
    context.remembered(plans).delete(id);
    return jsonAnswer({ ...summary(plan), DeletionDate: now() });
  }),
];

/** @throws AwsError InvalidParameterValueException for a plan without rules, or one that leaves cold storage too early. */
function planDocument(parameters: JsonObject): JsonObject {
  const plan = requiredObject(parameters, "BackupPlan");
  const rules = objectsAt(plan, "Rules");
  if (rules.length === 0) throw invalid("A backup plan must have at least one rule");
  for (const rule of rules) {
    for (const part of [rule, ...objectsAt(rule, "CopyActions")]) checkLifecycle(objectAt(part, "Lifecycle") ?? {});
  }
  return { ...plan, Rules: rules.map((rule) => ({ ...RULE_DEFAULTS, ...rule, RuleId: newId() })) };
}

function checkLifecycle(lifecycle: JsonObject): void {
  const cold = numberAt(lifecycle, "MoveToColdStorageAfterDays");
  const deleted = numberAt(lifecycle, "DeleteAfterDays");
  if (cold === undefined || deleted === undefined || deleted - cold >= LEAST_COLD_DAYS) return;
  throw invalid(
    `Invalid lifecycle. DeleteAfterDays cannot be less than ${LEAST_COLD_DAYS} days apart from MoveToColdStorageAfterDays`,
  );
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterValueException", message);
}

function summary({ id, arn, createdAt, version, document }: Plan): JsonObject {
  return {
    BackupPlanId: id,
    BackupPlanArn: arn,
    CreationDate: createdAt,
    VersionId: version,
    AdvancedBackupSettings: objectsAt(document, "AdvancedBackupSettings"),
  };
}
