import { beforeEach, describe, expect, it } from "vitest";
import { elementAt } from "../../../../../sandbox/gateway/xml";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings } from "./support";

const sandbox = useSandbox();
const arn = (resource: string) => ({ ResourceName: `arn:aws:elasticache:us-east-1:111111111111:${resource}` });
const tags = async (resource: string) =>
  elementAt((await call(sandbox, "ListTagsForResource", arn(resource))).result, "TagList").Tag;

beforeEach(async () => {
  await createSurroundings(sandbox);
  await createStore(sandbox, { "Tags.Tag.1.Key": "Name", "Tags.Tag.1.Value": "store" });
});

describe("tags", () => {
  it("come with the resource, and are added and removed", async () => {
    expect(await tags("replicationgroup:store")).toEqual({ Key: "Name", Value: "store" });
    const added = await call(sandbox, "AddTagsToResource", {
      ...arn("replicationgroup:store"),
      "Tags.Tag.1.Key": "Owner",
      "Tags.Tag.1.Value": "team",
    });
    expect(elementAt(added.result, "TagList").Tag).toEqual([
      { Key: "Name", Value: "store" },
      { Key: "Owner", Value: "team" },
    ]);
    await call(sandbox, "RemoveTagsFromResource", { ...arn("replicationgroup:store"), "TagKeys.member.1": "Name" });
    expect(await tags("replicationgroup:store")).toEqual({ Key: "Owner", Value: "team" });
  });

  it.each(["subnetgroup:data", "parametergroup:own", "user:app", "usergroup:team"])("are there for %s", async (own) => {
    await call(sandbox, "AddTagsToResource", { ...arn(own), "Tags.Tag.1.Key": "a", "Tags.Tag.1.Value": "b" });
    expect(await tags(own)).toEqual({ Key: "a", Value: "b" });
  });

  it.each(["ListTagsForResource", "AddTagsToResource", "RemoveTagsFromResource"])(
    "of what moto has are moto's: %s",
    async (operation) => {
      sandbox.moto.xml(operation, `<${operation}Response/>`);
      expect((await call(sandbox, operation, arn("snapshot:x"))).status).toBe(200);
      expect(sandbox.moto.operations).toContain(operation);
    },
  );

  it("must be asked for by ARN", async () => {
    expect((await call(sandbox, "ListTagsForResource")).error).toMatchObject({
      Code: "InvalidParameterValue",
      Message: "ResourceName must be given",
    });
  });
});
