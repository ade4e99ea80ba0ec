import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ENVIRONMENTS, type Environment } from "../environments";
import { emulatorEnvironment } from "../sandbox/aws-environment";
import { endpointOf } from "../sandbox/emulator-process";
import { sandboxFolder } from "../sandbox/lease";
import { Failure, runProgram } from "../scripts/failure";
import { chooseProviderSource } from "../scripts/provider-source";
import { Terraform } from "../scripts/terraform";
import { TerraformRoot } from "../scripts/terraform-root";
import { PlatformStack } from "../stacks/platform-stack";
import { synthesize } from "../stacks/synthesize";
import { EDITS } from "./review/edits";
import type { Configuration, Edit, Writable } from "./review/edits/edit";
import { reviewOfEdit } from "./review/expected";
import { PLANS, packPlan } from "./review/plan-file";

/** The plans in which nothing changes, which hold what all plans of an environment have in common. */
const BASES: Readonly<Record<string, string>> = { dev: "nothing", prod: "nothing-in-prod" };

const HELP = `node scripts/run.js tests/record-plans.ts [--expect | <edit>...]

Plans each edit of tests/review/edits on a kept sandbox of its environment, and writes what a review reads of the plan to
tests/review/plans. Without names it records the edits that have no plan yet. Before: npm run sandbox -- dev prod --keep

  --expect   plans nothing, and writes the review of each recorded plan anew: read the diff before you commit it`;

void runProgram(async (signal) => {
  const names = process.argv.slice(2);
  if (names.includes("--help")) {
    console.log(HELP);
    return;
  }
  if (names.includes("--expect")) {
    for (const name of Object.keys(EDITS)) writeFileSync(join(PLANS, `${name}.txt`), reviewOfEdit(name).screen);
    return;
  }
  mkdirSync(PLANS, { recursive: true });
  const terraform = await Terraform.find(process.env, signal);
  const source = await chooseProviderSource(process.env, { folder: sandboxFolder() });
  for (const name of names.length > 0 ? names : missing()) {
    const edit = EDITS[name];
    if (edit === undefined) throw new Failure(`record-plans: must name an edit of tests/review/edits, got ${name}`);
    try {
      await record(name, edit, terraform.with({ env: { ...terraform.env, ...source.env } }));
    } catch (error) {
      if (signal.aborted) throw error;
      console.error(`${name}: ${(error as Error).message.slice(0, 1500)}`);
      process.exitCode = 1;
    }
  }
});

function missing(): readonly string[] {
  const bases = Object.values(BASES);
  const others = Object.keys(EDITS).filter((name) => !bases.includes(name));
  return [...bases, ...others].filter((name) => !existsSync(planFile(name)));
}

/** Plans one edit, in a folder of its own, with the state of the kept sandbox. */
async function record(name: string, edit: Edit, terraform: Terraform): Promise<void> {
  const environment = ENVIRONMENTS.find((candidate) => candidate.name === (edit.environment ?? "dev"));
  if (environment === undefined) throw new Failure(`${name}: no environment ${edit.environment}`);
  const kept = join(sandboxFolder(), environment.name);
  const { keptPort } = JSON.parse(readFileSync(join(kept, "sandbox.json"), "utf8")) as { keptPort?: number };
  if (keptPort === undefined) throw new Failure(`${name}: the sandbox of ${environment.name} must be kept`);
  const endpoint = endpointOf(keptPort);
  const outdir = mkdtempSync(join(tmpdir(), "lms-record-"));
  const undo = await edit.byHand?.(endpoint);
  try {
    const folder = synthesizeEdit(edit, environment, outdir);
    const initialized = join(kept, "cdktf.out", "stacks", `${environment.name}-platform`);
    cpSync(join(initialized, ".terraform"), join(folder, ".terraform"), { recursive: true });
    cpSync(join(initialized, ".terraform.lock.hcl"), join(folder, ".terraform.lock.hcl"));
    const env = emulatorEnvironment(terraform.env, endpoint, environment.region);
    const root = new TerraformRoot(terraform.with({ env }), `${environment.name}-platform`, folder);
    await root.plan("-lock=false", ...(edit.refresh ? [] : ["-refresh=false"]));
    const base = BASES[environment.name];
    const packed = packPlan(await root.planDocument(), base === name ? undefined : base);
    writeFileSync(planFile(name), packed);
    console.log(`${name}: ${packed.length} bytes`);
  } finally {
    await undo?.();
    rmSync(outdir, { recursive: true, force: true });
  }
}

function synthesizeEdit(edit: Edit, environment: Environment, outdir: string): string {
  const edited = structuredClone(environment) as unknown as Writable<Environment>;
  edit.settings?.(edited);
  const { problems } = synthesize(() => [(app) => new PlatformStack(app, edited as unknown as Environment)], outdir);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  const folder = join(outdir, "stacks", `${environment.name}-platform`);
  const file = join(folder, "cdk.tf.json");
  const root = JSON.parse(readFileSync(file, "utf8")) as Configuration;
  edit.configuration?.(root);
  writeFileSync(file, JSON.stringify(root));
  return folder;
}

function planFile(name: string): string {
  return join(PLANS, `${name}.json.gz`);
}
