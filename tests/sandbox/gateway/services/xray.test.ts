import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const xray = (operation: string, parameters: unknown = {}) => sandbox.rest("xray", `POST /${operation}`, parameters);
const refused = (message: string) => ({ status: 400, json: { code: "InvalidRequestException", message } });

describe("groups", () => {
  const GROUP = { GroupName: "faults", FilterExpression: "fault" };
  const create = async (more: object = {}) => {
    const { json } = await xray("CreateGroup", { ...GROUP, ...more });
    return (json as { Group: { GroupARN: string } }).Group;
  };

  it("have an ARN and no insights unless they ask for some", async () => {
    const group = await create();
    expect(group).toEqual({
      ...GROUP,
      GroupARN: expect.stringMatching(/^arn:aws:xray:us-east-1:111111111111:group\/faults\/[0-9A-F]{26}$/),
      InsightsConfiguration: { InsightsEnabled: false, NotificationsEnabled: false },
    });
    expect((await xray("GetGroup", { GroupARN: group.GroupARN })).json).toEqual({ Group: group });
    expect((await xray("GetGroup", { GroupName: "faults" })).json).toEqual({ Group: group });
    expect((await xray("Groups")).json).toEqual({ Groups: [group] });
  });

  it("change what a request names", async () => {
    const { GroupARN } = await create();
    const InsightsConfiguration = { InsightsEnabled: true, NotificationsEnabled: false };
    await xray("UpdateGroup", { GroupARN, InsightsConfiguration });
    expect((await xray("GetGroup", { GroupARN })).json).toEqual({
      Group: { ...GROUP, GroupARN, InsightsConfiguration },
    });
  });

  it("go with their tags", async () => {
    const { GroupARN } = await create({ Tags: [{ Key: "Project", Value: "lms" }] });
    await xray("DeleteGroup", { GroupARN });
    expect(await xray("GetGroup", { GroupARN })).toEqual(refused("Group not found"));
    expect((await xray("ListTagsForResource", { ResourceARN: GroupARN })).status).toBe(400);
  });

  it("have a name each", async () => {
    await create();
    expect(await xray("CreateGroup", GROUP)).toEqual(refused("group faults already exists"));
    expect(await xray("CreateGroup", {})).toEqual(refused("GroupName is required"));
  });
});

describe("sampling rules", () => {
  const ARN = "arn:aws:xray:us-east-1:111111111111:sampling-rule/exams";
  const RULE = { RuleName: "exams", Priority: 1, FixedRate: 0.5 };
  const create = (Tags: object[] = []) => xray("CreateSamplingRule", { SamplingRule: RULE, Tags });
  const rules = async () => {
    const { json } = await xray("GetSamplingRules");
    return (json as { SamplingRuleRecords: { SamplingRule: object }[] }).SamplingRuleRecords;
  };

  it("are kept as they were made, with ARN and times", async () => {
    await create();
    expect(await rules()).toEqual([
      {
        SamplingRule: { ...RULE, Attributes: {}, RuleARN: ARN },
        CreatedAt: expect.any(Number),
        ModifiedAt: expect.any(Number),
      },
    ]);
  });

  it.each([{ RuleARN: ARN }, { RuleName: "exams" }])("change and go, found by %j", async (named) => {
    await create();
    await xray("UpdateSamplingRule", { SamplingRuleUpdate: { ...named, FixedRate: 1 } });
    expect((await rules())[0]?.SamplingRule).toEqual({ ...RULE, Attributes: {}, RuleARN: ARN, FixedRate: 1 });
    expect((await xray("DeleteSamplingRule", named)).status).toBe(200);
    expect(await rules()).toEqual([]);
    expect(await xray("DeleteSamplingRule", named)).toEqual(refused("Sampling rule does not exist."));
  });

  it("have a name each", async () => {
    await create();
    expect(await create()).toEqual(refused("sampling rule exams already exists"));
  });

  it("take and lose tags", async () => {
    await create([{ Key: "Project", Value: "lms" }]);
    await xray("TagResource", { ResourceARN: ARN, Tags: [{ Key: "Owner", Value: "me" }] });
    await xray("UntagResource", { ResourceARN: ARN, TagKeys: ["Project"] });
    expect((await xray("ListTagsForResource", { ResourceARN: ARN })).json).toEqual({
      Tags: [{ Key: "Owner", Value: "me" }],
    });
  });
});

describe("encryption", () => {
  it("is AWS's own until a key is put, each region by itself", async () => {
    const none = { EncryptionConfig: { Type: "NONE", Status: "ACTIVE" } };
    const kms = { EncryptionConfig: { Type: "KMS", KeyId: "key", Status: "ACTIVE" } };
    expect((await xray("EncryptionConfig")).json).toEqual(none);
    expect((await xray("PutEncryptionConfig", { Type: "KMS", KeyId: "key" })).json).toEqual(kms);
    expect((await xray("EncryptionConfig")).json).toEqual(kms);
    expect((await sandbox.rest("xray", "POST /EncryptionConfig", {}, "eu-west-1")).json).toEqual(none);
  });
});

it("leaves traces to moto", async () => {
  sandbox.moto.json("POST /TraceSegments", { UnprocessedTraceSegments: [] });
  expect((await xray("TraceSegments")).status).toBe(200);
  expect(sandbox.moto.operations).toEqual(["POST /TraceSegments"]);
});
