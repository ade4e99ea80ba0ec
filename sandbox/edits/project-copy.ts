import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Environment } from "../../environments";
import type { CodeEdit } from "../../environments/edits";
import { Failure } from "../../scripts/failure";
import { run } from "../../scripts/process";
import { PROJECT } from "../../scripts/synth";
import type { Configuration, SynthesizedEdit } from "./synthesized-edit";

/** Parts of the project that a synth needs. */
const SOURCES = ["environments", "functions", "gitops", "modules", "providers", "review", "scripts", "stacks"] as const;
const FILES = ["main.ts", "cdktf.json", "package.json", "tsconfig.json", "tsconfig.synth.json"] as const;

/** A copy of the project, in which code can be edited and synthesized. No lock is in it: whoever edits looks for losses. */
export class ProjectCopy {
  private constructor(
    private readonly folder: string,
    private readonly environment: Environment,
    private readonly signal: AbortSignal,
  ) {}

  /** Copies the project into a folder, emptied before. */
  static make(folder: string, environment: Environment, signal: AbortSignal): ProjectCopy {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const locks = `${sep}${join("environments", "locks")}`;
    for (const name of [...SOURCES, ...FILES]) {
      const filter = (path: string) => !path.endsWith(locks);
      cpSync(join(PROJECT, name), join(folder, name), { recursive: true, filter });
    }
    symlinkSync(join(PROJECT, "node_modules"), join(folder, "node_modules"));
    return new ProjectCopy(folder, environment, signal);
  }

  /** Synthesizes the platform with edited code, and takes the edits back. @throws Failure when an edit changes nothing */
  async synthesizeCode(edits: readonly CodeEdit[]): Promise<SynthesizedEdit> {
    const texts = new Map<string, string>();
    for (const { file, edit } of edits) {
      const text = texts.get(file) ?? readFileSync(join(PROJECT, file), "utf8");
      const edited = edit(text);
      if (edited === text) throw new Failure(`edits: must change ${file}, got an edit that does not; correct it`);
      texts.set(file, edited);
    }
    for (const [file, text] of texts) writeFileSync(join(this.folder, file), text);
    try {
      return await this.synthesize();
    } finally {
      for (const file of texts.keys()) cpSync(join(PROJECT, file), join(this.folder, file));
    }
  }

  /** Writes other settings of the environment, which stay. */
  settle(environment: unknown): void {
    const { name } = this.environment;
    const text = `import type { Environment } from "./environment";\n\nexport const ${name} = ${JSON.stringify(environment)} as const satisfies Environment;\n`;
    writeFileSync(join(this.folder, "environments", `${name}.ts`), text);
  }

  /** The synthesized JSON of a root, after `synthesize`. */
  configurationOf(root: string): Configuration {
    return JSON.parse(readFileSync(join(this.outdir, "stacks", root, "cdk.tf.json"), "utf8")) as Configuration;
  }

  /** The folder of what is synthesized. */
  get outdir(): string {
    return join(this.folder, "cdktf.out");
  }

  /** Synthesizes the environment as it is in the copy. */
  async synthesize(): Promise<SynthesizedEdit> {
    const { folder, environment, signal } = this;
    const { exitCode, stderr } = await run({
      command: process.execPath,
      args: [join("scripts", "run.js"), "main.ts"],
      cwd: folder,
      env: { ...process.env, LMS_ENVIRONMENTS: environment.name, CDKTF_OUTDIR: this.outdir },
      signal,
      graceMs: 0,
    });
    if (exitCode !== 0) return { configuration: undefined, problems: [stderr] };
    return { configuration: this.configurationOf(`${environment.name}-platform`), problems: [] };
  }
}
