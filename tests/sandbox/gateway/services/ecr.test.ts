import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ecr = (operation: string, parameters: unknown) =>
  sandbox.json("ecr", `AmazonEC2ContainerRegistry_V20150921.${operation}`, parameters);
const error = (code: string, message: string) => ({ status: 400, json: { __type: code, message } });
const TIMES = { createdAt: expect.any(Number), updatedAt: expect.any(Number) };

describe("pull-through cache rules", () => {
  const RULE = { ecrRepositoryPrefix: "quay", upstreamRegistryUrl: "quay.io" };
  const ANSWER = { ...RULE, registryId: "111111111111", ...TIMES };
  const MISSING = error(
    "PullThroughCacheRuleNotFoundException",
    "There is none with the ecrRepositoryPrefix quay in the registry",
  );

  it("are created, found, changed and deleted", async () => {
    expect(await ecr("CreatePullThroughCacheRule", RULE)).toEqual({ status: 200, json: ANSWER });
    await ecr("CreatePullThroughCacheRule", { ...RULE, ecrRepositoryPrefix: "other" });
    const list = { registryId: "111111111111", pullThroughCacheRules: [ANSWER] };
    expect((await ecr("DescribePullThroughCacheRules", { ecrRepositoryPrefixes: ["quay"] })).json).toEqual(list);
    const changed = {
      ecrRepositoryPrefix: "quay",
      credentialArn: "arn:aws:secretsmanager:us-east-1:111111111111:secret:s",
    };
    expect((await ecr("UpdatePullThroughCacheRule", changed)).json).toEqual({ ...ANSWER, ...changed });
    expect((await ecr("DeletePullThroughCacheRule", { ecrRepositoryPrefix: "quay" })).json).toMatchObject(RULE);
    expect((await ecr("DescribePullThroughCacheRules", {})).json).toEqual({
      registryId: "111111111111",
      pullThroughCacheRules: [{ ...ANSWER, ecrRepositoryPrefix: "other" }],
    });
  });

  it("are an error where there is none", async () => {
    expect(await ecr("DescribePullThroughCacheRules", { ecrRepositoryPrefixes: ["quay"] })).toEqual(MISSING);
    expect(await ecr("UpdatePullThroughCacheRule", RULE)).toEqual(MISSING);
    expect(await ecr("DeletePullThroughCacheRule", { ecrRepositoryPrefix: "quay" })).toEqual(MISSING);
  });

  it("are an error where there is one already, or no prefix", async () => {
    await ecr("CreatePullThroughCacheRule", RULE);
    expect(await ecr("CreatePullThroughCacheRule", RULE)).toEqual(
      error(
        "PullThroughCacheRuleAlreadyExistsException",
        "There is one with the ecrRepositoryPrefix quay in the registry already",
      ),
    );
    expect(await ecr("CreatePullThroughCacheRule", {})).toEqual(
      error("InvalidParameterException", "ecrRepositoryPrefix is required"),
    );
  });
});

describe("repository creation templates", () => {
  const TEMPLATE = { prefix: "ROOT", appliedFor: ["REPLICATION"], imageTagMutability: "IMMUTABLE" };
  const ANSWER = {
    registryId: "111111111111",
    repositoryCreationTemplate: { ...TEMPLATE, registryId: "111111111111", ...TIMES },
  };
  const MISSING = error("TemplateNotFoundException", "There is none with the prefix ROOT in the registry");

  it("are created, found, changed and deleted", async () => {
    expect(await ecr("CreateRepositoryCreationTemplate", TEMPLATE)).toEqual({ status: 200, json: ANSWER });
    expect((await ecr("DescribeRepositoryCreationTemplates", { prefixes: ["ROOT"] })).json).toEqual({
      registryId: "111111111111",
      repositoryCreationTemplates: [ANSWER.repositoryCreationTemplate],
    });
    expect(
      (await ecr("UpdateRepositoryCreationTemplate", { prefix: "ROOT", imageTagMutability: "MUTABLE" })).json,
    ).toMatchObject({
      repositoryCreationTemplate: { appliedFor: ["REPLICATION"], imageTagMutability: "MUTABLE" },
    });
    await ecr("DeleteRepositoryCreationTemplate", { prefix: "ROOT" });
    expect((await ecr("DescribeRepositoryCreationTemplates", {})).json).toMatchObject({
      repositoryCreationTemplates: [],
    });
  });

  it("are an error where there is none", async () => {
    expect(await ecr("DescribeRepositoryCreationTemplates", { prefixes: ["ROOT"] })).toEqual(MISSING);
    expect(await ecr("UpdateRepositoryCreationTemplate", TEMPLATE)).toEqual(MISSING);
    expect(await ecr("DeleteRepositoryCreationTemplate", { prefix: "ROOT" })).toEqual(MISSING);
  });

  it("are an error where there is one already", async () => {
    await ecr("CreateRepositoryCreationTemplate", TEMPLATE);
    expect(await ecr("CreateRepositoryCreationTemplate", TEMPLATE)).toEqual(
      error("TemplateAlreadyExistsException", "There is one with the prefix ROOT in the registry already"),
    );
  });
});

describe("account settings", () => {
  const get = async (name: string) => (await ecr("GetAccountSetting", { name })).json;

  it("have defaults until they are put", async () => {
    expect(await get("BASIC_SCAN_TYPE_VERSION")).toEqual({ name: "BASIC_SCAN_TYPE_VERSION", value: "AWS_NATIVE" });
    expect(await get("REGISTRY_POLICY_SCOPE")).toEqual({ name: "REGISTRY_POLICY_SCOPE", value: "V2" });
    const setting = { name: "BASIC_SCAN_TYPE_VERSION", value: "CLAIR" };
    expect(await ecr("PutAccountSetting", setting)).toEqual({ status: 200, json: setting });
    expect(await get("BASIC_SCAN_TYPE_VERSION")).toEqual(setting);
  });

  it("are an error under another name, and without a value", async () => {
    const message = "name must be one of BASIC_SCAN_TYPE_VERSION, REGISTRY_POLICY_SCOPE, got COLOUR";
    expect(await ecr("PutAccountSetting", { name: "COLOUR", value: "blue" })).toEqual(
      error("InvalidParameterException", message),
    );
    expect(await ecr("GetAccountSetting", { name: "COLOUR" })).toEqual(error("InvalidParameterException", message));
    expect(await ecr("PutAccountSetting", { name: "BASIC_SCAN_TYPE_VERSION" })).toEqual(
      error("InvalidParameterException", "value is required"),
    );
  });
});
