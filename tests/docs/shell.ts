import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Shell code of a page. */
export interface Snippet {
  readonly line: number;
  readonly code: string;
  /** A block is meant to be run as it stands; a command within a sentence may leave out what is known. */
  readonly kind: "block" | "sentence";
}

/** A program that a snippet has called, with its arguments. */
export type Call = readonly [program: string, ...args: string[]];

const BLOCK = /^( *)```sh\n([\s\S]*?)^ *```$/gm;
const SENTENCE = /`((?:aws|kubectl) [^`]+)`/g;
/** What a reader puts in, such as `<the ARN>`. */
const PLACEHOLDER = /<[a-zA-Z][^<>\n]*(?:\n[^<>\n]*)?>/g;

/** The shell code of a page in Markdown. */
export function snippetsOf(markdown: string): Snippet[] {
  const line = (index: number) => markdown.slice(0, index).split("\n").length;
  const blocks = [...markdown.matchAll(BLOCK)].map(({ index, 2: code = "" }): Snippet => {
    return { line: line(index), code, kind: "block" };
  });
  const prose = markdown.replace(BLOCK, (block) => block.replace(/[^\n]/g, " "));
  const sentences = [...prose.matchAll(SENTENCE)].map(({ index, 1: code = "" }): Snippet => {
    return { line: line(index), code: code.replace(/\n\s*/g, " "), kind: "sentence" };
  });
  return [...blocks, ...sentences].map((snippet) => ({
    ...snippet,
    code: snippet.code.replace(PLACEHOLDER, "placeholder"),
  }));
}

/** Programs that are only recorded. */
const RECORDED = ["aws", "kubectl", "curl", "jq", "redis-cli", "terraform", "psql"];

/**
 * Runs code in a shell in which programs do nothing but to be recorded and to answer with a word.
 * @returns what was called
 * @throws Error with the shell's words where the code is none
 */
export function callsOf(code: string): Call[] {
  const folder = mkdtempSync(join(tmpdir(), "lms-docs-"));
  const log = join(folder, "calls");
  writeFileSync(log, "");
  for (const program of RECORDED) {
    const path = join(folder, program);
    writeFileSync(
      path,
      `#!/bin/bash\nprintf '%s\\0' ${program} "$@" >> "${log}"\nprintf '\\n' >> "${log}"\necho word\n`,
    );
    chmodSync(path, 0o755);
  }
  // What a reader sets before, such as NODE.
  const set = Object.fromEntries(
    [...code.matchAll(/\$\{?([A-Z_]+)\b/g)].map(([, name = ""]) => [name, name.toLowerCase()]),
  );
  const env = {
    ...set,
    PATH: `${folder}:/usr/bin:/bin`,
    HOME: folder,
    ENV: "prod",
    P: "lms-prod",
    AWS_REGION: "us-east-1",
  };
  const { status, stderr } = spawnSync("bash", ["-c", code], { cwd: folder, env, encoding: "utf8", timeout: 20_000 });
  const calls = readFileSync(log, "utf8");
  rmSync(folder, { recursive: true });
  if (status !== 0 || stderr !== "") throw new Error(`${code}\n${stderr}`.trim());
  return calls
    .split("\0\n")
    .filter((call) => call !== "")
    .map((call) => call.split("\0") as [string, ...string[]]);
}
