import { ConfigurationError } from "../environments/configuration-error";

/** Failure in words for the user: printed without a stack trace. Ends the program with exit code 1. */
export class Failure extends Error {
  readonly exitCode: number = 1;
}

/** The user pressed Ctrl-C or ended the program otherwise: exit code 130, whichever signal it was. */
export class Interrupted extends Failure {
  override readonly exitCode = 130;

  constructor() {
    super("interrupted");
  }
}

/**
 * Runs a program: SIGINT, SIGTERM and SIGHUP abort the signal that it gets, and what it throws becomes one message
 * on stderr and the exit code. A stack trace is printed only for what is not a `Failure`, and only with LMS_DEBUG. The end of the
 * program aborts the signal as well: what it began in the background does not keep the process.
 */
export async function runProgram(program: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, abort);
  try {
    await program(controller.signal);
    await signalsHeard();
    if (controller.signal.aborted) throw new Interrupted();
  } catch (thrown) {
    await signalsHeard();
    // What breaks off with the programs that it has started is no mistake of anyone's.
    const error = controller.signal.aborted && !(thrown instanceof Failure) ? new Interrupted() : thrown;
    console.error(describeFailure(error));
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  } finally {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.off(name, abort);
    controller.abort();
  }
}

/** Waits until the signals that came have been told: one that works without a pause hears of none meanwhile. */
function signalsHeard(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

/** One text for anything that was thrown. */
export function describeFailure(error: unknown): string {
  if (error instanceof Failure || error instanceof ConfigurationError) return error.message;
  if (process.env.LMS_DEBUG && error instanceof Error && error.stack) return error.stack;
  const refused = systemRefusal(error);
  if (refused !== undefined) return refused;
  return `unexpected: ${error instanceof Error ? error.message : String(error)} (LMS_DEBUG=1 shows where)`;
}

/** What the system has refused of a file or a program; undefined for any other error. */
function systemRefusal(error: unknown): string | undefined {
  const { code, syscall, path, message }: Partial<NodeJS.ErrnoException> = Object(error);
  if (typeof code !== "string" || typeof syscall !== "string") return undefined;
  if (syscall.startsWith("spawn")) {
    const program = path ?? syscall.slice("spawn".length).trim();
    return `${program || "a program"}: must start, in a folder that is there, got ${code}; install it, or correct the folder`;
  }
  // Of a folder that is read as a file the system does not say which one.
  if (typeof path !== "string" && code !== "EISDIR") return undefined;
  const [, words = code] = /^\w+: ([^,]+),/.exec(message ?? "") ?? [];
  const remedy = code === "ENOSPC" || code === "EDQUOT" ? "make room there" : "correct the path, or what it leads to";
  return `${path ?? "a file"}: must be a file or folder that this program may use so, got ${words} (${syscall}); ${remedy}`;
}
