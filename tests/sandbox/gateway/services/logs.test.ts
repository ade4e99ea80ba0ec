import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const logs = (operation: string, parameters: unknown) => sandbox.json("logs", `Logs_20140328.${operation}`, parameters);

describe("log groups", () => {
  it("keep their class", async () => {
    sandbox.moto.json("CreateLogGroup", {});
    sandbox.moto.json("DescribeLogGroups", { logGroups: [{ logGroupName: "/a" }, { logGroupName: "/b" }] });
    await logs("CreateLogGroup", { logGroupName: "/a", logGroupClass: "INFREQUENT_ACCESS" });
    expect((await logs("DescribeLogGroups", {})).json).toEqual({
      logGroups: [
        { logGroupName: "/a", logGroupClass: "INFREQUENT_ACCESS" },
        { logGroupName: "/b", logGroupClass: "STANDARD" },
      ],
    });
  });

  it("have the class of their last creation", async () => {
    sandbox.moto.json("CreateLogGroup", {});
    sandbox.moto.json("DescribeLogGroups", { logGroups: [{ logGroupName: "/a" }] });
    await logs("CreateLogGroup", { logGroupName: "/a", logGroupClass: "INFREQUENT_ACCESS" });
    await logs("CreateLogGroup", { logGroupName: "/a" });
    expect((await logs("DescribeLogGroups", {})).json).toEqual({
      logGroups: [{ logGroupName: "/a", logGroupClass: "STANDARD" }],
    });
  });

  it("have no class if moto refuses them", async () => {
    sandbox.moto.json("CreateLogGroup", { __type: "ResourceAlreadyExistsException", message: "no" }, 400);
    sandbox.moto.json("DescribeLogGroups", { logGroups: [{ logGroupName: "/a" }] });
    expect((await logs("CreateLogGroup", { logGroupName: "/a", logGroupClass: "DELIVERY" })).status).toBe(400);
    expect((await logs("DescribeLogGroups", {})).json).toEqual({
      logGroups: [{ logGroupName: "/a", logGroupClass: "STANDARD" }],
    });
  });

  it("pass on the error of a look-up", async () => {
    sandbox.moto.json("DescribeLogGroups", { __type: "InvalidParameterException", message: "no" }, 400);
    expect((await logs("DescribeLogGroups", {})).status).toBe(400);
  });
});

describe("metric filters", () => {
  const FILTER = { logGroupName: "/a", filterName: "errors" };

  it("replace the one of their name, which moto would keep beside them", async () => {
    const others = [{ filterName: "errors-of-others" }];
    sandbox.moto.json("DescribeMetricFilters", { metricFilters: [{ filterName: "errors" }, ...others] });
    sandbox.moto.json("DeleteMetricFilter", {});
    sandbox.moto.json("PutMetricFilter", {});
    await logs("PutMetricFilter", { ...FILTER, filterPattern: "new" });
    expect(sandbox.moto.operations).toEqual(["DescribeMetricFilters", "DeleteMetricFilter", "PutMetricFilter"]);
    expect(JSON.parse(sandbox.moto.last("DeleteMetricFilter").body.toString())).toEqual(FILTER);
  });

  it("replace none of another name", async () => {
    sandbox.moto.json("DescribeMetricFilters", { metricFilters: [{ filterName: "errors-of-others" }] });
    sandbox.moto.json("PutMetricFilter", {});
    await logs("PutMetricFilter", FILTER);
    expect(sandbox.moto.operations).toEqual(["DescribeMetricFilters", "PutMetricFilter"]);
  });
});

describe("saved queries", () => {
  const QUERY = { name: "lms/errors", queryString: "fields @message", logGroupNames: ["/a"] };
  const put = async (query: object) => {
    const { json } = await logs("PutQueryDefinition", query);
    return (json as { queryDefinitionId: string }).queryDefinitionId;
  };
  const saved = async (prefix?: string) =>
    (await logs("DescribeQueryDefinitions", { queryDefinitionNamePrefix: prefix })).json;

  it("are found by the start of their name", async () => {
    const queryDefinitionId = await put(QUERY);
    const queryDefinitions = [{ ...QUERY, queryDefinitionId, lastModified: expect.any(Number) }];
    expect(await saved("lms/")).toEqual({ queryDefinitions });
    expect(await saved()).toEqual({ queryDefinitions });
    expect(await saved("other/")).toEqual({ queryDefinitions: [] });
  });

  it("change under their id, and go", async () => {
    const queryDefinitionId = await put({ name: "a", queryString: "b" });
    expect(await put({ queryDefinitionId, name: "c", queryString: "d" })).toBe(queryDefinitionId);
    expect(await saved()).toMatchObject({ queryDefinitions: [{ name: "c", queryString: "d", logGroupNames: [] }] });
    expect((await logs("DeleteQueryDefinition", { queryDefinitionId })).json).toEqual({ success: true });
    expect(await logs("DeleteQueryDefinition", { queryDefinitionId })).toEqual({
      status: 400,
      json: { __type: "ResourceNotFoundException", message: `no query definition ${queryDefinitionId}` },
    });
  });

  it.each(["name", "queryString"])("must have a %s", async (field) => {
    expect(await logs("PutQueryDefinition", { ...QUERY, [field]: "" })).toEqual({
      status: 400,
      json: { __type: "InvalidParameterException", message: `${field} is required` },
    });
  });
});
