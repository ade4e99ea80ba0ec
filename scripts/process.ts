import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { Interrupted } from "./failure";

const GROUP_TIMEOUT_MS = 2_000;

/** A command to run, and how. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the command: first by SIGINT, so that it can finish what it is at. */
  readonly signal?: AbortSignal;
  /** Milliseconds that an interrupted command may take to end before it is killed; no limit by default. */
  readonly graceMs?: number;
  /** Called with each line of stdout while the command runs. */
  readonly onLine?: (line: string) => void;
}

/** End of a command; `exitCode` is null when a signal ended it. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command to its end, in a process group of its own: a Ctrl-C in the terminal then reaches it once, through
 * `signal`, and not a second time from the terminal, which Terraform takes as "stop at once, lose the state".
 * @throws Interrupted when `signal` was aborted, after the command and all that it started have ended
 */
export async function run(options: Command): Promise<CommandResult> {
  const { command, args, cwd, env, signal, graceMs, onLine } = options;
  if (signal?.aborted) throw new Interrupted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let killTimer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    child.kill("SIGINT");
    if (graceMs !== undefined) killTimer = setTimeout(() => killGroup(child.pid), graceMs);
  };
  signal?.addEventListener("abort", interrupt, { once: true });
  const stdout: string[] = [];
  const stderr: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    stdout.push(line);
    onLine?.(line);
  });
  createInterface({ input: child.stderr }).on("line", (line) => stderr.push(line));
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      // A Terraform that is killed leaves its provider processes behind, and they hold its pipes open.
      child.once("exit", () => killGroup(child.pid));
      child.once("close", resolve);
      child.once("error", reject);
    });
    await groupsEnd(child.pid);
    if (signal?.aborted) throw new Interrupted();
    return { exitCode, stdout: stdout.join("\n"), stderr: stderr.join("\n") };
  } finally {
    clearTimeout(killTimer);
    signal?.removeEventListener("abort", interrupt);
  }
}

/** Runs a command that may not even start: then its exit code is 1, and stderr says why. @throws Interrupted */
export async function attempt(options: Command): Promise<CommandResult> {
  try {
    return await run(options);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return { exitCode: 1, stdout: "", stderr: String(error) };
  }
}

/** The file that a command name stands for: the name itself when it is a path, else the first match in PATH. */
export function findExecutable(name: string, env: NodeJS.ProcessEnv): string | undefined {
  const candidates = /[\\/]/.test(name)
    ? [resolve(name)]
    : (env.PATH ?? "").split(delimiter).flatMap((folder) => (folder === "" ? [] : join(folder, name)));
  return candidates.find(isExecutable);
}

/** Tells whether a process with this id runs; of a negative id, whether any of that process group does. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Waits until a process group that is killed has gone, but not for ever: where nobody waits for orphans, they stay. */
async function groupsEnd(pid: number | undefined): Promise<void> {
  const deadline = Date.now() + GROUP_TIMEOUT_MS;
  while (pid !== undefined && isAlive(-pid) && Date.now() < deadline) await sleep(5);
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The group has ended.
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
