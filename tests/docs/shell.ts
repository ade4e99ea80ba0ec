import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Snippet, unknownsOf } from "../../sandbox/runbooks/pages";
import { Recorder } from "../../sandbox/runbooks/recorder";

/** A program that a snippet has called, with its arguments. */
export type Call = readonly [program: string, ...args: string[]];

/** Programs that are only recorded. */
const SILENT = ["aws", "kubectl", "curl", "jq", "redis-cli", "terraform", "psql"];

/**
 * Runs a snippet in a shell in which programs do nothing but to be recorded and to answer with a word.
 * @returns what was called
 * @throws Error with the shell's words where the code is none
 */
export function callsOf(snippet: Pick<Snippet, "code">): Call[] {
  const folder = mkdtempSync(join(tmpdir(), "lms-docs-"));
  const recorder = new Recorder(folder, SILENT);
  const known = { ENV: "prod", P: "lms-prod", AWS_REGION: "us-east-1" };
  const env = {
    ...Object.fromEntries(unknownsOf(snippet).map((name) => [name, "placeholder"])),
    ...known,
    PATH: [recorder.bin, "/usr/bin", "/bin"].join(delimiter),
    HOME: folder,
  };
  const { code } = snippet;
  const { status, stderr } = spawnSync("bash", ["-c", code], { cwd: folder, env, encoding: "utf8", timeout: 120_000 });
  const calls = recorder.take();
  rmSync(folder, { recursive: true });
  if (status !== 0 || stderr !== "") throw new Error(`${code}\n${stderr}`.trim());
  return calls.map(({ words: [program = "", ...args] }) => [program, ...args]);
}
