import { Failure, runProgram } from "./failure";

/** A command that takes no arguments. */
export interface PlainCommand {
  /** How it is called, such as `npm run nodes`. */
  readonly command: string;
  /** What it does, for `--help`. */
  readonly about: string;
  readonly run: (signal: AbortSignal) => void | Promise<void>;
}

/** Runs a command that takes no arguments; `--help` prints what it does. Anything else is refused. */
export function runPlain({ command, about, run }: PlainCommand): void {
  void runProgram(async (signal) => {
    const args = process.argv.slice(2);
    if (args.length === 0) await run(signal);
    else if (args[0] === "--help") console.log(`${command}\n\n${about}\n\n  --help   this text`);
    else throw new Failure(`${command}: takes no arguments, got ${args.join(" ")}; see --help`);
  });
}
