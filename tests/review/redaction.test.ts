import { expect, test } from "vitest";
import { Redaction, SENSITIVE } from "../../review/plan/redaction";
import { reviewOf } from "../../review/plan-review";
import type { PlanDocument } from "../../scripts/plan-document";

const plan = (before: object, after: object, marks: object, more: PlanDocument = {}): PlanDocument => ({
  resource_changes: [
    {
      address: "aws_lambda_function.f",
      change: { actions: ["update"], before, after, before_sensitive: marks, after_sensitive: marks },
    },
  ],
  ...more,
});

test("marked values are taken out whatever they are, short ones and numbers too", () => {
  const value = { pin: 1234, code: "ab", list: ["x", "y"], block: [{ key: "z", name: "n" }], none: null };
  const marks = { pin: true, code: true, list: [false, true], block: [{ key: true }], none: true };
  expect(new Redaction({}).redact(value, marks)).toEqual({
    pin: SENSITIVE,
    code: SENSITIVE,
    list: ["x", SENSITIVE],
    block: [{ key: SENSITIVE, name: "n" }],
    none: null,
  });
});

test("a sensitive value is found without a mark: in other texts, in JSON, encoded, and from a variable", () => {
  const secret = 'pa"ss word';
  const redaction = new Redaction(
    plan(
      { password: secret },
      { password: secret },
      { password: true },
      {
        variables: { token: { value: "t0ken-of-mine" }, open: { value: "not secret" } },
        configuration: { root_module: { variables: { token: { sensitive: true }, open: {} } } },
      },
    ),
  );
  expect(redaction.text(`url?key=${secret}!`)).toBe(`url?key=${SENSITIVE}!`);
  expect(redaction.text(JSON.stringify({ key: secret }))).toBe(`{"key":"${SENSITIVE}"}`);
  expect(redaction.text(Buffer.from(secret).toString("base64"))).toBe(`${SENSITIVE}==`);
  expect(redaction.text("t0ken-of-mine, not secret")).toBe(`${SENSITIVE}, not secret`);
});

test("user data is told as changed and never shown", () => {
  const document = plan({ user_data: "old script" }, { user_data: "new script" }, {});
  const { changes, findings } = reviewOf("dev-platform", document);
  expect(changes[0]?.lines).toEqual(["user_data: (sensitive)"]);
  expect(JSON.stringify(findings)).not.toContain("script");
});

test("a sensitive value that changes is told without itself", () => {
  const { changes } = reviewOf("dev-platform", plan({ key: "one-of-old" }, { key: "one-of-new" }, { key: true }));
  expect(changes[0]?.lines).toEqual(["key: (sensitive)"]);
});

test("a block with a sensitive value in it that is told as a whole hides the whole", () => {
  const document: PlanDocument = {
    resource_changes: [
      {
        address: "aws_x.y",
        change: {
          actions: ["update"],
          before: { rule: null },
          after: { rule: [{ name: "n", key: "very-secret" }] },
          after_sensitive: { rule: [{ key: true }] },
        },
      },
    ],
  };
  expect(reviewOf("dev-platform", document).changes[0]?.lines).toEqual(["rule: (sensitive)"]);
});
