import { beforeEach, describe, expect, it } from "vitest";
import { useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const create = (statement: unknown, more: Record<string, unknown> = {}) =>
  sandbox.json("kms", "TrentService.CreateKey", { Policy: JSON.stringify({ Statement: statement }), ...more });
const ROOT = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111111111111:root" }, Action: "kms:*", Resource: "*" };

beforeEach(() => sandbox.moto.json("CreateKey", { KeyMetadata: { KeyId: "key-1" } }));

describe("a key policy", () => {
  it.each([
    ["of the account", ROOT],
    [
      "in a list, for a role and one action",
      [{ ...ROOT, Principal: { AWS: ["arn:aws:iam::111111111111:role/admin"] }, Action: ["kms:Encrypt", "kms:Put*"] }],
    ],
  ])("that keeps the right to change it is taken: %s", async (_, statement) => {
    expect((await create(statement)).status).toBe(200);
  });

  it.each([
    ["for another account", { ...ROOT, Principal: { AWS: "arn:aws:iam::222222222222:root" } }],
    ["for a service", { ...ROOT, Principal: { Service: "s3.amazonaws.com" } }],
    ["without the action", { ...ROOT, Action: ["kms:Encrypt", "kms:Decrypt"] }],
    ["under a condition", { ...ROOT, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }],
    ["that denies", { ...ROOT, Effect: "Deny" }],
  ])("that locks everybody out is refused: %s", async (_, statement) => {
    expect(await create(statement)).toEqual({
      status: 400,
      json: {
        __type: "MalformedPolicyDocumentException",
        message: "The new key policy will not allow you to update the key policy in the future.",
      },
    });
    expect((await create(statement, { BypassPolicyLockoutSafetyCheck: true })).status).toBe(200);
  });
});
