import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Failure } from "./failure";
import { run } from "./process";

/** The folder of the project. Every program in it lies one folder below. */
export const PROJECT = resolve(__dirname, "..");

/** A root that a synth wrote. */
export interface SynthesizedRoot {
  readonly name: string;
  readonly folder: string;
}

/** Roots of an environment: the one that holds its state bucket, and the others in the order to apply them. */
export interface SynthesizedEnvironment {
  readonly state: SynthesizedRoot;
  readonly roots: readonly SynthesizedRoot[];
}

/** The part of cdktf's manifest.json that tells the roots. */
export interface Manifest {
  readonly stacks: Readonly<
    Record<
      string,
      { readonly name: string; readonly workingDirectory: string; readonly dependencies: readonly string[] }
    >
  >;
}

/**
 * Synthesizes one environment into a folder, emptied before, and checks the types of the project meanwhile.
 * @param project the folder of another release of the project; this one by default
 * @throws Failure with the synth's own list of problems
 */
export async function synthesizeEnvironment(
  environment: string,
  outdir: string,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  project: string = PROJECT,
): Promise<SynthesizedEnvironment> {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  const { exitCode, stderr } = await run({
    command: process.execPath,
    args: [join("scripts", "run.js"), "--typed", "main.ts"],
    cwd: project,
    env: { ...env, LMS_ENVIRONMENTS: environment, CDKTF_OUTDIR: outdir },
    signal,
    graceMs: 0,
  });
  if (exitCode !== 0)
    throw new Failure(`${environment}: the synth must succeed, got exit code ${exitCode}:\n${stderr}`);
  return readSynthesis(environment, outdir);
}

/** Synthesizes one environment into a folder of its own, for as long as `read` looks at it. */
export async function synthesizedElsewhere<T>(
  environment: string,
  signal: AbortSignal,
  read: (synthesized: SynthesizedEnvironment, outdir: string) => T,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "lms-synth-"));
  try {
    return read(await synthesizeEnvironment(environment, folder, process.env, signal), folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The JSON of an environment's platform. */
export function readPlatform(environment: string, signal: AbortSignal): Promise<string> {
  return synthesizedElsewhere(environment, signal, ({ roots }) => {
    const platform = roots.find(({ name }) => name === `${environment}-platform`);
    if (platform !== undefined) return readFileSync(join(platform.folder, "cdk.tf.json"), "utf8");
    throw new Failure(`${environment}: must have a root ${environment}-platform, got none`);
  });
}

/** Reads what an earlier synth of an environment wrote. */
export function readSynthesis(environment: string, outdir: string): SynthesizedEnvironment {
  const roots = rootsOf(JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8")) as Manifest, outdir);
  const state = roots.find(({ name }) => name === `state-${environment}`);
  if (state === undefined) {
    throw new Failure(
      `${environment}: the synth must write a root state-${environment}, got ${roots.map(({ name }) => name).join(", ")}`,
    );
  }
  return { state, roots: roots.filter((root) => root !== state) };
}

/** The roots of a manifest, each after those that it depends on. */
export function rootsOf({ stacks }: Manifest, outdir: string): readonly SynthesizedRoot[] {
  const ordered = new Map<string, SynthesizedRoot>();
  const add = (name: string): void => {
    const stack = stacks[name];
    if (stack === undefined || ordered.has(name)) return;
    for (const dependency of stack.dependencies) add(dependency);
    ordered.set(name, { name, folder: join(outdir, stack.workingDirectory) });
  };
  for (const name of Object.keys(stacks)) add(name);
  return [...ordered.values()];
}
