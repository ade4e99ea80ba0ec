import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Gate, gateOf, type Override, readOverrides, unnamed } from "../../review/gate";
import { reviewOf } from "../../review/plan-review";
import { strictnessOf } from "../../review/strictness";
import type { PlanDocument } from "../../scripts/plan-document";
import { temporaryFolder } from "../sandbox/support";

const TODAY = "2026-11-27";
const BUCKET = "aws_s3_bucket.files";

const gone = (address: string, before: object = {}) => ({
  address,
  change: { actions: ["delete"], before: { id: address, ...before }, after: null },
});
const gate = (
  changes: PlanDocument["resource_changes"],
  {
    overrides = [],
    strictness = "retained",
  }: { overrides?: readonly Override[]; strictness?: "retained" | "disposable" } = {},
) => gateOf(reviewOf("prod-platform", { resource_changes: changes ?? [] }), strictness, overrides, TODAY);
const override = (more: Partial<Override> = {}): Override => ({
  root: "prod-platform",
  address: BUCKET,
  reason: "the files have moved",
  until: "2026-12-01",
  ...more,
});
const PASSES: Gate = { refusals: [], mustName: [], notes: [] };

describe("where data is retained, a loss", () => {
  test("is refused", () => {
    expect(gate([gone(BUCKET)])).toEqual({
      ...PASSES,
      refusals: [
        `prod-platform: a loss must have an override, got no override for ${BUCKET}; prevent it, or write it into environments/overrides.json`,
      ],
    });
  });

  test("passes with an override, until its day", () => {
    expect(gate([gone(BUCKET)], { overrides: [override({ until: TODAY })] })).toEqual({
      ...PASSES,
      notes: [`Let through until ${TODAY}: ${BUCKET} (the files have moved)`],
    });
    expect(gate([gone(BUCKET)], { overrides: [override({ until: "2026-11-26" })] }).refusals).toEqual([
      `prod-platform: a loss must have an override, got one that ended on 2026-11-26 for ${BUCKET}; prevent it, or write it into environments/overrides.json`,
    ]);
  });

  test("is not let through by the override of another address or root", () => {
    for (const other of [override({ address: "aws_s3_bucket.others" }), override({ root: "staging-platform" })]) {
      expect(gate([gone(BUCKET)], { overrides: [other] }).refusals).toHaveLength(1);
    }
  });

  test("that does not happen leaves an override to take out", () => {
    expect(gate([], { overrides: [override(), override({ root: "dev-platform" })] }).notes).toEqual([
      `The override of ${BUCKET} is not needed: take it out of environments/overrides.json`,
    ]);
  });
});

describe("what gets another address and stays what it is", () => {
  const made = (address: string, after: object) => ({ address, change: { actions: ["create"], before: null, after } });
  const alarm = { alarm_name: "lms-dev-site-unhealthy", metric_name: "HealthCheckStatus", threshold: 1 };
  const renamed = (after: object) => [
    gone("aws_cloudwatch_metric_alarm.dns_alarm", alarm),
    made("aws_cloudwatch_metric_alarm.records_alarm", after),
  ];

  test("is refused without a move, also where data is disposable", () => {
    for (const strictness of ["retained", "disposable"] as const) {
      expect(gate(renamed({ ...alarm, tags: { Owner: "x" } }), { strictness }).refusals).toEqual([
        "prod-platform: what gets another address must be moved, since AWS has it once, got " +
          "aws_cloudwatch_metric_alarm.dns_alarm: looks like a rename to aws_cloudwatch_metric_alarm.records_alarm: " +
          '.moveFromId("aws_cloudwatch_metric_alarm.dns_alarm") there keeps it',
      ]);
    }
  });

  test("passes when AWS knows it by another name, or it is a part of something else", () => {
    expect(gate(renamed({ ...alarm, alarm_name: "lms-dev-other" })).refusals).toEqual([]);
    // A part of something that is made anew: nobody knows its name yet.
    expect(gate(renamed({ metric_name: "HealthCheckStatus", threshold: 1 })).refusals).toEqual([]);
    const block = { block_public_acls: true, restrict_public_buckets: true };
    const blocks = (bucket: string) => [
      gone("aws_s3_bucket_cors_configuration.old", { ...block, bucket: "media" }),
      made("aws_s3_bucket_cors_configuration.new", { ...block, bucket }),
    ];
    expect(gate(blocks("other")).refusals).toEqual([]);
    expect(gate(blocks("media")).refusals).toHaveLength(1);
  });
});

test("where data is disposable, a loss passes and nothing has to be named", () => {
  const rule = gone("aws_vpc_security_group_ingress_rule.r", { cidr_ipv4: "10.0.0.0/8", ip_protocol: "-1" });
  expect(gate([gone(BUCKET), rule], { strictness: "disposable" })).toEqual(PASSES);
});

test("an access and an outage must be named by whoever approves, with their number", () => {
  const opened = {
    address: "aws_vpc_security_group_ingress_rule.r",
    change: {
      actions: ["create"],
      before: null,
      after: { cidr_ipv4: "0.0.0.0/0", ip_protocol: "tcp", from_port: 22, to_port: 22 },
    },
  };
  const strict = gate([opened, gone("aws_nat_gateway.n"), gone("aws_nat_gateway.m")]);
  expect(strict).toEqual({ ...PASSES, mustName: ["access 1", "outage 2"] });
  expect(unnamed(strict, "")).toEqual(["access 1", "outage 2"]);
  expect(unnamed(strict, "outage 2")).toEqual(["access 1"]);
  expect(unnamed(strict, "access 2, outage 2")).toEqual(["access 1"]);
  expect(unnamed(strict, " Outage  2,ACCESS 1 ")).toEqual([]);
});

test.each(["retained", "disposable"] as const)(
  "a fixed cost above the budget is refused, also where data is %s",
  (strictness) => {
    const budget = (limit_amount: string) => ({
      address: "aws_budgets_budget.b",
      change: { actions: ["no-op"], before: { limit_amount }, after: { limit_amount } },
    });
    const cluster = { address: "aws_eks_cluster.c", change: { actions: ["create"], before: null, after: {} } };
    expect(gate([budget("73"), cluster], { strictness }).refusals).toEqual([]);
    expect(gate([budget("72"), cluster], { strictness }).refusals).toEqual([
      "prod-platform: the fixed cost must be within the budget of $72 a month, got $73; make it cheaper, or raise monitoring.budget.monthlyUsd of the environment",
    ]);
  },
);

test("prod and what all environments share are strict", () => {
  expect(
    ["dev-platform", "staging-addons", "state-dev", "prod-platform", "state-prod", "shared-registry"].map(strictnessOf),
  ).toEqual(["disposable", "disposable", "disposable", "retained", "retained", "retained"]);
});

describe("the file of overrides", () => {
  const file = (text: string) => {
    const path = join(temporaryFolder(), "overrides.json");
    writeFileSync(path, text);
    return path;
  };

  test("is committed, and right", () => {
    expect(() => readOverrides()).not.toThrow();
  });

  test("gives what stands in it; without it there are none", () => {
    expect(readOverrides(file(JSON.stringify([override()])))).toEqual([override()]);
    expect(readOverrides("/nowhere/overrides.json")).toEqual([]);
  });

  test.each([
    ["{", /^environments\/overrides\.json: must be JSON, got .*; correct it$/],
    ["{}", "environments/overrides.json: must be a list of overrides, got object; [] is none"],
    [
      JSON.stringify([{ ...override(), reason: "", until: "soon" }]),
      `environments/overrides.json[0].reason: must be a text, got ""; write it down\n` +
        `environments/overrides.json[0].until: must be a day such as 2026-12-24, got "soon"; write it down`,
    ],
    ["[null]", /\[0\]\.root: must be a text, got undefined; write it down\n/],
  ])("refuses %j", (text, message) => {
    expect(() => readOverrides(file(text))).toThrow(message);
  });
});
