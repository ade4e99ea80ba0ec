import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { WrittenPipelines } from "./calls";
import type { StageOutline } from "./outline";

/** What of a pipeline is there once for each environment: the first one is applied as it is merged, the later ones are approved. */
const KINDS = {
  "all environments": (names: readonly string[]) => (names.length > 0 ? [names] : []),
  "each environment": (names: readonly string[]) => names.map((name) => [name]),
  "the first environment": (names: readonly string[]) => names.slice(0, 1).map((name) => [name]),
  "each later environment": (names: readonly string[]) => names.slice(1).map((name) => [name]),
} as const;

type Kind = keyof typeof KINDS;

/**
 * The part of a pipeline that `ci/stages` holds: a line `// <kind>, from stages/<file>`, or several files with `and` between
 * them, and `// end` in its column.
 */
const PART = new RegExp(
  `^( *)// (${Object.keys(KINDS).join("|")}), from (\\S+(?: and \\S+)*)\\n(?:.*\\n)*?\\1// end\\n`,
  "gm",
);

/** Entry of `ci/pipelines.yaml`: a stage, or stages that are there for each environment. */
type WrittenEntry = StageOutline | { readonly of: Kind; readonly stages: readonly StageOutline[] };

/**
 * A pipeline with the parts of its environments written anew.
 * @param names the environments, in the order in which a change goes through them
 * @param read gives the text of a file in `ci/stages`, such as `stages/plan.groovy`
 */
export function withEnvironments(pipeline: string, names: readonly string[], read: (file: string) => string): string {
  return pipeline.replace(PART, (_part, indent: string, kind: Kind, files: string) => {
    const text = files.split(" and ").map(read).join("");
    const lines = KINDS[kind](names).flatMap((some) => filled(text, some).trimEnd().split("\n"));
    const body = lines.map((line) => `${line === "" ? "" : indent}${line}\n`).join("");
    return `${indent}// ${kind}, from ${files}\n${body}${indent}// end\n`;
  });
}

/** A pipeline whose parts of the environments are not what `ci/stages` gives, and what they make of it. */
export interface StalePipeline {
  readonly path: string;
  readonly text: string;
}

/** The pipelines and shared steps of a folder that are not of these environments. */
export function stalePipelines(folder: string, names: readonly string[]): readonly StalePipeline[] {
  const paths = [folder, join(folder, "vars")].flatMap((each) =>
    readdirSync(each)
      .filter((name) => /\.(Jenkinsfile|groovy)$/.test(name))
      .map((name) => join(each, name)),
  );
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return paths.flatMap((path) => {
    const before = readFileSync(path, "utf8");
    const text = withEnvironments(before, names, read);
    return text === before ? [] : [{ path, text }];
  });
}

/** The stages of the pipelines as they are written down, those of each environment by its name. */
export function writtenFor(
  written: Readonly<Record<string, readonly WrittenEntry[]>>,
  names: readonly string[],
): WrittenPipelines {
  const expanded = Object.entries(written).map(([path, entries]) => [
    path,
    entries.flatMap((entry) =>
      "of" in entry
        ? KINDS[entry.of](names).flatMap((some) => JSON.parse(filled(JSON.stringify(entry.stages), some)))
        : (JSON.parse(filled(JSON.stringify(entry), names)) as StageOutline),
    ),
  ]);
  return Object.fromEntries(expanded) as WrittenPipelines;
}

function filled(text: string, names: readonly string[]): string {
  const [name = ""] = names;
  return text
    .replaceAll("<environments>", names.map((each) => `'${each}'`).join(", "))
    .replaceAll("<environment>", name)
    .replaceAll("<ENVIRONMENT>", name.toUpperCase());
}
