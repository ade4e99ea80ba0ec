import { describe, expect, it } from "vitest";
import { useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const PLAN = {
  RestoreTestingPlanName: "lms",
  ScheduleExpression: "cron(0 12 2 * ? *)",
  RecoveryPointSelection: { Algorithm: "LATEST_WITHIN_WINDOW", IncludeVaults: ["*"], RecoveryPointTypes: ["SNAPSHOT"] },
};
const SELECTION = {
  RestoreTestingSelectionName: "database",
  ProtectedResourceType: "Aurora",
  IamRoleArn: "arn:aws:iam::111111111111:role/restore",
};

const plan = (change: object) =>
  sandbox.rest("backup", "PUT /restore-testing/plans", { RestoreTestingPlan: { ...PLAN, ...change } });
const select = (change: object) =>
  sandbox.rest("backup", "PUT /restore-testing/plans/lms/selections", {
    RestoreTestingSelection: { ...SELECTION, ...change },
  });
const refusal = (message: string) => ({
  status: 400,
  json: { code: "InvalidParameterValueException", message },
});

describe("restore testing", () => {
  it.each([
    [{ RestoreTestingPlanName: "lms-prod" }, "lms-prod must be 1 to 50 letters, digits and underscores"],
    [{ ScheduleExpression: "monthly" }, "Invalid cron expression: monthly"],
    [{ StartWindowHours: 169 }, "StartWindowHours must be from 1 to 168, got 169"],
    [
      { RecoveryPointSelection: { ...PLAN.RecoveryPointSelection, SelectionWindowDays: 366 } },
      "SelectionWindowDays must be from 1 to 365, got 366",
    ],
  ])("takes no plan with %j", async (change, message) => {
    expect(await plan(change)).toEqual(refusal(message));
  });

  it.each([
    [{ ProtectedResourceType: "ElastiCache" }, "ProtectedResourceType ElastiCache is not supported by restore testing"],
    [{ ValidationWindowHours: 169 }, "ValidationWindowHours must be from 0 to 168, got 169"],
    [
      { ProtectedResourceArns: Array.from({ length: 31 }, (_, index) => `arn:${index}`) },
      "ProtectedResourceArns must be 30 at most",
    ],
    [
      { ProtectedResourceArns: ["*", "arn:aws:s3:::media"] },
      "ProtectedResourceArns must be ARNs alone, or * alone with conditions",
    ],
    [
      { ProtectedResourceArns: ["arn:aws:s3:::media"], ProtectedResourceConditions: { StringEquals: [] } },
      "ProtectedResourceArns must be ARNs alone, or * alone with conditions",
    ],
  ])("takes no selection with %j", async (change, message) => {
    expect((await plan({})).status).toBe(200);
    expect(await select(change)).toEqual(refusal(message));
  });
});
