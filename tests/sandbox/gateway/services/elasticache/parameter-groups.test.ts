import { describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, refused } from "./support";

const sandbox = useSandbox();
const NAME = { CacheParameterGroupName: "sessions-redis7" };
const create = () =>
  call(sandbox, "CreateCacheParameterGroup", { ...NAME, CacheParameterGroupFamily: "redis7", Description: "Sessions" });
const set = (parameters: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value], index) => [
      [`ParameterNameValues.ParameterNameValue.${index + 1}.ParameterName`, name],
      [`ParameterNameValues.ParameterNameValue.${index + 1}.ParameterValue`, value],
    ]),
  );
const values = async () => {
  const { result } = await call(sandbox, "DescribeCacheParameters", NAME);
  const { Parameter = [] } = result.Parameters as { Parameter?: object | object[] };
  return [Parameter].flat();
};
const parameter = (ParameterName: string, ParameterValue: string) => ({
  ParameterName,
  ParameterValue,
  Source: "user",
  DataType: "string",
  IsModifiable: "true",
  ChangeType: "immediate",
});
const GROUP = {
  ...NAME,
  CacheParameterGroupFamily: "redis7",
  Description: "Sessions",
  IsGlobal: "false",
  ARN: "arn:aws:elasticache:us-east-1:111111111111:parametergroup:sessions-redis7",
};

describe("a parameter group", () => {
  it("is created and described", async () => {
    expect((await create()).result).toEqual({ CacheParameterGroup: GROUP });
    const described = { CacheParameterGroups: { CacheParameterGroup: GROUP } };
    expect((await call(sandbox, "DescribeCacheParameterGroups", NAME)).result).toEqual(described);
    expect((await call(sandbox, "DescribeCacheParameterGroups")).result).toEqual(described);
  });

  it("is not created twice, or without a family", async () => {
    await create();
    expect(await create()).toEqual(
      refused("CacheParameterGroupAlreadyExists", "Parameter group sessions-redis7 already exists"),
    );
    expect(await call(sandbox, "CreateCacheParameterGroup", { CacheParameterGroupName: "new" })).toEqual(
      refused("InvalidParameterValue", "CacheParameterGroupFamily must be given"),
    );
  });

  it("keeps the parameters that are set, until they are reset", async () => {
    await create();
    await call(sandbox, "ModifyCacheParameterGroup", {
      ...NAME,
      ...set({ "maxmemory-policy": "noeviction", timeout: "60" }),
    });
    expect(await values()).toEqual([parameter("maxmemory-policy", "noeviction"), parameter("timeout", "60")]);
    const reset = await call(sandbox, "ResetCacheParameterGroup", { ...NAME, ...set({ timeout: "" }) });
    expect(reset.result).toEqual(NAME);
    expect(await values()).toEqual([parameter("maxmemory-policy", "noeviction")]);
    await call(sandbox, "ResetCacheParameterGroup", { ...NAME, ResetAllParameters: "true" });
    expect((await call(sandbox, "DescribeCacheParameters", NAME)).result).toEqual({ Parameters: "" });
  });

  it("is deleted, but not while it is used", async () => {
    await createSurroundings(sandbox);
    await createStore(sandbox);
    expect(await call(sandbox, "DeleteCacheParameterGroup", { CacheParameterGroupName: "own" })).toEqual(
      refused(
        "InvalidCacheParameterGroupState",
        "One or more cache clusters are still members of this parameter group own",
      ),
    );
    await create();
    expect((await call(sandbox, "DeleteCacheParameterGroup", NAME)).status).toBe(200);
    expect((await call(sandbox, "DescribeCacheParameterGroups", NAME)).status).toBe(404);
  });

  it.each([
    "DescribeCacheParameterGroups",
    "ModifyCacheParameterGroup",
    "ResetCacheParameterGroup",
    "DescribeCacheParameters",
    "DeleteCacheParameterGroup",
  ])("must exist for %s", async (operation) => {
    expect(await call(sandbox, operation, { CacheParameterGroupName: "other" })).toEqual(
      refused("CacheParameterGroupNotFound", "CacheParameterGroup other not found.", 404),
    );
  });
});
