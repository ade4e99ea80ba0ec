import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";

const sandbox = useSandbox();
const backup = (action: string, parameters?: unknown) => sandbox.rest("backup", action, parameters);
const SELECTION = {
  SelectionName: "tagged",
  IamRoleArn: "arn:aws:iam::111111111111:role/backup",
  ListOfTags: [{ ConditionType: "STRINGEQUALS", ConditionKey: "Backup", ConditionValue: "true" }],
};
let plan: string;

beforeEach(async () => {
  const BackupPlan = { BackupPlanName: "lms", Rules: [{ RuleName: "daily", TargetBackupVaultName: "lms" }] };
  plan = ((await backup("PUT /backup/plans/", { BackupPlan })).json as { BackupPlanId: string }).BackupPlanId;
});

const create = (change: Record<string, unknown> = {}) =>
  backup(`PUT /backup/plans/${plan}/selections/`, { BackupSelection: { ...SELECTION, ...change } });
const error = (code: string, message: string) => ({ status: 400, json: { code, message } });

describe("a selection", () => {
  it("is created and described", async () => {
    const created = await create();
    const { SelectionId } = created.json as { SelectionId: string };
    const summary = { SelectionId, BackupPlanId: plan, CreationDate: expect.any(Number) };
    expect(created).toEqual({ status: 200, json: summary });
    expect((await backup(`GET /backup/plans/${plan}/selections/${SelectionId}`)).json).toEqual({
      ...summary,
      BackupSelection: SELECTION,
    });
    expect((await backup(`GET /backup/plans/${plan}/selections/`)).json).toEqual({
      BackupSelectionsList: [
        { ...summary, SelectionName: "tagged", IamRoleArn: "arn:aws:iam::111111111111:role/backup" },
      ],
    });
  });

  it("is not created twice, without a role, or without itself", async () => {
    await create();
    expect(await create()).toEqual(error("AlreadyExistsException", "Backup selection tagged already exists"));
    expect(await create({ SelectionName: "new", IamRoleArn: "" })).toEqual(
      error("MissingParameterValueException", "IamRoleArn is required"),
    );
    expect(await backup(`PUT /backup/plans/${plan}/selections/`, {})).toEqual(
      error("MissingParameterValueException", "BackupSelection is required"),
    );
  });

  it("keeps its plan from being deleted", async () => {
    const { SelectionId } = (await create()).json as { SelectionId: string };
    expect(await backup(`DELETE /backup/plans/${plan}`)).toEqual(
      error("InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan deletion"),
    );
    expect((await backup(`DELETE /backup/plans/${plan}/selections/${SelectionId}`)).status).toBe(200);
    expect((await backup(`DELETE /backup/plans/${plan}`)).status).toBe(200);
  });

  it.each(["GET", "DELETE"])("must exist for %s", async (method) => {
    expect(await backup(`${method} /backup/plans/${plan}/selections/none`)).toEqual(
      error("ResourceNotFoundException", "Cannot find Backup selection none"),
    );
  });

  it.each([
    "PUT /backup/plans/none/selections/",
    "GET /backup/plans/none/selections/",
    "GET /backup/plans/none/selections/x",
  ])("must have a plan for %s", async (action) => {
    expect(await backup(action, action.startsWith("PUT") ? { BackupSelection: SELECTION } : undefined)).toEqual(
      error("ResourceNotFoundException", "Failed reading Backup plan with provided version"),
    );
  });
});
