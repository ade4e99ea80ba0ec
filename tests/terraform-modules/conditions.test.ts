import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { environmentSchema } from "../../environments/environment";
import type { Schema } from "../../modules/foundation/schema";
import { settingsProblems } from "../../modules/foundation/schema";
import { shapeOf } from "../../modules/foundation/schema-shape";

/** Values of settings that are right, and such that are wrong. */
const VALUES: Readonly<Record<string, readonly [right: readonly unknown[], wrong: readonly unknown[]]>> = {
  owner: [
    ["lms team", "Müller/1:+=@-"],
    ["", " lms", "lms ", "aws:lms", "a;b"],
  ],
  "network.cidr": [
    ["10.0.0.0/16", "172.16.8.0/21", "100.64.0.0/20"],
    ["10.0.0.0/15", "10.0.0.0/22", "10.0.0.1/16", "127.0.0.0/16", "169.254.0.0/16", "240.1.0.0/16", "10.0.0/16", "x"],
  ],
  "cluster.publicAccess": [
    [["198.51.100.0/24"], ["8.0.0.0/8", "203.0.113.7/32"]],
    [["10.0.0.0/24"], ["192.0.0.0/8"], ["100.64.1.0/24"], ["0.0.0.0/0"], ["198.51.100.1/24"], ["office"]],
  ],
  "edge.domain": [
    ["lms.example.com"],
    ["LMS.example.com", "lms", "lms.example.com.", "https://a.de", `${"a".repeat(63)}.de`],
  ],
  "monitoring.budget.monthlyUsd": [
    [1, 900, 900.25],
    [0.99, 0, 100_000_001, 1.005],
  ],
  "monitoring.tracing.learnerRate": [
    [0, 0.05, 1],
    [-0.1, 1.1],
  ],
  "monitoring.alarms.latencySeconds": [
    [0.1, 60],
    [0.05, 61],
  ],
  "database.backupRetentionDays": [
    [1, 35],
    [0, 36, 1.5],
  ],
  "database.backupWindow": [
    ["07:00-07:30", "23:30-00:30"],
    ["7:00-7:30", "24:00-01:00", "07:00", "07:00-07:30-08:00"],
  ],
  "database.maintenanceWindow": [["sun:23:30-mon:00:30"], ["sun:9:00-sun:10:00", "Sun:09:00-sun:10:00", "09:00-10:00"]],
  "video.timeZone": [
    ["America/New_York", "UTC", "America/Argentina/Buenos_Aires"],
    ["america/new_york", "+02:00", ""],
  ],
  "monitoring.budget.mail": [[["team@example.com"]], [["team"], ["a b@example.com"], ["team@example"]]],
};

/** The schema of a setting, by its path. */
function schemaOf(path: string): Schema<unknown> {
  return path.split(".").reduce((schema: Schema<unknown>, key) => {
    const outer = shapeOf(schema);
    const shape = outer.is === "either" ? shapeOf(outer.other) : outer;
    const entries = shape.is === "group" ? shape.entries : {};
    const found = entries[key];
    if (found === undefined) throw new Error(`no setting ${path}`);
    return found;
  }, environmentSchema);
}

/** The condition of each element in the case of a list, else of the value. */
function conditionOf(path: string, value: string): string {
  const outer = shapeOf(schemaOf(path));
  const shape = outer.is === "either" ? shapeOf(outer.other) : outer;
  const inner = shape.is === "list" ? shapeOf(shape.item) : shape;
  const condition = inner.is === "value" ? inner.rule.condition : undefined;
  if (condition === undefined) throw new Error(`${path} has no condition`);
  return shape.is === "list" ? `alltrue([for each in ${value} : ${condition("each")}])` : condition(value);
}

it("rules say the same in Terraform's language as in the synth", () => {
  const cases = Object.entries(VALUES).flatMap(([path, [right, wrong]]) => [
    ...right.map((value) => ({ path, value, holds: true })),
    ...wrong.map((value) => ({ path, value, holds: false })),
  ]);
  const bySynth = cases.map(({ path, value }) => settingsProblems("", schemaOf(path), value).length === 0);
  const conditions = cases.map(({ path, value }) => `(${conditionOf(path, JSON.stringify(value))})`);
  const answer = execFileSync("terraform", ["console"], {
    input: `jsonencode([${conditions.join(", ")}])\n`,
    encoding: "utf8",
    env: { ...process.env, CHECKPOINT_DISABLE: "1" },
  });
  const byTerraform = JSON.parse(JSON.parse(answer) as string) as boolean[];
  const told = (each: readonly boolean[]) => cases.map(({ path, value }, index) => [path, value, each[index]]);
  expect(told(bySynth)).toEqual(cases.map(({ path, value, holds }) => [path, value, holds]));
  expect(told(byTerraform)).toEqual(cases.map(({ path, value, holds }) => [path, value, holds]));
});
