import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../scripts/synth";

const text = (file: string) => readFileSync(join(PROJECT, file), "utf8");

it("tells in CHANGELOG.md what the present version does to an environment that runs", () => {
  const { version } = JSON.parse(text("package.json"));
  const [newest] = /^## .*$/m.exec(text("CHANGELOG.md")) ?? [];
  expect(newest).toBe(`## ${version}`);
  expect(JSON.parse(text("package-lock.json")).version).toBe(version);
});
