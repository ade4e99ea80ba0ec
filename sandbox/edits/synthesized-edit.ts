import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../environments";
import type { EnvironmentEdit, Writable } from "../../environments/edits";
import { shared } from "../../environments/shared";
import { validateEnvironments } from "../../environments/validate";
import type { LockedConfiguration } from "../../review/lock/stateful";
import { PlatformStack } from "../../stacks/platform-stack";
import { synthesize } from "../../stacks/synthesize";

/** The synthesized JSON of a root. */
export type Configuration = LockedConfiguration & Readonly<Record<string, unknown>>;

/** The platform of an environment after an edit, or why there is none. */
export interface SynthesizedEdit {
  readonly configuration: Configuration | undefined;
  readonly problems: readonly string[];
}

/** Synthesizes the platform of an environment, edited or as it is. */
export function synthesizeEdit(environment: Environment, edit: EnvironmentEdit["edit"] = () => {}): SynthesizedEdit {
  const edited = structuredClone(environment) as unknown as Writable<Environment>;
  edit(edited);
  const result = edited as unknown as Environment;
  const problems = validateEnvironments([result], shared);
  if (problems.length > 0) return { configuration: undefined, problems };
  const outdir = mkdtempSync(join(tmpdir(), "lms-edit-"));
  try {
    const synthesis = synthesize(() => [(app) => new PlatformStack(app, result)], outdir);
    if (synthesis.problems.length > 0) return { configuration: undefined, problems: synthesis.problems };
    const [root = ""] = readdirSync(join(outdir, "stacks"));
    const text = readFileSync(join(outdir, "stacks", root, "cdk.tf.json"), "utf8");
    return { configuration: JSON.parse(text) as Configuration, problems: [] };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
