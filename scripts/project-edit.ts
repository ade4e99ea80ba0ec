import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure } from "./failure";
import { run } from "./process";
import { PROJECT } from "./synth";

/** Edit of the project's files that can be taken back as a whole. */
export class ProjectEdit {
  private readonly before = new Map<string, string | undefined>();

  constructor(private readonly command: string) {}

  /** Tells whether a file or folder is there, by its path below the project. */
  has(file: string): boolean {
    return existsSync(join(PROJECT, file));
  }

  /** The text of a file. @throws Failure where there is none */
  read(file: string): string {
    if (this.has(file)) return readFileSync(join(PROJECT, file), "utf8");
    throw new Failure(`${this.command}: ${file} must exist, got no file; take it from Git`);
  }

  /** Writes a file that must not be there. */
  add(file: string, text: string): void {
    if (this.has(file)) throw new Failure(`${this.command}: ${file} must not exist, got a file; choose another name`);
    this.write(file, text);
  }

  /** Writes what an edit makes of the text of a file. */
  rewrite(file: string, edit: (text: string) => string): void {
    this.write(file, edit(this.read(file)));
  }

  /** Changes the text of a file. @throws Failure where that changes nothing */
  change(file: string, edit: (text: string) => string): void {
    const text = this.read(file);
    this.rewrite(file, edit);
    if (this.read(file) === text) {
      throw new Failure(
        `${this.command}: ${file} must have the form that this command knows, got another; edit it by hand`,
      );
    }
  }

  /** Removes a file, or all in a folder. */
  remove(path: string): void {
    const isFolder = !path.includes(".", path.lastIndexOf("/"));
    const files = isFolder ? readdirSync(join(PROJECT, path)).map((name) => `${path}/${name}`) : [path];
    for (const file of files) {
      this.remember(file);
      rmSync(join(PROJECT, file));
    }
    if (isFolder) rmdirSync(join(PROJECT, path));
  }

  /**
   * Runs a program of the project on what was edited.
   * @param writes the files that it may write, below the project
   * @throws Failure with what it says is wrong
   */
  async run(entry: readonly string[], writes: readonly string[], signal: AbortSignal, env: NodeJS.ProcessEnv = {}) {
    for (const file of writes) this.remember(file);
    const args = [join("scripts", "run.js"), ...entry];
    const options = { command: process.execPath, args, cwd: PROJECT, env: { ...process.env, ...env }, signal };
    const { exitCode, stderr } = await run(options);
    if (exitCode === 0) return;
    throw new Failure(`${this.command}: nothing was changed, since it would be wrong:\n${stderr.trim()}`);
  }

  /** Synthesizes accounts elsewhere, all of them by default, and checks the types of what is synthesized. */
  async synthesize(accounts: readonly string[], signal: AbortSignal): Promise<void> {
    const CDKTF_OUTDIR = mkdtempSync(join(tmpdir(), "lms-edit-"));
    try {
      const env = { CDKTF_OUTDIR, LMS_ENVIRONMENTS: accounts.join(",") };
      await this.run(["--typed", "main.ts"], [], signal, env);
    } finally {
      rmSync(CDKTF_OUTDIR, { recursive: true, force: true });
    }
  }

  /** What was written or removed, a line a file. */
  report(): readonly string[] {
    return [...this.before]
      .filter(([file, text]) => text !== (this.has(file) ? this.read(file) : undefined))
      .map(([file]) => `${this.has(file) ? "wrote" : "removed"} ${file}`);
  }

  /** Takes the edit back. */
  undo(): void {
    for (const [file, text] of this.before) {
      if (text === undefined) this.removeAdded(file);
      else this.put(file, text);
    }
  }

  private write(file: string, text: string): void {
    this.remember(file);
    this.put(file, text);
  }

  private put(file: string, text: string): void {
    mkdirSync(dirname(join(PROJECT, file)), { recursive: true });
    writeFileSync(join(PROJECT, file), text);
  }

  private removeAdded(file: string): void {
    const path = join(PROJECT, file);
    rmSync(path, { force: true });
    if (existsSync(dirname(path)) && readdirSync(dirname(path)).length === 0) rmdirSync(dirname(path));
  }

  private remember(file: string): void {
    if (this.before.has(file)) return;
    this.before.set(file, this.has(file) ? this.read(file) : undefined);
  }
}
