import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IRREPLACEABLE } from "../modules/foundation/irreplaceable";
import { gateOf, readOverrides } from "../review/gate";
import { entryOf } from "../review/plan/values";
import { reviewOf } from "../review/plan-review";
import { terminalText } from "../review/render/terminal";
import { strictnessOf } from "../review/strictness";
import { Failure } from "../scripts/failure";
import { attempt, run } from "../scripts/process";
import { PROJECT, type SynthesizedRoot, synthesizeEnvironment } from "../scripts/synth";
import type { TerraformRoot } from "../scripts/terraform-root";

/** A release of the platform before this one, which environments are upgraded from. */
export class PreviousRelease {
  private constructor(
    /** A tag or commit. */
    readonly ref: string,
    private readonly folder: string,
  ) {}

  /**
   * Takes a release out of Git, into a folder of its own. @param ref a tag or commit; by default the last tag `v*` before this commit,
   * or the commit before it where there is none
   * @returns undefined where this is the first commit that Git has here
   * @throws Failure for a commit that Git does not know
   */
  static async take(ref: string | undefined, signal: AbortSignal): Promise<PreviousRelease | undefined> {
    const wanted = ref ?? (await previous(signal));
    const known = await git(["rev-parse", "--verify", "--quiet", `${wanted}^{commit}`], signal);
    if (known === undefined && ref === undefined) return undefined;
    if (known === undefined) throw new Failure(`sandbox: --from must be a tag or commit, got ${ref}; see git tag`);
    const folder = mkdtempSync(join(tmpdir(), "lms-release-"));
    const command = { command: "sh", args: ["-c", 'git archive "$1" | tar -x -C "$2"', "sh", known, folder] };
    await execute({ ...command, cwd: PROJECT }, signal);
    const lock = (project: string) => {
      const { packages } = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8"));
      return JSON.stringify({ ...packages, "": undefined });
    };
    // A release with the same packages takes those that are here.
    if (lock(folder) === lock(PROJECT)) symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
    else await execute({ command: "npm", args: ["ci", "--no-progress"], cwd: folder }, signal);
    return new PreviousRelease(wanted, folder);
  }

  /** Synthesizes the roots of an environment as they were. @returns none where the release does not know it */
  async synthesize(environment: string, outdir: string, signal: AbortSignal): Promise<readonly SynthesizedRoot[]> {
    if (!existsSync(join(this.folder, "environments", `${environment}.ts`))) return [];
    mkdirSync(outdir, { recursive: true });
    const { state, roots } = await synthesizeEnvironment(environment, outdir, process.env, signal, this.folder);
    return [state, ...roots];
  }

  /** Deletes its folder. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * The root of a release that this one's root is applied on top of; undefined where it is the same, and an upgrade does nothing. The
 * files that it uses are named in its JSON by their content.
 */
export function upgradedRoot(
  before: readonly SynthesizedRoot[],
  { name, folder }: SynthesizedRoot,
): SynthesizedRoot | undefined {
  const text = (root: string) => readFileSync(join(root, "cdk.tf.json"), "utf8");
  return before.find((was) => was.name === name && text(was.folder) !== text(folder));
}

/**
 * Reviews the plan of an upgrade.
 * @returns the review, for a terminal
 * @throws Failure when it loses what cannot be made again, and data is retained
 */
export async function reviewUpgrade(root: TerraformRoot, from: string): Promise<string> {
  const review = reviewOf(root.name, await root.planDocument(), { warnings: [] });
  const strictness = strictnessOf(root.name);
  const gate = gateOf(review, strictness, readOverrides(), new Date().toISOString().slice(0, 10));
  const lost = review.verdict.loses.filter(
    (address) => entryOf(IRREPLACEABLE, address.split(".")[0] ?? "") !== undefined,
  );
  if (lost.length === 0 || strictness !== "retained")
    return terminalText(review, gate, { all: false, color: false }).trimEnd();
  const texts = review.findings
    .filter(({ address }) => lost.includes(address))
    .map(({ address, text }) => `${address}: ${text}`);
  throw new Failure(`${root.name}: an upgrade from ${from} must lose nothing, got\n${texts.join("\n")}`);
}

async function previous(signal: AbortSignal): Promise<string> {
  return (await git(["describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^"], signal)) ?? "HEAD^";
}

/** What a Git command prints; undefined when it fails. */
async function git(args: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  const { exitCode, stdout } = await attempt({
    command: "git",
    args,
    cwd: PROJECT,
    env: process.env,
    signal,
    graceMs: 0,
  });
  return exitCode === 0 ? stdout.trim() : undefined;
}

async function execute(
  command: { readonly command: string; readonly args: readonly string[]; readonly cwd: string },
  signal: AbortSignal,
): Promise<void> {
  const { exitCode, stdout, stderr } = await run({ ...command, env: process.env, signal, graceMs: 0 });
  if (exitCode !== 0) {
    throw new Failure(`${command.command} ${command.args.join(" ")}: must succeed, got ${stderr || stdout}`);
  }
}
