import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { createCluster, eks, ROLE } from "./support";

const sandbox = useSandbox();
const tagsOf = (arn: string) => `/tags/${encodeURIComponent(arn)}`;
const CLUSTER = tagsOf("arn:aws:eks:us-east-1:111111111111:cluster/lms");

beforeEach(() => createCluster(sandbox, { tags: { Name: "lms", Owner: "platform", Stage: "dev" } }));

describe("tags", () => {
  it("are listed, added, changed and removed", async () => {
    expect(await eks(sandbox, `GET ${CLUSTER}`)).toEqual({
      status: 200,
      json: { tags: { Name: "lms", Owner: "platform", Stage: "dev" } },
    });
    expect(await eks(sandbox, `POST ${CLUSTER}`, { tags: { Owner: "learning", New: "1" } })).toEqual({
      status: 200,
      json: {},
    });
    expect(await eks(sandbox, `DELETE ${CLUSTER}?tagKeys=Name&tagKeys=Stage`)).toEqual({ status: 200, json: {} });
    expect((await eks(sandbox, `GET ${CLUSTER}`)).json).toEqual({ tags: { Owner: "learning", New: "1" } });
    expect((await eks(sandbox, "GET /clusters/lms")).json).toMatchObject({
      cluster: { tags: { Owner: "learning", New: "1" } },
    });
  });

  it.each([
    ["addons", { addonName: "coredns" }, "addon", "addonArn"],
    ["access-entries", { principalArn: ROLE }, "accessEntry", "accessEntryArn"],
    [
      "pod-identity-associations",
      { namespace: "a", serviceAccount: "b", roleArn: ROLE },
      "association",
      "associationArn",
    ],
  ])("belong to %s too", async (part, parameters, wrapper, arnField) => {
    const { json } = await eks(sandbox, `POST /clusters/lms/${part}`, { ...parameters, tags: { Name: "x" } });
    const arn = (json as Record<string, Record<string, string>>)[wrapper]?.[arnField] ?? "";
    await eks(sandbox, `POST ${tagsOf(arn)}`, { tags: { Owner: "y" } });
    expect((await eks(sandbox, `GET ${tagsOf(arn)}`)).json).toEqual({ tags: { Name: "x", Owner: "y" } });
  });

  it.each(["GET", "POST", "DELETE"])("of what is not there are an error of %s", async (method) => {
    await eks(sandbox, "DELETE /clusters/lms");
    expect(await eks(sandbox, `${method} ${CLUSTER}`)).toEqual({
      status: 404,
      json: {
        code: "NotFoundException",
        message: "Resource was not found: arn:aws:eks:us-east-1:111111111111:cluster/lms",
      },
    });
  });
});
