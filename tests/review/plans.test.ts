import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reviewOf } from "../../review/plan-review";
import { htmlText } from "../../review/render/html";
import { markdownText } from "../../review/render/markdown";
import { terminalText } from "../../review/render/terminal";
import { EDITS } from "./edits";
import { reviewOfEdit } from "./expected";
import { CANARY, PLANS, readPlan } from "./plan-file";

const NAMES = Object.keys(EDITS);

test("at least sixty edits have a plan and the review that is expected of it, and no other plan lies there", () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(60);
  expect(readdirSync(PLANS).sort()).toEqual(NAMES.flatMap((name) => [`${name}.json.gz`, `${name}.txt`]).sort());
});

describe.each(NAMES)("%s", (name) => {
  test("is reviewed as expected, on one screen that says what matters", () => {
    const { screen } = reviewOfEdit(name);
    for (const text of EDITS[name]?.says ?? []) expect(screen).toContain(text);
    expect(screen.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
    expect(EDITS[name]?.says.length, "an edit says what its review must say").toBeGreaterThan(0);
    const file = join(PLANS, `${name}.txt`);
    expect(screen).toBe(existsSync(file) ? readFileSync(file, "utf8") : "");
  });

  test("shows no sensitive value anywhere", () => {
    const { review, gate } = reviewOfEdit(name);
    const section = { title: name, review, gate };
    const shown = [
      JSON.stringify(review),
      terminalText(review, gate, { all: true }),
      markdownText(name, [], [section]),
      htmlText(name, [section]),
    ].join("\n");
    expect(shown).not.toContain(CANARY);
    expect(shown).not.toContain(Buffer.from(CANARY).toString("base64").slice(0, 12));
  });
});

test("a plan of 700 resources is judged in under two seconds of the processor", () => {
  const plan = readPlan("network-cidr-of-prod");
  const resources = plan.resource_changes ?? [];
  expect(resources.length).toBeGreaterThan(650);
  const more = resources.slice(0, 50).map((resource) => ({ ...resource, address: `${resource.address}_more` }));
  const document = { ...plan, resource_changes: [...resources, ...more] };
  reviewOf("prod-platform", document);
  const before = process.cpuUsage();
  reviewOf("prod-platform", document);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(2);
});
