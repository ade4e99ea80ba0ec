import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";

const sandbox = useSandbox();
const backup = (action: string, parameters?: unknown) => sandbox.rest("backup", action, parameters);
const PLAN = {
  RestoreTestingPlanName: "lms_prod",
  ScheduleExpression: "cron(0 12 2 * ? *)",
  RecoveryPointSelection: { Algorithm: "LATEST_WITHIN_WINDOW", IncludeVaults: ["*"], RecoveryPointTypes: ["SNAPSHOT"] },
};
const SELECTION = {
  RestoreTestingSelectionName: "buckets",
  ProtectedResourceType: "S3",
  ProtectedResourceArns: ["arn:aws:s3:::media"],
  IamRoleArn: "arn:aws:iam::111111111111:role/restore",
};
const create = (change: object = {}) =>
  backup("PUT /restore-testing/plans", { RestoreTestingPlan: { ...PLAN, ...change }, Tags: { Owner: "team" } });
const select = (change: object = {}) =>
  backup("PUT /restore-testing/plans/lms_prod/selections", { RestoreTestingSelection: { ...SELECTION, ...change } });
const error = (code: string, message: string) => ({ status: 400, json: { code, message } });
let arn: string;

beforeEach(async () => {
  arn = ((await create()).json as { RestoreTestingPlanArn: string }).RestoreTestingPlanArn;
});

describe("a restore testing plan", () => {
  it("is described with what AWS adds, listed, tagged and changed", async () => {
    expect(arn).toMatch(/^arn:aws:backup:us-east-1:\d{12}:restore-testing-plan:lms_prod-[0-9a-f-]{36}$/);
    const described = {
      ...PLAN,
      CreationTime: expect.any(Number),
      RestoreTestingPlanArn: arn,
      ScheduleExpressionTimezone: "Etc/UTC",
      StartWindowHours: 24,
      RecoveryPointSelection: { ...PLAN.RecoveryPointSelection, ExcludeVaults: [], SelectionWindowDays: 30 },
    };
    expect((await backup("GET /restore-testing/plans/lms_prod")).json).toEqual({ RestoreTestingPlan: described });
    expect((await backup("GET /restore-testing/plans")).json).toMatchObject({
      RestoreTestingPlans: [{ RestoreTestingPlanName: "lms_prod", ScheduleExpression: "cron(0 12 2 * ? *)" }],
    });
    expect((await backup(`GET /tags/${encodeURIComponent(arn)}`)).json).toEqual({ Tags: { Owner: "team" } });
    const changed = await backup("PUT /restore-testing/plans/lms_prod", {
      RestoreTestingPlan: { StartWindowHours: 8 },
    });
    expect(changed.json).toMatchObject({ UpdateTime: expect.any(Number) });
    expect((await backup("GET /restore-testing/plans/lms_prod")).json).toEqual({
      RestoreTestingPlan: { ...described, StartWindowHours: 8 },
    });
  });

  it("is made once, and deleted without its selections only", async () => {
    expect(await create()).toEqual(error("AlreadyExistsException", "Restore testing plan lms_prod already exists"));
    await select();
    expect(await backup("DELETE /restore-testing/plans/lms_prod")).toEqual(
      error("InvalidRequestException", "Restore testing plan lms_prod still has selections"),
    );
    expect((await backup("DELETE /restore-testing/plans/lms_prod/selections/buckets")).status).toBe(204);
    expect((await backup("DELETE /restore-testing/plans/lms_prod")).status).toBe(204);
    expect(await backup("GET /restore-testing/plans/lms_prod")).toEqual(
      error("ResourceNotFoundException", "Restore testing plan lms_prod not found"),
    );
  });
});

describe("a selection of a restore testing plan", () => {
  it("is made once, described, listed and changed", async () => {
    expect((await select()).json).toMatchObject({ RestoreTestingPlanArn: arn, RestoreTestingSelectionName: "buckets" });
    expect(await select()).toEqual(error("AlreadyExistsException", "Selection buckets already exists"));
    const path = "/restore-testing/plans/lms_prod/selections";
    await backup(`PUT ${path}/buckets`, { RestoreTestingSelection: { ValidationWindowHours: 24 } });
    expect((await backup(`GET ${path}/buckets`)).json).toEqual({
      RestoreTestingSelection: {
        ...SELECTION,
        CreationTime: expect.any(Number),
        RestoreTestingPlanName: "lms_prod",
        ValidationWindowHours: 24,
      },
    });
    expect((await backup(`GET ${path}`)).json).toMatchObject({
      RestoreTestingSelections: [{ RestoreTestingSelectionName: "buckets", ValidationWindowHours: 24 }],
    });
  });

  it("must exist", async () => {
    const lost = error("ResourceNotFoundException", "Restore testing selection none not found");
    expect(await backup("GET /restore-testing/plans/lms_prod/selections/none")).toEqual(lost);
    expect(await backup("DELETE /restore-testing/plans/lms_prod/selections/none")).toEqual(lost);
  });
});
