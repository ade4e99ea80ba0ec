import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { parse as parseYaml } from "yaml";
import { DELIVERED } from "../../environments";
import { Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import type { WrittenPipelines } from "./jenkinsfiles/calls";
import { stalePipelines, writtenFor } from "./jenkinsfiles/environments";
import { parseGroovy } from "./jenkinsfiles/groovy";
import { groovyMistakes } from "./jenkinsfiles/groovy-parser";
import { lint } from "./jenkinsfiles/rules";
import { runCommand } from "./shared/command";

const NAMES = DELIVERED.map(({ name }) => name);

runCommand({
  name: "lint-jenkinsfiles",
  about: `Checks the pipelines and the steps that they share: their syntax, by Groovy 2.4 where there is a Java, the rules in ci/scripts/jenkinsfiles/rules.ts,
that each stage is as ci/pipelines.yaml writes it down, and that those of each environment are what ci/stages gives.`,
  options: { folder: { value: "<folder>", default: "ci", about: "Holds *.Jenkinsfile and vars/*.groovy." } },
  run: async ({ folder }, signal) => {
    const paths = [...pathsOf(folder, ".Jenkinsfile"), ...pathsOf(join(folder, "vars"), ".groovy")];
    const parsed = await groovyMistakes(paths, process.env, signal);
    if ("missing" in parsed) console.error(`lint-jenkinsfiles: goes on without Groovy's own parser, ${parsed.missing}`);
    const mistakes = "mistakes" in parsed ? [...parsed.mistakes] : [];
    if (mistakes.length > 0) {
      const lines = mistakes.flatMap(([path, some]) =>
        some.map(({ line, text }) => `${path}:${line}: syntax: must be Groovy, got ${text}`),
      );
      throw new Failure(lines.join("\n"));
    }
    const files = await Promise.all(paths.map((path) => parseGroovy(path, readFileSync(path, "utf8"))));
    const steps = files.filter(({ path }) => path.endsWith(".groovy"));
    const library = new Map(steps.map((step) => [parse(step.path).name, step]));
    const scripts = await optionsOfScripts();
    const written = readWritten(join(folder, "pipelines.yaml"));
    const findings = [
      ...Object.keys(written)
        .map((name) => join(folder, name))
        .filter((path) => !existsSync(path))
        .map(
          (path) =>
            `${path}: must be there, as ${join(folder, "pipelines.yaml")} writes it down, got no file; restore it, or take it out there`,
        ),
      ...stalePipelines(folder, NAMES).map(
        ({ path }) =>
          `${path}: must have what ci/stages gives for ${NAMES.join(", ")}, got others; run npm run pipelines`,
      ),
      ...files
        .flatMap((file) => lint(file, { library, scripts, written }))
        .map(({ rule, path, line, text }) => `${path}:${line}: ${rule}: ${text}`),
    ];
    if (findings.length > 0) throw new Failure(findings.join("\n"));
    console.log(`${files.length} files keep the rules`);
  },
});

function pathsOf(folder: string, extension: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => join(folder, name));
}

/** What is written down of the pipelines. */
function readWritten(file: string): WrittenPipelines {
  if (!existsSync(file)) throw new Failure(`${file}: must write the pipelines down, got no file; restore it`);
  let written: unknown;
  try {
    written = parseYaml(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Failure(`${file}: must be YAML, got ${(error as Error).message.split("\n")[0]}; correct it`);
  }
  if (isWritten(written)) return writtenFor(written, NAMES);
  throw new Failure(
    `${file}: must write the pipelines down, stage by stage, got ${JSON.stringify(written)}; restore it`,
  );
}

/** Lists of stages by their pipelines. */
function isWritten(written: unknown): written is Parameters<typeof writtenFor>[0] {
  const isMap = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isEntry = (entry: unknown) => isMap(entry) && ("stage" in (entry as object) || "of" in (entry as object));
  return isMap(written) && Object.values(written as object).every((list) => Array.isArray(list) && list.every(isEntry));
}

/** The options of every script, as its own help tells them. */
async function optionsOfScripts(): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = join("ci", "scripts");
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
  const helps = await Promise.all(paths.map((path) => help(path)));
  return new Map(paths.map((path, index) => [path, helps[index] ?? []]));
}

async function help(path: string): Promise<readonly string[]> {
  const args = [join("scripts", "run.js"), path, "--help"];
  const { stdout } = await run({ command: process.execPath, args, env: process.env });
  return [...stdout.matchAll(/^ {2}--([a-z-]+) /gm)].map(([, option]) => option ?? "");
}
