import { Failure } from "../../../scripts/failure";
import { run } from "../../../scripts/process";

/** Settings of one run of a program. */
export interface ProgramOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Remedy that the message gives when it does not succeed. */
  readonly advice: string;
  /** Ends a program that hangs, in milliseconds; a minute by default. */
  readonly timeoutMs?: number;
}

/**
 * Runs a program that is in PATH and gives what it printed.
 * @throws Failure when it is not there, does not succeed, or does not end in time
 */
export async function runText(command: string, args: readonly string[], options: ProgramOptions): Promise<string> {
  const { env, signal, advice, timeoutMs = 60_000 } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const what = `${command} ${args.slice(0, 2).join(" ")}`;
  try {
    const both = AbortSignal.any([signal, timeout]);
    const { exitCode, stdout, stderr } = await run({ command, args, env, signal: both, graceMs: 0 });
    if (exitCode === 0) return stdout;
    throw new Failure(
      `${what}: must succeed, got exit code ${exitCode}; ${advice}:\n${stderr.trim() || stdout.trim()}`,
    );
  } catch (error) {
    if (timeout.aborted && !signal.aborted) {
      throw new Failure(`${what}: must end within ${timeoutMs / 1000} s, got no end; ${advice}`);
    }
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new Failure(`${command}: must be in PATH, got no such program; run on an agent of ci/agents`);
    }
    throw error;
  }
}

/** `runText` for a program that prints JSON. */
export async function runJson<T>(command: string, args: readonly string[], options: ProgramOptions): Promise<T> {
  return JSON.parse(await runText(command, args, options)) as T;
}
