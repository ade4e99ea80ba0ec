import { readdirSync, readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import { type GroovyFile, parseGroovy } from "./jenkinsfiles/groovy";
import { lint } from "./jenkinsfiles/rules";
import { runCommand } from "./shared/command";

runCommand({
  name: "lint-jenkinsfiles",
  about:
    "Checks the pipelines and the steps that they share: their syntax, and the rules in ci/scripts/jenkinsfiles/rules.ts.",
  options: { folder: { value: "<folder>", default: "ci", about: "Holds *.Jenkinsfile and vars/*.groovy." } },
  run: async ({ folder }) => {
    const pipelines = await parseAll(folder, ".Jenkinsfile");
    const steps = await parseAll(join(folder, "vars"), ".groovy");
    const library = new Map(steps.map((step) => [parse(step.path).name, step]));
    const scripts = await optionsOfScripts();
    const findings = [...pipelines, ...steps].flatMap((file) => lint(file, { library, scripts }));
    if (findings.length > 0) {
      throw new Failure(findings.map(({ rule, path, line, text }) => `${path}:${line}: ${rule}: ${text}`).join("\n"));
    }
    console.log(`${pipelines.length} pipelines and ${steps.length} steps keep the rules`);
  },
});

async function parseAll(folder: string, extension: string): Promise<readonly GroovyFile[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(extension));
  return Promise.all(
    files.sort().map((name) => parseGroovy(join(folder, name), readFileSync(join(folder, name), "utf8"))),
  );
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
