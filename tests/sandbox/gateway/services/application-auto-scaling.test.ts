import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ARN = "arn:aws:application-autoscaling:us-east-1:111111111111:scalable-target/1";
const scaling = (operation: string, parameters: unknown, region?: string) =>
  sandbox.json("application-autoscaling", `AnyScaleFrontendService.${operation}`, parameters, region);
const register = (parameters: unknown) => {
  sandbox.moto.json("RegisterScalableTarget", { ScalableTargetARN: ARN });
  return scaling("RegisterScalableTarget", parameters);
};
const tags = async () => (await scaling("ListTagsForResource", { ResourceARN: ARN })).json;
const MISSING = {
  status: 400,
  json: { __type: "ResourceNotFoundException", message: `no scalable target ${ARN}` },
};

describe("a scalable target", () => {
  it("keeps the tags that it was made with", async () => {
    expect((await register({ Tags: { Project: "lms" } })).json).toEqual({ ScalableTargetARN: ARN });
    expect(await tags()).toEqual({ Tags: { Project: "lms" } });
    await register({ MaxCapacity: 9 });
    expect(await tags()).toEqual({ Tags: { Project: "lms" } });
  });

  it("may have none", async () => {
    await register({});
    expect(await tags()).toEqual({ Tags: {} });
  });

  it("takes and loses tags", async () => {
    await register({ Tags: { Project: "lms" } });
    await scaling("TagResource", { ResourceARN: ARN, Tags: { Owner: "me" } });
    await scaling("UntagResource", { ResourceARN: ARN, TagKeys: ["Project"] });
    expect(await tags()).toEqual({ Tags: { Owner: "me" } });
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.json("RegisterScalableTarget", { __type: "ValidationException", message: "no" }, 400);
    expect((await scaling("RegisterScalableTarget", { Tags: { a: "b" } })).status).toBe(400);
    expect(await scaling("ListTagsForResource", { ResourceARN: ARN })).toEqual(MISSING);
  });

  it.each(["ListTagsForResource", "TagResource", "UntagResource"])("must be there for %s", async (operation) => {
    expect(await scaling(operation, { ResourceARN: ARN })).toEqual(MISSING);
    expect(await scaling(operation, {})).toEqual({
      status: 400,
      json: { __type: "ValidationException", message: "ResourceARN is required" },
    });
  });
});
