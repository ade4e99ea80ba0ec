import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { PROJECT } from "../../scripts/synth";

/** Sources that a synth and the GitOps check read. */
const SOURCES = [
  "environments",
  "firewall",
  "functions",
  "gitops",
  "modules",
  "providers",
  "review",
  "scripts",
  "stacks",
  "main.ts",
  "cdktf.json",
  "package.json",
  "tsconfig.json",
  "tsconfig.synth.json",
];

/** Replacement in one source file: `from` must be there. */
export interface Edit {
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/**
 * A copy of the project with edits in its sources, as a user would make them, for what constants of a module decide.
 * Removed when the test ends. Its packages are those of the project; what programs keep among them stays in the copy.
 */
export class ChangedCopy {
  readonly folder = mkdtempSync(join(tmpdir(), "lms-copy-"));

  /** @param more folders and files that are copied beside the sources of a synth */
  constructor(edits: readonly Edit[], more: readonly string[] = []) {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
    for (const source of [...SOURCES, ...more])
      cpSync(join(PROJECT, source), join(this.folder, source), { recursive: true });
    // Nothing is deployed of a copy.
    rmSync(join(this.folder, "environments", "locks"), { recursive: true });
    mkdirSync(join(this.folder, "node_modules"));
    for (const name of readdirSync(join(PROJECT, "node_modules")).filter((entry) => !entry.startsWith("."))) {
      symlinkSync(join(PROJECT, "node_modules", name), join(this.folder, "node_modules", name));
    }
    for (const edit of edits) this.apply(edit);
  }

  /** Runs an entry point of the copy. */
  run(entry: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/run.js", entry, ...args], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** Synthesizes every root. @returns the text of each, by name @throws Error with what the synth printed */
  synthesize(): Readonly<Record<string, string>> {
    const { status, stderr } = this.run("main.ts");
    if (status !== 0) throw new Error(stderr);
    const stacks = join(this.folder, "cdktf.out", "stacks");
    return Object.fromEntries(
      readdirSync(stacks).map((name) => [name, readFileSync(join(stacks, name, "cdk.tf.json"), "utf8")]),
    );
  }

  private apply({ file, from, to }: Edit): void {
    const path = join(this.folder, file);
    const before = readFileSync(path, "utf8");
    const after = before.replace(from, to);
    if (after === before) throw new Error(`${file}: must hold ${from}`);
    writeFileSync(path, after);
  }
}
