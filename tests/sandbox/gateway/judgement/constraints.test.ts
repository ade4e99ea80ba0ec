import { describe, expect, it } from "vitest";
import { expressionOf, violationsOf } from "../../../../sandbox/gateway/judgement/constraints";
import type { ServiceModel, Shape } from "../../../../sandbox/gateway/judgement/service-models";
import { awsModels } from "./support";

const model: ServiceModel = {
  operations: {},
  shapes: {
    Name: { type: "string", min: 2, max: 4, pattern: "[a-z]+" },
    Kind: { type: "string", enum: ["one", "two"] },
    Count: { type: "integer", min: 1, max: 9 },
    Names: { type: "list", min: 1, max: 2, member: { shape: "Name" } },
    Tags: { type: "map", max: 1, key: { shape: "Name" }, value: { shape: "Kind" } },
    Thing: {
      type: "structure",
      required: ["Name"],
      members: {
        Name: { shape: "Name" },
        Kind: { shape: "Kind" },
        Count: { shape: "Count" },
        Names: { shape: "Names" },
        Tags: { shape: "Tags" },
        Inner: { shape: "Thing" },
      },
    },
  },
};
const judge = (value: Parameters<typeof violationsOf>[2]) => violationsOf(model, model.shapes.Thing as Shape, value);

describe("a value that breaks nothing", () => {
  it("is let through, whatever else comes with it", () => {
    const thing = { Name: "ab", Kind: "one", Count: 9, Names: ["abcd"], Tags: { ab: "two" } };
    expect(judge({ ...thing, Inner: thing, Unknown: 1 })).toEqual([]);
  });
});

describe("a value that breaks a constraint", () => {
  const failed = "failed to satisfy constraint: Member must";
  it.each([
    [{}, [`Value null at 'name' ${failed} not be null`]],
    [{ Name: null }, [`Value null at 'name' ${failed} not be null`]],
    [{ Name: "a" }, [`Value 'a' at 'name' ${failed} have length greater than or equal to 2`]],
    [{ Name: "abcde" }, [`Value 'abcde' at 'name' ${failed} have length less than or equal to 4`]],
    [{ Name: "ab1" }, [`Value 'ab1' at 'name' ${failed} satisfy regular expression pattern: [a-z]+`]],
    [{ Name: "ab", Kind: "six" }, [`Value 'six' at 'kind' ${failed} satisfy enum value set: [one, two]`]],
    [{ Name: "ab", Count: 0 }, [`Value '0' at 'count' ${failed} have value greater than or equal to 1`]],
    [{ Name: "ab", Count: 10 }, [`Value '10' at 'count' ${failed} have value less than or equal to 9`]],
    [{ Name: "ab", Names: [] }, [`Value '[]' at 'names' ${failed} have length greater than or equal to 1`]],
    [
      { Name: "ab", Names: ["ab", "A2"] },
      [`Value 'A2' at 'names.2.member' ${failed} satisfy regular expression pattern: [a-z]+`],
    ],
    [
      { Name: "ab", Tags: { ab: "six" } },
      [`Value 'six' at 'tags.ab.value' ${failed} satisfy enum value set: [one, two]`],
    ],
    [
      { Name: "ab", Inner: { Count: 0 } },
      [
        `Value null at 'inner.name' ${failed} not be null`,
        `Value '0' at 'inner.count' ${failed} have value greater than or equal to 1`,
      ],
    ],
  ])("is told in AWS's words: %j", (value, violations) => {
    expect(judge(value)).toEqual(violations);
  });
});

describe("the patterns of AWS's models", () => {
  it("match the whole text, as in Java", () => {
    expect(expressionOf("a|b")?.test("ab")).toBe(false);
    expect(expressionOf("\\p{Print}+")?.test("plain text")).toBe(true);
    expect(expressionOf("\\p{Print}+")?.test("tab\t")).toBe(false);
    expect(expressionOf("[\\p{L}\\p{Z}-_]*")?.test("é - _")).toBe(true);
    expect(expressionOf("(?i)all|[0-9]{12}")?.test("ALL")).toBe(true);
  });

  const USED = (
    "acm application-autoscaling autoscaling backup budgets ce chatbot cloudfront ec2 ecr eks elasticache " +
    "elasticloadbalancing events iam kms lambda logs mediaconvert monitoring rds route53 s3 scheduler secretsmanager " +
    "sns sqs ssm sts tagging wafv2 xray"
  ).split(" ");

  it.each(USED)("are all understood: %s", async (service) => {
    const found = (await awsModels()).of(service);
    const patterns = Object.values(found?.shapes ?? {}).flatMap(({ pattern }) => pattern ?? []);
    expect(Object.keys(found?.operations ?? {}).length).toBeGreaterThan(3);
    expect(patterns.filter((pattern) => expressionOf(pattern) === undefined)).toEqual([]);
  });
});
