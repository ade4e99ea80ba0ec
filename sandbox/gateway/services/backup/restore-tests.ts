import { type JsonObject, objectAt, pick, requiredString, stringMapAt } from "../../json";
import { AwsError, emptyAnswer, jsonAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { Kind } from "../../store";
import { found, MISSING, newId, now, requiredObject } from "./model";

/** A restore testing plan with the selections of what it restores. */
interface TestingPlan {
  readonly arn: string;
  readonly createdAt: number;
  /** The plan as it was last given. */
  document: JsonObject;
  tags: Readonly<Record<string, string>>;
  /** By name, as GetRestoreTestingSelection answers them. */
  readonly selections: Map<string, JsonObject>;
}

const testingPlans = new Kind<TestingPlan>("restore testing plan, by name");

/** What AWS puts into a plan and a selection that leave it out. */
const PLAN_DEFAULTS: JsonObject = { ScheduleExpressionTimezone: "Etc/UTC", StartWindowHours: 24 };
const RECOVERY_POINT_DEFAULTS: JsonObject = { ExcludeVaults: [], SelectionWindowDays: 30 };

/** What a list of selections tells of each. */
const SUMMARY = [
  "CreationTime",
  "IamRoleArn",
  "ProtectedResourceType",
  "RestoreTestingPlanName",
  "RestoreTestingSelectionName",
  "ValidationWindowHours",
];

/**
 * Restore testing, which moto lacks. Nothing is ever restored, since nothing is ever backed up.
 * @see https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingPlan.html
 */
export const restoreTestRoutes: readonly Route[] = [
  route("PUT", "/restore-testing/plans", (request, context) => {
    const asked = requiredObject(request.parameters, "RestoreTestingPlan");
    const name = requiredString(asked, "RestoreTestingPlanName", MISSING);
    const plans = context.remembered(testingPlans);
    if (plans.has(name)) throw new AwsError("AlreadyExistsException", `Restore testing plan ${name} already exists`);
    const plan: TestingPlan = {
      arn: context.arn(`restore-testing-plan:${name}-${newId()}`),
      createdAt: now(),
      document: withDefaults(asked),
      tags: stringMapAt(request.parameters, "Tags"),
      selections: new Map(),
    };
    plans.set(name, plan);
    return jsonAnswer(planSummary(plan));
  }),

  route("GET", "/restore-testing/plans", (_request, context) => {
    const RestoreTestingPlans = [...context.remembered(testingPlans).values()].map((plan) => ({
      ...planSummary(plan),
      ...pick(plan.document, ["ScheduleExpression", "ScheduleExpressionTimezone", "StartWindowHours"]),
    }));
    return jsonAnswer({ RestoreTestingPlans });
  }),

  route("GET", "/restore-testing/plans/{name}", (_request, context, { name }) => {
    const plan = planNamed(context, name);
    return jsonAnswer({ RestoreTestingPlan: { ...plan.document, ...planSummary(plan) } });
  }),

  route("PUT", "/restore-testing/plans/{name}", (request, context, { name }) => {
    const plan = planNamed(context, name);
    const changed = requiredObject(request.parameters, "RestoreTestingPlan");
    plan.document = withDefaults({ ...plan.document, ...changed });
    return jsonAnswer({ ...planSummary(plan), UpdateTime: now() });
  }),

  route("DELETE", "/restore-testing/plans/{name}", (_request, context, { name }) => {
    if (planNamed(context, name).selections.size > 0) {
      throw new AwsError("InvalidRequestException", `Restore testing plan ${name} still has selections`);
    }
    context.remembered(testingPlans).delete(name);
    return emptyAnswer();
  }),

  route("PUT", "/restore-testing/plans/{plan}/selections", (request, context, { plan }) => {
    const { selections } = planNamed(context, plan);
    const asked = requiredObject(request.parameters, "RestoreTestingSelection");
    const name = requiredString(asked, "RestoreTestingSelectionName", MISSING);
    if (selections.has(name)) throw new AwsError("AlreadyExistsException", `Selection ${name} already exists`);
    const selection = { ...asked, RestoreTestingPlanName: plan, CreationTime: now() };
    selections.set(name, selection);
    return jsonAnswer(selectionSummary(context, selection));
  }),

  route("GET", "/restore-testing/plans/{plan}/selections", (_request, context, { plan }) => {
    const all = [...planNamed(context, plan).selections.values()];
    return jsonAnswer({ RestoreTestingSelections: all.map((selection) => pick(selection, SUMMARY)) });
  }),

  route("GET", "/restore-testing/plans/{plan}/selections/{name}", (_request, context, { plan, name }) =>
    jsonAnswer({ RestoreTestingSelection: selectionNamed(context, plan, name) }),
  ),

  route("PUT", "/restore-testing/plans/{plan}/selections/{name}", (request, context, { plan, name }) => {
    const before = selectionNamed(context, plan, name);
    const changed = requiredObject(request.parameters, "RestoreTestingSelection");
    const selection = { ...before, ...changed };
    planNamed(context, plan).selections.set(name, selection);
    return jsonAnswer({ ...selectionSummary(context, selection), UpdateTime: now() });
  }),

  route("DELETE", "/restore-testing/plans/{plan}/selections/{name}", (_request, context, { plan, name }) => {
    selectionNamed(context, plan, name);
    planNamed(context, plan).selections.delete(name);
    return emptyAnswer();
  }),

  route("GET", "/restore-jobs", () => jsonAnswer({ RestoreJobs: [] })),
];

/** The restore testing plan with that ARN. */
export function testingPlanWithArn(context: Context, arn: string): TestingPlan | undefined {
  return [...context.remembered(testingPlans).values()].find((plan) => plan.arn === arn);
}

function planNamed(context: Context, name: string): TestingPlan {
  return found(context.remembered(testingPlans).get(name), `Restore testing plan ${name} not found`);
}

function selectionNamed(context: Context, plan: string, name: string): JsonObject {
  return found(planNamed(context, plan).selections.get(name), `Restore testing selection ${name} not found`);
}

function withDefaults(plan: JsonObject): JsonObject {
  const RecoveryPointSelection = { ...RECOVERY_POINT_DEFAULTS, ...objectAt(plan, "RecoveryPointSelection") };
  return { ...PLAN_DEFAULTS, ...plan, RecoveryPointSelection };
}

function planSummary({ arn, createdAt, document }: TestingPlan): JsonObject {
  return {
    CreationTime: createdAt,
    RestoreTestingPlanArn: arn,
    ...pick(document, ["RestoreTestingPlanName"]),
  };
}

function selectionSummary(context: Context, selection: JsonObject): JsonObject {
  const name = requiredString(selection, "RestoreTestingPlanName", MISSING);
  return {
    ...pick(selection, ["CreationTime", "RestoreTestingPlanName", "RestoreTestingSelectionName"]),
    RestoreTestingPlanArn: planNamed(context, name).arn,
  };
}
