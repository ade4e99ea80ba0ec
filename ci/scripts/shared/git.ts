import { resolve } from "node:path";
import { Failure } from "../../../scripts/failure";
import { type CommandResult, run } from "../../../scripts/process";
import { persist } from "./persist";

/** The option that names the key that a push proves itself with. */
export const KEY_FILE_OPTION = {
  value: "<file>",
  default: "",
  about: "SSH private key to push with; the user's own access by default.",
} as const;

/** Answers of Git and SSH to a network or a server that is not well for a moment. */
const PASSING =
  /timed out|connection (reset|closed|refused)|connection to \S+ closed|could not resolve|early eof|hung up|kex_exchange|returned error: (429|5\d\d)|unable to access|operation too slow|temporarily unavailable/i;

/** Seconds for which Git is tried again where the network or the server is at fault. */
const PATIENCE_SECONDS = 120;

/** Author of the pipelines' commits. */
const AUTHOR = { name: "lms-pipeline", email: "lms-pipeline@lms.example.com" };

/** The Git of a clone, by default the one that the program runs in. */
export class Git {
  constructor(
    private readonly signal: AbortSignal,
    private readonly keyFile = "",
    readonly folder = process.cwd(),
  ) {}

  /** The same Git in another work tree. */
  in(folder: string): Git {
    return new Git(this.signal, this.keyFile, folder);
  }

  /** The same Git, that also runs while the program is being ended: for what must be tidied up. */
  toTheEnd(): Git {
    return new Git(new AbortController().signal, this.keyFile, this.folder);
  }

  /** Runs Git and gives what it printed. @throws Failure when Git does not succeed */
  async run(...args: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.try(...args);
    if (exitCode === 0) return stdout.trim();
    throw new Failure(`git: ${args[0]} must succeed, got exit code ${exitCode}; Git said:\n${stderr}`);
  }

  /** Brings a branch of origin, as FETCH_HEAD; tries again where the network or the server is at fault. */
  async fetch(branch: string): Promise<void> {
    await this.patiently(() => this.run("fetch", "--quiet", "origin", branch));
  }

  /** Does what goes over the network; anew, from its beginning, where the network or the server is at fault. */
  patiently<T>(action: () => Promise<T>): Promise<T> {
    const passes = ({ message }: Error) => PASSING.test(message);
    return persist(action, { seconds: PATIENCE_SECONDS, signal: this.signal, passes });
  }

  /** Runs Git, whatever comes of it. */
  try(...args: readonly string[]): Promise<CommandResult> {
    return run({ command: "git", args, cwd: this.folder, env: this.environment(), signal: this.signal });
  }

  /** The commit that is checked out. */
  head(): Promise<string> {
    return this.run("rev-parse", "HEAD");
  }

  private environment(): NodeJS.ProcessEnv {
    const env = {
      ...process.env,
      GIT_TERMINAL_PROMPT: "0",
      GIT_AUTHOR_NAME: AUTHOR.name,
      GIT_AUTHOR_EMAIL: AUTHOR.email,
      GIT_COMMITTER_NAME: AUTHOR.name,
      GIT_COMMITTER_EMAIL: AUTHOR.email,
    };
    if (this.keyFile === "") return env;
    const key = resolve(this.keyFile).replaceAll("'", "'\\''");
    return { ...env, GIT_SSH_COMMAND: `ssh -i '${key}' -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes` };
  }
}
