import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../environments";
import { IRREPLACEABLE } from "../modules/foundation/irreplaceable";
import { gateOf, readOverrides } from "../review/gate";
import { entryOf } from "../review/plan/values";
import { type PlanReview, reviewOf } from "../review/plan-review";
import { terminalText } from "../review/render/terminal";
import { strictnessOf } from "../review/strictness";
import { Failure } from "../scripts/failure";
import { run } from "../scripts/process";
import { PROJECT, synthesizeEnvironment } from "../scripts/synth";
import type { Terraform } from "../scripts/terraform";
import { TerraformRoot } from "../scripts/terraform-root";
import { emulatorEnvironment } from "./aws-environment";
import { endpointOf } from "./emulator-process";

/**
 * Applies the previous release of the platform in a sandbox of its own, plans this one on top of it, and prints the review.
 * @param from the release: a tag or commit
 * @throws Failure when the plan loses something irreplaceable
 */
export async function tryUpgrade(
  environment: Environment,
  from: string,
  terraform: Terraform,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "lms-upgrade-"));
  const release = join(folder, "release");
  const env = { ...process.env, LMS_SANDBOX_FOLDER: join(folder, "sandbox") };
  const execute = async (command: string, args: readonly string[], cwd: string) => {
    const { exitCode, stdout, stderr } = await run({ command, args, cwd, env, signal, graceMs: 15_000, onLine: say });
    if (exitCode !== 0) throw new Failure(`${command} ${args.join(" ")}: must succeed, got ${stderr || stdout}`);
  };
  const sandbox = (...args: readonly string[]) =>
    execute(process.execPath, [join("scripts", "run.js"), join("sandbox", "cli.ts"), ...args], release);
  await execute("git", ["worktree", "add", "--detach", release, from], PROJECT);
  try {
    await installPackages(release, execute);
    say(`applies ${from}`);
    await sandbox(environment.name, "--keep");
    try {
      say("plans this release on top of it");
      const review = await plannedUpgrade(
        environment,
        join(env.LMS_SANDBOX_FOLDER, environment.name),
        terraform,
        signal,
      );
      const gate = gateOf(review, strictnessOf(review.root), readOverrides(), new Date().toISOString().slice(0, 10));
      say(terminalText(review, gate, { all: false, color: false }).trimEnd());
      refuseLosses(from, review);
    } finally {
      await sandbox(environment.name, "--destroy");
    }
  } finally {
    await execute("git", ["worktree", "remove", "--force", release], PROJECT);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last release before this one, or the commit before it where there is none. */
export async function previousRelease(signal: AbortSignal): Promise<string> {
  const args = ["describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^"];
  const { exitCode, stdout } = await run({ command: "git", args, cwd: PROJECT, env: process.env, signal, graceMs: 0 });
  return exitCode === 0 ? stdout.trim() : "HEAD^";
}

/** A release with the same packages takes those that are here. */
async function installPackages(
  release: string,
  execute: (command: string, args: readonly string[], cwd: string) => Promise<void>,
): Promise<void> {
  const lock = (folder: string) => {
    const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
    return JSON.stringify({ ...packages, "": undefined });
  };
  if (lock(release) === lock(PROJECT)) symlinkSync(join(PROJECT, "node_modules"), join(release, "node_modules"));
  else await execute("npm", ["ci", "--no-progress"], release);
}

/** The review of a plan of this release's platform with the state of the other. */
async function plannedUpgrade(
  environment: Environment,
  kept: string,
  terraform: Terraform,
  signal: AbortSignal,
): Promise<PlanReview> {
  const name = `${environment.name}-platform`;
  const { keptPort = 0 } = JSON.parse(readFileSync(join(kept, "sandbox.json"), "utf8")) as {
    readonly keptPort?: number;
  };
  const outdir = join(kept, "upgrade");
  await synthesizeEnvironment(environment.name, outdir, process.env, signal);
  const folder = join(outdir, "stacks", name);
  const applied = join(kept, "cdktf.out", "stacks", name);
  for (const file of [".terraform", ".terraform.lock.hcl"]) {
    cpSync(join(applied, file), join(folder, file), { recursive: true });
  }
  const env = emulatorEnvironment(terraform.env, endpointOf(keptPort), environment.region);
  const root = new TerraformRoot(terraform.with({ env }), name, folder);
  await root.plan("-refresh=false", "-lock=false");
  return reviewOf(name, await root.planDocument(), { warnings: [] });
}

function refuseLosses(from: string, { root, findings, verdict }: PlanReview): void {
  const lost = verdict.loses.filter((address) => entryOf(IRREPLACEABLE, address.split(".")[0] ?? "") !== undefined);
  if (lost.length === 0) return;
  const texts = findings
    .filter(({ address }) => lost.includes(address))
    .map(({ address, text }) => `${address}: ${text}`);
  throw new Failure(`${root}: an upgrade from ${from} must lose nothing, got\n${texts.join("\n")}`);
}
