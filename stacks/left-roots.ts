import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { accountOf } from "../environments";
import type { Synthesis } from "./synthesize";

/** What could be applied: the configuration, what the commands write beside it, and a plan, which has all of that in it. */
const APPLIED = /^(cdk\.tf\.json|\.terraform\.lock\.hcl|.+_override\.tf\.json|plan)$/;

/**
 * Removes the configurations of roots that left the code, so that nobody applies them: those of an account that is in it no
 * more, and what an account that was synthesized has no more. Accounts that were left out of this synth stay as they were, and
 * so does what Terraform keeps in any folder, such as a state that it could not write.
 * @returns a line on each root that had one
 */
export function removeLeftRoots({ outdir, roots }: Pick<Synthesis, "outdir" | "roots">): string[] {
  const synthesized = new Set(roots.map(accountOf));
  const stacks = join(outdir, "stacks");
  const left = readdirSync(stacks).filter((root) => {
    const account = accountOf(root);
    const isOfThisSynth = account === undefined || synthesized.has(account);
    return isOfThisSynth && !roots.includes(root) && existsSync(join(stacks, root, "cdk.tf.json"));
  });
  return left.map((root) => {
    const folder = join(stacks, root);
    for (const name of readdirSync(folder).filter((file) => APPLIED.test(file))) rmSync(join(folder, name));
    if (readdirSync(folder).length === 0) rmdirSync(folder);
    return (
      `${root}: left the code, so its configuration is gone from ${folder}; what is deployed of it stays: if anything is, ` +
      "take it down from the last commit that has it"
    );
  });
}
