import { Failure } from "../../../scripts/failure";
import { type CommandResult, run } from "../../../scripts/process";
import { parsedJson } from "./json";
import { TimedOut, within } from "./within";

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
  const { exitCode, stdout, stderr } = await runToEnd(command, args, options);
  if (exitCode === 0) return stdout;
  throw new Failure(
    `${nameOf(command, args)}: must succeed, got exit code ${exitCode}; ${options.advice}:\n${stderr.trim() || stdout.trim()}`,
  );
}

/** `runText` for a program whose failures tell something, too. @throws Failure when it is not there, or does not end in time */
export async function runToEnd(
  command: string,
  args: readonly string[],
  { env, signal, advice, timeoutMs = 60_000 }: ProgramOptions,
): Promise<CommandResult> {
  try {
    return await within(timeoutMs, signal, (limit) => run({ command, args, env, signal: limit, graceMs: 0 }));
  } catch (error) {
    if (error instanceof TimedOut) {
      throw new Failure(`${nameOf(command, args)}: must end in time, got ${error.message}; ${advice}`);
    }
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new Failure(`${command}: must be in PATH, got no such program; run on an agent of ci/resources/agents`);
    }
    throw error;
  }
}

/** `runText` for a program that prints JSON. @throws Failure also for anything else that it prints */
export async function runJson<T extends object>(
  command: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<T> {
  const rule = `${nameOf(command, args)}: must print JSON`;
  return parsedJson<T>(await runText(command, args, options), rule, options.advice);
}

function nameOf(command: string, args: readonly string[]): string {
  return `${command} ${args.slice(0, 2).join(" ")}`;
}
