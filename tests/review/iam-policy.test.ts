import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparePolicies, grantsOf, principalText } from "../../review/dangers/iam-policy";

const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});

describe("two policies are compared as sets of rights:", () => {
  test.each([
    [
      "in another order",
      policy(allow(["s3:Get*", "s3:List*"], "a"), allow("sqs:*", "b")),
      policy(allow("sqs:*", "b"), allow(["s3:List*", "s3:Get*"], "a")),
    ],
    ["as a list of one", policy(allow("s3:Get*", "a")), policy(allow(["s3:Get*"], ["a"]))],
    [
      "in several statements",
      policy(allow(["s3:Get*", "s3:Put*"], "a")),
      policy(allow("s3:Get*", "a"), allow("s3:Put*", "a")),
    ],
    ["in other case", policy(allow("S3:getobject", "a")), policy(allow("s3:GetObject", "a"))],
  ])("what is written %s is the same", (_, before, after) => {
    expect(comparePolicies(before, after, undefined)).toEqual({ wider: [], narrower: [] });
  });

  test("a statement put first is one right more, whatever the index of the others", () => {
    const before = policy(allow("s3:GetObject", "arn:aws:s3:::a/*"), allow("sqs:SendMessage", "arn:aws:sqs:::q"));
    const after = policy(allow("*", "*"), ...JSON.parse(before).Statement);
    expect(comparePolicies(before, after, undefined)).toEqual({
      wider: ["allows EVERYTHING (*) on EVERYTHING (*)"],
      narrower: [],
    });
  });

  test("what a wildcard allowed before is no more than that", () => {
    const before = policy(allow("s3:Get*", "arn:aws:s3:::a/*"));
    const after = policy(allow(["s3:GetObject", "s3:GetObjectTagging"], "arn:aws:s3:::a/public/*"));
    expect(comparePolicies(before, after, undefined)).toEqual({
      wider: [],
      narrower: ["allows no longer s3:Get* on arn:aws:s3:::a/*"],
    });
    expect(comparePolicies(after, before, undefined).wider).toEqual(["allows s3:Get* on arn:aws:s3:::a/*"]);
  });

  test("a condition that goes makes it wider, one that comes makes it narrower", () => {
    const free = policy(allow("kms:Decrypt", "*"));
    const bound = policy(allow("kms:Decrypt", "*", { Condition: { StringEquals: { "kms:ViaService": "s3" } } }));
    const condition = '{"StringEquals":{"kms:ViaService":"s3"}}';
    expect(comparePolicies(bound, free, undefined)).toEqual({
      wider: ["allows kms:Decrypt on EVERYTHING (*)"],
      narrower: [],
    });
    expect(comparePolicies(free, bound, undefined)).toEqual({
      wider: [],
      narrower: ["allows no longer kms:Decrypt on EVERYTHING (*)"],
    });
    expect(comparePolicies(undefined, bound, undefined).wider).toEqual([
      `allows kms:Decrypt on EVERYTHING (*) if ${condition}`,
    ]);
  });

  test("a Deny that goes lets something happen, one that comes does not", () => {
    const deny = policy({ Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "a" });
    expect(comparePolicies(deny, undefined, undefined).wider).toEqual(["ANYONE (*): denies no longer s3:* on a"]);
    expect(comparePolicies(undefined, deny, undefined)).toEqual({
      wider: [],
      narrower: ["ANYONE (*): denies s3:* on a"],
    });
  });

  test("everything but a few actions is named as that", () => {
    const after = policy({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" });
    expect(comparePolicies(policy(allow("s3:*", "*")), after, undefined).wider).toEqual([
      'allows all but ["iam:*"] on EVERYTHING (*)',
    ]);
  });

  test("many actions are cut to four", () => {
    const actions = ["a:1", "a:2", "a:3", "a:4", "a:5", "a:6"];
    expect(comparePolicies(undefined, policy(allow(actions, "r")), undefined).wider).toEqual([
      "allows a:1, a:2, a:3, a:4 and 2 more on r",
    ]);
  });
});

test("everyone and other accounts are marked", () => {
  expect(principalText("*", "111111111111")).toBe("ANYONE (*)");
  expect(principalText("arn:aws:iam::111111111111:root", "111111111111")).toBe("arn:aws:iam::111111111111:root");
  expect(principalText("arn:aws:iam::222222222222:root", "111111111111")).toBe(
    "arn:aws:iam::222222222222:root (OTHER ACCOUNT 222222222222)",
  );
});

test("what is no policy gives no rights", () => {
  for (const nonsense of [undefined, null, 7, "", "no json", "[]", '{"Statement":null}', '{"Statement":[null,3]}']) {
    expect(() => grantsOf(nonsense)).not.toThrow();
  }
  expect(grantsOf("no json")).toEqual([]);
});

test("a policy is never wider than itself, and one with a statement less never wider than the whole", () => {
  const word = fc.constantFrom(
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "kms:Decrypt",
    "arn:aws:s3:::a",
    "arn:aws:s3:::a/*",
  );
  const statement = fc.record(
    { Effect: fc.constantFrom("Allow"), Principal: fc.constantFrom("*", { AWS: "a" }), Action: word, Resource: word },
    { requiredKeys: ["Effect", "Action", "Resource"] },
  );
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 6 }), (Statement) => {
      const whole = JSON.stringify({ Statement });
      expect(comparePolicies(whole, whole, undefined)).toEqual({ wider: [], narrower: [] });
      const less = JSON.stringify({ Statement: Statement.slice(1) });
      expect(comparePolicies(whole, less, undefined).wider).toEqual([]);
    }),
    { seed: 18, numRuns: 500 },
  );
});
