import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// `npm run bench`: what a synth costs, against what Node needs to load the same packages, and how it grows.
const BOUND_TIMES_FLOOR = 2;
const BOUND_SECONDS = 2;
const BOUND_MEMORY_MB = 400;
const REPEATS = 7;

const folder = mkdtempSync(join(tmpdir(), "lms-bench-"));
try {
  const floor = median(["-e", loadPackages()]);
  const synth = median(["scripts/run.js", "main.ts"]);
  report("Node start and the same packages (the floor)", seconds(floor));
  report("synth of every environment", seconds(synth), {
    bound: `at most ${BOUND_TIMES_FLOOR} times the floor (${(synth / floor).toFixed(2)}) and ${BOUND_SECONDS} s`,
    reached: synth <= BOUND_TIMES_FLOOR * floor && synth < BOUND_SECONDS,
  });
  for (const environments of [1, 10, 30, 100]) {
    const run = timed(["scripts/run.js", "scripts/bench-synth.ts", String(environments), join(folder, "bench")]);
    const { roots, peakMemoryKb } = JSON.parse(run.stdout) as { roots: number; peakMemoryKb: number };
    const memoryMb = peakMemoryKb / 1024;
    report(
      `environments: ${environments}, roots: ${roots}`,
      `${seconds(run.seconds)}, peak ${memoryMb.toFixed(0)} MB`,
      {
        bound: `under ${BOUND_MEMORY_MB} MB`,
        reached: memoryMb < BOUND_MEMORY_MB,
      },
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs Node. A run that fails ends the bench with what it printed. */
function timed(args: readonly string[]): { readonly seconds: number; readonly stdout: string } {
  const start = performance.now();
  const env = { ...process.env, CDKTF_OUTDIR: join(folder, "synth") };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
  if (status !== 0) throw new Error(stderr);
  return { seconds: (performance.now() - start) / 1000, stdout };
}

function median(args: readonly string[]): number {
  const sorted = Array.from({ length: REPEATS }, () => timed(args).seconds).sort((one, other) => one - other);
  return sorted[Math.floor(REPEATS / 2)] ?? Number.NaN;
}

/** A script that loads each package module that a synth loads, in the same order; a synth is asked for them. */
function loadPackages(): string {
  const list = join(folder, "modules.json");
  const spy = join(folder, "spy.js");
  writeFileSync(
    spy,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(list)}, JSON.stringify(
      Object.keys(require.cache).filter((file) => /node_modules.(cdktf|constructs|@cdktf)/.test(file)))));`,
  );
  timed(["--require", spy, "scripts/run.js", "main.ts"]);
  return `for (const file of ${readFileSync(list, "utf8")}) require(file)`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function report(what: string, value: string, goal?: { readonly bound: string; readonly reached: boolean }): void {
  const verdict = goal === undefined ? "" : `   ${goal.reached ? "reached" : "MISSED"}: ${goal.bound}`;
  console.log(`${what.padEnd(46)}${value.padStart(22)}${verdict}`);
}
