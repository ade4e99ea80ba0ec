import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError } from "../environments/configuration-error";
import { type RootBuilder, synthesize } from "../stacks/synthesize";

/**
 * Synthesizes one root, and reads of its folder, which is removed afterwards.
 * @throws ConfigurationError with every problem
 */
export function synthesized<T>(build: RootBuilder, read: (folder: string) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), "lms-modules-"));
  try {
    const { roots, problems } = synthesize(() => [build], outdir);
    if (problems.length > 0) throw new ConfigurationError(problems);
    return read(join(outdir, "stacks", roots.join()));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
