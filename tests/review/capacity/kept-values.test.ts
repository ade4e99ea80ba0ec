import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { cacheFolder } from "../../../modules/foundation/project-folder";
import { keptValues } from "../../../review/capacity/kept-values";
import { PROJECT } from "../../../scripts/synth";

const NAME = `kept-values-test-${process.pid}`;
const FILE = join(cacheFolder(PROJECT), "values", `${NAME}.json`);

afterEach(() => rmSync(FILE, { force: true }));

it("values are read once, and again when a text has changed", () => {
  expect(keptValues(NAME, ["pods: 0120", "a: b"])).toEqual([{ pods: 120 }, { a: "b" }]);
  writeFileSync(FILE, readFileSync(FILE, "utf8").replace('"pods":120', '"pods":7'));
  expect(keptValues(NAME, ["pods: 0120", "a: b"])).toEqual([{ pods: 7 }, { a: "b" }]);
  expect(keptValues(NAME, ["pods: 3", "a: b"])).toEqual([{ pods: 3 }, { a: "b" }]);
});

it("texts are not taken for others whose characters follow each other the same", () => {
  keptValues(NAME, ["a: b", "c: d"]);
  expect(keptValues(NAME, ["a: b\nc: d"])).toEqual([{ a: "b", c: "d" }]);
});

it("what another program left there is not believed", () => {
  keptValues(NAME, ["a: b"]);
  writeFileSync(FILE, "half");
  expect(keptValues(NAME, ["a: b"])).toEqual([{ a: "b" }]);
});
