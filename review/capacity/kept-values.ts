import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, projectFolder } from "../../modules/foundation/project-folder";
import { writeWhole } from "../../modules/foundation/write-whole";

/**
 * Values of YAML texts, from an earlier run where the texts and the parser are the same: to load the parser and to read the
 * services of three environments takes as long as an eighth of a synth.
 * @param name of the file in the cache, for texts that are read together
 */
export function keptValues(name: string, texts: readonly string[]): readonly unknown[] {
  const project = projectFolder(__dirname);
  const file = join(cacheFolder(project), "values", `${name}.json`);
  const key = keyOf([readFileSync(join(project, "node_modules", "yaml", "package.json"), "utf8"), ...texts]);
  const kept = find(file);
  if (kept?.key === key) return kept.values;
  const { parse } = require("yaml") as typeof import("yaml");
  const values = texts.map((text) => parse(text) as unknown);
  writeWhole(file, JSON.stringify({ key, values }));
  return values;
}

interface Kept {
  readonly key: string;
  readonly values: readonly unknown[];
}

function find(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Kept;
  } catch {
    return undefined;
  }
}

function keyOf(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}
