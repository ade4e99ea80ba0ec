import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Failure, Interrupted } from "./failure";
import { runPlain } from "./plain-command";
import { type CommandResult, run } from "./process";
import { PROJECT } from "./synth";
import { keep } from "./tools";

/** The releases that the project is tried on: of each line the newest that npm has as a package. */
const RELEASES = ["20.20.2", "22.23.3", "24.21.0", "26.12.1"];
/** Tests that reach what differs between releases, in a few seconds. */
const QUICK_TESTS = ["main", "layout", "environments/validate", "scripts/tools", "modules/lambda", "modules/vpc"];
const BINARY = "bin/node";

runPlain({
  command: "npm run nodes",
  about: `Tries the project on each line of Node: there the synth must be silent and write the same bytes as on this Node, and
the quick part of the tests must pass. Each Node is npm's own package of it, kept in the user's cache.`,
  run: tryNodes,
});

async function tryNodes(signal: AbortSignal): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "lms-nodes-"));
  try {
    const expected = await synthesize(process.execPath, join(folder, "own"), signal);
    for (const release of RELEASES.filter((release) => release !== process.versions.node)) {
      const start = performance.now();
      const node = await findNode(release, signal).catch(tellWhereItMayLack);
      if (node === undefined) continue;
      if ((await synthesize(node, join(folder, release), signal)) !== expected) {
        throw new Failure(`node ${release}: must synthesize the same bytes as ${process.version}, got others`);
      }
      const tests = QUICK_TESTS.map((name) => join("tests", name));
      const { stdout } = await succeed(node, ["node_modules/vitest/vitest.mjs", "run", ...tests], {}, signal);
      const passed = /Tests\s+(.*)/.exec(stdout)?.[1];
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      console.log(`node ${release.padEnd(8)}  the same synth; tests: ${passed}; ${seconds} s`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns a digest of all that the synth writes */
async function synthesize(node: string, folder: string, signal: AbortSignal): Promise<string> {
  const { stderr } = await succeed(node, ["scripts/run.js", "main.ts"], { CDKTF_OUTDIR: folder }, signal);
  if (stderr !== "") throw new Failure(`${node}: must synthesize without a warning, got: ${stderr}`);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  const hash = createHash("sha256");
  for (const file of files) {
    if (statSync(join(folder, file)).isFile()) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex");
}

async function findNode(release: string, signal: AbortSignal): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await keep(process.env, ["node", `${release}-${process.arch}`, BINARY], async (folder) => {
    const program = 'npm pack --silent "$1" && tar -xzf *.tgz --strip-components=1';
    const sh = { command: "sh", args: ["-c", program, "sh", `${name}@${release}`], cwd: folder, env: process.env };
    const { exitCode, stderr } = await run({ ...sh, signal, graceMs: 0 });
    if (exitCode !== 0) throw new Failure(`node ${release}: must come from npm as ${name}, got: ${stderr.trim()}`);
  });
  return join(folder, BINARY);
}

/** Who works offline can do without another Node; CI cannot. */
function tellWhereItMayLack(error: unknown): undefined {
  if (process.env.CI || error instanceof Interrupted || !(error instanceof Failure)) throw error;
  console.error(`${error.message}; it is not tried here, and CI will fail`);
}

/** @returns what a command tells. @throws Failure with that when it fails */
async function succeed(
  node: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<CommandResult> {
  const env = { ...process.env, ...more, NO_COLOR: "1", PATH: `${dirname(node)}:${process.env.PATH}` };
  const result = await run({ command: node, args, cwd: PROJECT, env, signal, graceMs: 0 });
  const { exitCode, stdout, stderr } = result;
  if (exitCode === 0) return result;
  throw new Failure(`${node} ${args.join(" ")}: must succeed, got exit code ${exitCode}:\n${stderr}${stdout}`);
}
