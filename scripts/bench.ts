import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runPlain } from "./plain-command";

const BOUND_TIMES_FLOOR = 2;
const BOUND_SECONDS = 8;
const BOUND_MEMORY_MB = 350;
const REPEATS = 7;
const METER = "meter.js";
const MEASURED = "measured.json";

runPlain({
  command: "npm run bench",
  about: `Tells what a synth costs, against what Node needs to load the same packages, and how it grows. Processor time is compared,
which other programs change less than the time on the clock, and runs that are compared take turns. Exits with 1 when a bound is
missed.`,
  run: () => {
    const folder = mkdtempSync(join(tmpdir(), "lms-bench-"));
    try {
      writeMeter(folder);
      measure(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

/** Writes what is loaded before each program: when that ends, it writes what it used, and the packages that it loaded. */
function writeMeter(folder: string): void {
  writeFileSync(
    join(folder, METER),
    `process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    require("node:fs").writeFileSync(${JSON.stringify(join(folder, MEASURED))}, JSON.stringify({
      seconds: (user + system) / 1e6,
      peakMb: process.resourceUsage().maxRSS / 1024,
      packages: Object.keys(require.cache).filter((file) => /node_modules.(cdktf|constructs|@cdktf|valibot)/.test(file)),
    }));
  });`,
  );
}

function measure(folder: string): void {
  console.log("Warming up ...");
  const floor = ["-e", loadPackages(folder)];
  const synth = ["scripts/run.js", "main.ts"];
  run(folder, synth);
  const pairs = Array.from(
    { length: REPEATS },
    () => [run(folder, floor).seconds, run(folder, synth).seconds] as const,
  );
  const times = median(pairs.map(([one, other]) => other / one));
  report("Node start and the same packages (the floor)", seconds(median(pairs.map(([one]) => one))));
  report("synth of every environment", seconds(median(pairs.map(([, other]) => other))), {
    bound: `at most ${BOUND_TIMES_FLOOR} times the floor (${times.toFixed(2)})`,
    reached: times <= BOUND_TIMES_FLOOR,
  });
  for (const environments of [1, 10, 30, 100]) {
    const growth = ["scripts/run.js", "scripts/bench-synth.ts", String(environments), join(folder, "bench")];
    if (environments === 1) run(folder, growth);
    const used = run(folder, growth);
    report(`environments: ${environments}`, `${seconds(used.seconds)}, peak ${used.peakMb.toFixed(0)} MB`, {
      bound: `at most ${BOUND_SECONDS} s and ${BOUND_MEMORY_MB} MB`,
      reached: used.seconds <= BOUND_SECONDS && used.peakMb <= BOUND_MEMORY_MB,
    });
  }
}

interface Used {
  readonly seconds: number;
  readonly peakMb: number;
  readonly packages: readonly string[];
}

/** Runs Node, and tells what it used. A run that fails ends the bench with what it printed. */
function run(folder: string, args: readonly string[], own: NodeJS.ProcessEnv = {}): Used {
  const env = { ...process.env, CDKTF_OUTDIR: join(folder, "synth"), ...own };
  const { status, stderr } = spawnSync(process.execPath, ["--require", join(folder, METER), ...args], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(readFileSync(join(folder, MEASURED), "utf8")) as Used;
}

/** A script that loads each package module that a synth needs, in the same order, as Node does without a bundle. */
function loadPackages(folder: string): string {
  const { packages } = run(folder, ["scripts/run.js", "main.ts"], { LMS_PACKAGES: "apart" });
  return `for (const file of ${JSON.stringify(packages)}) require(file)`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s CPU`;
}

function report(what: string, value: string, goal?: { readonly bound: string; readonly reached: boolean }): void {
  const verdict = goal === undefined ? "" : `   ${goal.reached ? "reached" : "MISSED"}: ${goal.bound}`;
  console.log(`${what.padEnd(46)}${value.padStart(26)}${verdict}`);
  if (goal?.reached === false) process.exitCode = 1;
}
