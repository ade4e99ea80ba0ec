import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { alertsPage } from "./alerts/page";
import { type Told, whoIsTold } from "./alerts/told";
import { Failure, runProgram } from "./failure";
import { PROJECT, synthesizeEnvironment } from "./synth";

const HELP = `npm run alerts [-- --check]

Writes docs/alerts.md: who is told of what in dev, staging and prod, from their synthesized JSON.

  --check   writes nothing, and exits with 1 when the page is not that of the code
  --help    this text`;

const FILE = "docs/alerts.md";
const ENVIRONMENTS = ["dev", "staging", "prod"] as const;

void runProgram(async (signal) => {
  const { help, check } = parse(process.argv.slice(2));
  if (help) {
    console.log(HELP);
    return;
  }
  const told: Record<string, readonly Told[]> = {};
  for (const name of ENVIRONMENTS) told[name] = await toldIn(name, signal);
  const path = join(PROJECT, FILE);
  const page = alertsPage(told);
  if (!check) writeFileSync(path, page);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== page) {
    throw new Failure(`${FILE}: must tell who is told as the code has it, got an older page; npm run alerts`);
  }
});

async function toldIn(name: string, signal: AbortSignal): Promise<readonly Told[]> {
  const folder = mkdtempSync(join(tmpdir(), "lms-alerts-"));
  try {
    const { roots } = await synthesizeEnvironment(name, folder, process.env, signal);
    const platform = roots.find((root) => root.name === `${name}-platform`);
    if (platform === undefined) throw new Failure(`${name}: must have a root ${name}-platform, got none`);
    return whoIsTold(JSON.parse(readFileSync(join(platform.folder, "cdk.tf.json"), "utf8")));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function parse(args: readonly string[]) {
  const options = { help: { type: "boolean", default: false }, check: { type: "boolean", default: false } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new Failure(`alerts: ${(error as Error).message}; see --help`);
  }
}
