import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type PartGraph, partGraph } from "./architecture/part-graph";
import { diagram } from "./architecture/picture";
import { Failure, runProgram } from "./failure";
import { PROJECT, synthesizeEnvironment } from "./synth";

const HELP = `npm run architecture [-- --check]

Draws the architecture of prod from its synthesized JSON into docs/architecture.md: a box for each part of the platform
with the number of its resources, and an arrow from each part to those whose resources it refers to.

  --check   writes nothing, and exits with 1 when the picture in the file is not that of the code
  --help    this text`;

const FILE = "docs/architecture.md";
const BLOCK = /(<!-- drawn by npm run architecture -->\n)[\s\S]*?(<!-- end of the drawing -->)/;

void runProgram(async (signal) => {
  const { help, check } = parse(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return;
  }
  const path = join(PROJECT, FILE);
  const before = readFileSync(path, "utf8");
  if (!BLOCK.test(before)) {
    throw new Failure(`${FILE}: must hold the two lines that the drawing goes between, got none; take them from Git`);
  }
  const picture = diagram(await prodGraph(signal));
  const after = before.replace(BLOCK, (_, begin: string, end: string) => `${begin}\n${picture}\n${end}`);
  if (!check) writeFileSync(path, after);
  else if (after !== before) {
    throw new Failure(`${FILE}: must show the architecture as the code has it, got an older one; npm run architecture`);
  }
});

async function prodGraph(signal: AbortSignal): Promise<PartGraph> {
  const folder = mkdtempSync(join(tmpdir(), "lms-architecture-"));
  try {
    const { roots } = await synthesizeEnvironment("prod", folder, process.env, signal);
    const platform = roots.find(({ name }) => name === "prod-platform");
    if (platform === undefined) throw new Failure("prod: must have a root prod-platform, got none");
    return partGraph(JSON.parse(readFileSync(join(platform.folder, "cdk.tf.json"), "utf8")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parse(args: readonly string[]) {
  const options = { help: { type: "boolean", default: false }, check: { type: "boolean", default: false } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Failure(`architecture: ${(error as Error).message}; see --help`);
  }
}
