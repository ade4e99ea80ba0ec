import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";

const sandbox = useSandbox();
const backup = (action: string, parameters?: unknown) => sandbox.rest("backup", action, parameters);
const RULE = { RuleName: "daily", TargetBackupVaultName: "lms", Lifecycle: { DeleteAfterDays: 7 } };
const plan = (rule: object = RULE, name = "lms") => ({ BackupPlan: { BackupPlanName: name, Rules: [rule] } });
const create = async (tags?: Record<string, string>) => {
  const reply = await backup("PUT /backup/plans/", { ...plan(), ...(tags && { BackupPlanTags: tags }) });
  return (reply.json as { BackupPlanId: string }).BackupPlanId;
};
const notFound = {
  status: 400,
  json: { code: "ResourceNotFoundException", message: "Failed reading Backup plan with provided version" },
};

describe("a backup plan", () => {
  it("is created, and described with what AWS adds to its rules", async () => {
    const id = await create();
    const summary = {
      BackupPlanId: id,
      BackupPlanArn: `arn:aws:backup:us-east-1:111111111111:backup-plan:${id}`,
      CreationDate: expect.any(Number),
      VersionId: expect.any(String),
      AdvancedBackupSettings: [],
    };
    const Rules = [
      {
        ...RULE,
        ScheduleExpressionTimezone: "Etc/UTC",
        StartWindowMinutes: 480,
        CompletionWindowMinutes: 10080,
        RuleId: expect.any(String),
      },
    ];
    expect(await backup(`GET /backup/plans/${id}/`)).toEqual({
      status: 200,
      json: { ...summary, BackupPlan: { BackupPlanName: "lms", Rules } },
    });
    expect((await backup("GET /backup/plans/")).json).toEqual({
      BackupPlansList: [{ ...summary, BackupPlanName: "lms" }],
    });
  });

  it("is not created twice, without a name, a rule or itself", async () => {
    await create();
    expect(await backup("PUT /backup/plans/", plan())).toEqual({
      status: 400,
      json: { code: "AlreadyExistsException", message: "Backup plan with the same plan document already exists" },
    });
    expect(await backup("PUT /backup/plans/", { BackupPlan: { Rules: [RULE] } })).toEqual({
      status: 400,
      json: { code: "MissingParameterValueException", message: "BackupPlanName is required" },
    });
    expect(await backup("PUT /backup/plans/", { BackupPlan: { BackupPlanName: "x", Rules: [] } })).toEqual({
      status: 400,
      json: { code: "InvalidParameterValueException", message: "A backup plan must have at least one rule" },
    });
    expect((await backup("PUT /backup/plans/", {})).json).toEqual({
      code: "MissingParameterValueException",
      message: "BackupPlan is required",
    });
  });

  it.each([
    { ...RULE, Lifecycle: { DeleteAfterDays: 100, MoveToColdStorageAfterDays: 11 } },
    { ...RULE, CopyActions: [{ Lifecycle: { DeleteAfterDays: 30, MoveToColdStorageAfterDays: 1 } }] },
  ])("must leave a backup in cold storage for 90 days: %j", async (rule) => {
    expect(await backup("PUT /backup/plans/", plan(rule))).toEqual({
      status: 400,
      json: {
        code: "InvalidParameterValueException",
        message: "Invalid lifecycle. DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays",
      },
    });
  });

  it("is changed, as a new version", async () => {
    const id = await create();
    const before = (await backup(`GET /backup/plans/${id}`)).json as { VersionId: string };
    await backup(`POST /backup/plans/${id}`, plan({ ...RULE, Lifecycle: { DeleteAfterDays: 14 } }));
    const after = (await backup(`GET /backup/plans/${id}`)).json as { VersionId: string };
    expect(after).toMatchObject({ BackupPlan: { Rules: [{ Lifecycle: { DeleteAfterDays: 14 } }] } });
    expect(after.VersionId).not.toBe(before.VersionId);
  });

  it("is deleted, and its name is free", async () => {
    const id = await create();
    expect((await backup(`DELETE /backup/plans/${id}`)).json).toMatchObject({
      BackupPlanId: id,
      DeletionDate: expect.any(Number),
    });
    expect(await backup(`GET /backup/plans/${id}`)).toEqual(notFound);
    expect(await create()).not.toBe(id);
  });

  it.each(["GET", "POST", "DELETE"])("must exist for %s", async (method) => {
    expect(await backup(`${method} /backup/plans/none`)).toEqual(notFound);
  });

  it("has tags", async () => {
    const id = await create({ Owner: "team" });
    const arn = encodeURIComponent(`arn:aws:backup:us-east-1:111111111111:backup-plan:${id}`);
    await backup(`POST /tags/${arn}`, { Tags: { Name: "lms" } });
    expect((await backup(`GET /tags/${arn}/`)).json).toEqual({ Tags: { Owner: "team", Name: "lms" } });
    await backup(`POST /untag/${arn}`, { TagKeyList: ["Owner"] });
    expect((await backup(`GET /tags/${arn}`)).json).toEqual({ Tags: { Name: "lms" } });
  });
});

describe("the tags of a vault", () => {
  const ARN = "/tags/arn%3Aaws%3Abackup%3Aus-east-1%3A111111111111%3Abackup-vault%3Alms";

  it("are asked of moto with the slash that it needs", async () => {
    sandbox.moto.json(`GET ${ARN}/`, { Tags: { Name: "lms" } });
    expect((await backup(`GET ${ARN}`)).json).toEqual({ Tags: { Name: "lms" } });
    expect((await backup(`GET ${ARN}/`)).json).toEqual({ Tags: { Name: "lms" } });
  });

  it.each([`POST ${ARN}`, `POST ${ARN.replace("/tags", "/untag")}`])("are changed in moto: %s", async (action) => {
    sandbox.moto.json(action, {});
    expect((await backup(action, {})).status).toBe(200);
    expect(sandbox.moto.operations).toEqual([action]);
  });
});
