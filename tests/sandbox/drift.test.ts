import { expect, test } from "vitest";
import { driftOf, formatChanges } from "../../scripts/drift";

const change = (before: unknown, after: unknown, more: object = {}) => ({
  actions: ["update"],
  before,
  after,
  ...more,
});
const format = (
  ...changes: readonly (readonly [
    string,
    Parameters<typeof driftOf>[0]["resource_changes"] extends readonly { change: infer C }[] | undefined ? C : never,
  ])[]
) => formatChanges(driftOf({ resource_changes: changes.map(([address, change]) => ({ address, change })) }));

test("drift names the resource, the attribute, and its value before and after", () => {
  expect(format(["aws_sqs_queue.jobs", change({ delay: 0, name: "jobs" }, { delay: 5, name: "jobs" })])).toBe(
    ["  aws_sqs_queue.jobs (update)", "    delay: 0 -> 5"].join("\n"),
  );
});

test("drift in a nested value is told by its path, what was not there as absent", () => {
  const before = { rule: [{ id: "a", days: 1 }], tags: { Owner: "x" } };
  const after = { rule: [{ id: "a", days: 2 }, { id: "b" }], tags: {} };
  expect(format(["aws_x.y", change(before, after)])).toBe(
    [
      "  aws_x.y (update)",
      "    rule[0].days: 1 -> 2",
      '    rule[1]: (absent) -> {"id":"b"}',
      '    tags.Owner: "x" -> (absent)',
    ].join("\n"),
  );
});

test("a JSON document in a string is compared as JSON", () => {
  const policy = (action: string) => JSON.stringify({ Statement: [{ Action: action, Effect: "Allow" }] });
  expect(format(["aws_iam_policy.p", change({ policy: policy("s3:Get*") }, { policy: policy("s3:*") })])).toBe(
    ["  aws_iam_policy.p (update)", '    policy.Statement[0].Action: "s3:Get*" -> "s3:*"'].join("\n"),
  );
});

test("documents that differ in their layout alone are shown as they are", () => {
  expect(format(["aws_x.y", change({ p: '{"a": 1}' }, { p: '{"a":1}' })])).toBe(
    ["  aws_x.y (update)", String.raw`    p: "{\"a\": 1}" -> "{\"a\":1}"`].join("\n"),
  );
});

test("values that only the apply will tell, and sensitive ones, are marked", () => {
  const marks = { after_unknown: { arn: true }, before_sensitive: { password: true }, after_sensitive: {} };
  const before = { arn: "arn:old", password: "before" };
  expect(format(["aws_x.y", change(before, { password: "after" }, marks)])).toBe(
    ["  aws_x.y (update)", '    arn: "arn:old" -> (known after apply)', "    password: (sensitive)"].join("\n"),
  );
});

test("a replacement names what forces it; what is created or deleted is told without its attributes", () => {
  const replaced = {
    actions: ["delete", "create"],
    before: { name: "a" },
    after: { name: "b" },
    replace_paths: [["name"]],
  };
  const created = { actions: ["create"], before: null, after: { name: "b" } };
  const deleted = { actions: ["delete"], before: { name: "a" }, after: null };
  const untouched = { actions: ["no-op"], before: { name: "a" }, after: { name: "a" } };
  expect(format(["aws_a.r", replaced], ["aws_b.c", created], ["aws_c.d", deleted], ["aws_d.n", untouched])).toBe(
    [
      "  aws_a.r (replace)",
      '    name: "a" -> "b" (forces replacement)',
      "  aws_b.c (create)",
      "  aws_c.d (delete)",
    ].join("\n"),
  );
});

test("outputs drift too, and long values are cut", () => {
  const changes = driftOf({ output_changes: { urls: change("a", "b".repeat(300)) } });
  expect(formatChanges(changes)).toBe(`  output.urls (update)\n    value: "a" -> "${"b".repeat(199)}...`);
});
