import { expect, it } from "vitest";
import { useSandbox } from "../../support";

const sandbox = useSandbox();
const backup = (action: string, parameters?: unknown) => sandbox.rest("backup", action, parameters);
const optedInto = async () =>
  ((await backup("GET /account-settings")).json as { ResourceTypeOptInPreference: Record<string, boolean> })
    .ResourceTypeOptInPreference;

it("a new account has not opted into backups of Aurora", async () => {
  expect(await optedInto()).toMatchObject({ Aurora: false, DynamoDB: true, S3: true });
});

it("an update says nothing of the types that it leaves out", async () => {
  const answer = await backup("PUT /account-settings", {
    ResourceTypeOptInPreference: { Aurora: true, DynamoDB: false },
  });
  expect(answer.status).toBe(200);
  expect(await optedInto()).toMatchObject({ Aurora: true, DynamoDB: false, FSx: false, S3: true });
});

it("an update names no type that the region does not have", async () => {
  expect(await backup("PUT /account-settings", { ResourceTypeOptInPreference: { ElastiCache: true } })).toEqual({
    status: 400,
    json: {
      code: "InvalidParameterValueException",
      message:
        "Element present in resource type opt in preference has invalid values. Please use describeRegionSettings API to know the supported resource types",
    },
  });
});
