import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";
import { createCluster, eks } from "./eks/support";

const sandbox = useSandbox();
const BUCKET = { ResourceARN: "arn:aws:s3:::lms", Tags: [{ Key: "Project", Value: "lms" }] };
const CLUSTER = {
  ResourceARN: "arn:aws:eks:us-east-1:111111111111:cluster/lms",
  Tags: [{ Key: "Project", Value: "lms" }],
};

const found = async (filters: object) => {
  const { json } = await sandbox.json("tagging", "ResourceGroupsTaggingAPI_20170126.GetResources", filters);
  return (json as { ResourceTagMappingList: unknown[] }).ResourceTagMappingList;
};

beforeEach(async () => {
  await createCluster(sandbox, { tags: { Project: "lms" } });
  await eks(sandbox, "POST /clusters/lms/addons", { addonName: "coredns" });
  sandbox.moto.json("GetResources", { PaginationToken: "", ResourceTagMappingList: [BUCKET] });
});

describe("GetResources", () => {
  it.each([
    ["no filter", {}],
    ["a tag", { TagFilters: [{ Key: "Project" }] }],
    ["a value of a tag", { TagFilters: [{ Key: "Project", Values: ["other", "lms"] }] }],
    ["a service", { ResourceTypeFilters: ["s3", "eks"] }],
    ["a type", { ResourceTypeFilters: ["eks:cluster"] }],
    ["an ARN", { ResourceARNList: [CLUSTER.ResourceARN] }],
  ])("adds what EKS has with tags to what moto finds by %s", async (_name, filters) => {
    expect(await found(filters)).toEqual([BUCKET, CLUSTER]);
  });

  it.each([
    ["another tag", { TagFilters: [{ Key: "Project" }, { Key: "Owner" }] }],
    ["another value", { TagFilters: [{ Key: "Project", Values: ["other"] }] }],
    ["another service", { ResourceTypeFilters: ["s3"] }],
    ["another type", { ResourceTypeFilters: ["eks:nodegroup"] }],
    ["another ARN", { ResourceARNList: ["arn:aws:eks:us-east-1:111111111111:cluster/other"] }],
  ])("adds nothing by %s", async (_name, filters) => {
    expect(await found(filters)).toEqual([BUCKET]);
  });

  it("adds what other services of the gateway keep tags of", async () => {
    const rule = { SamplingRule: { RuleName: "exams" }, Tags: [{ Key: "Owner", Value: "me" }] };
    await sandbox.rest("xray", "POST /CreateSamplingRule", rule);
    expect(await found({ TagFilters: [{ Key: "Owner" }] })).toEqual([
      BUCKET,
      {
        ResourceARN: "arn:aws:xray:us-east-1:111111111111:sampling-rule/exams",
        Tags: [{ Key: "Owner", Value: "me" }],
      },
    ]);
  });

  it("adds composite alarms", async () => {
    const tag = { "Tags.member.1.Key": "Owner", "Tags.member.1.Value": "me" };
    await sandbox.query("monitoring", { Action: "PutCompositeAlarm", AlarmName: "site", AlarmRule: "TRUE", ...tag });
    expect(await found({ TagFilters: [{ Key: "Owner" }] })).toEqual([
      BUCKET,
      {
        ResourceARN: "arn:aws:cloudwatch:us-east-1:111111111111:alarm:site",
        Tags: [{ Key: "Owner", Value: "me" }],
      },
    ]);
  });

  it("adds nothing to a page that is not the last", async () => {
    sandbox.moto.json("GetResources", { PaginationToken: "1", ResourceTagMappingList: [BUCKET] });
    expect(await found({})).toEqual([BUCKET]);
  });

  it("adds nothing in another region, or to an error", async () => {
    const target = "ResourceGroupsTaggingAPI_20170126.GetResources";
    const elsewhere = await sandbox.json("tagging", target, {}, "eu-west-1");
    expect(elsewhere.json).toEqual({ PaginationToken: "", ResourceTagMappingList: [BUCKET] });
    sandbox.moto.json("GetResources", { __type: "ThrottledException", message: "no" }, 400);
    expect((await sandbox.json("tagging", target, {})).json).toEqual({ __type: "ThrottledException", message: "no" });
  });
});
