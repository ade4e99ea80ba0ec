import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Failure, Interrupted } from "./failure";
import { attempt, type CommandResult, findExecutable, run } from "./process";
import {
  type Diagnostic,
  formatDiagnostics,
  MessageReader,
  type Progress,
  type ResourceCounts,
} from "./terraform-messages";
import { terraformRelease } from "./tools";

/** The oldest Terraform that can run the platform: the first with write-only arguments and S3 lock files for good. */
const MINIMUM_VERSION = "1.11.0";

/**
 * Variables by whose values Jenkins finds the processes of a build that is aborted, to kill them all at once. Terraform
 * runs without: it is asked to end by whoever started it, for a provider that is killed leaves what it has made in no state.
 * @see https://github.com/jenkinsci/kubernetes-plugin ContainerExecDecorator
 */
const JENKINS_COOKIE = /^(JENKINS|HUDSON)_(\w+_)?COOKIE$/;

/** End of a Terraform command, with what its JSON messages told. */
export interface TerraformResult extends CommandResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly counts: ResourceCounts;
}

/** A Terraform command that failed; its message holds Terraform's errors as readable text. */
export class TerraformError extends Failure {
  constructor(
    message: string,
    readonly diagnostics: readonly Diagnostic[],
  ) {
    super(message);
  }
}

/** Settings that all commands of a Terraform have in common. */
export interface TerraformSettings {
  readonly env: NodeJS.ProcessEnv;
  /** Interrupts the command that runs. */
  readonly signal: AbortSignal;
  /** Milliseconds that an interrupted command may take to end; no limit by default, for it saves its state. */
  readonly graceMs?: number;
  /** Gets each line that Terraform prints. */
  readonly log?: (line: string) => void;
}

/** Settings of one command: which exit codes are a success, and the listener of its progress. */
export interface RunOptions {
  readonly expect?: readonly number[];
  readonly onProgress?: (progress: Progress) => void;
}

/** A Terraform program, with the environment that all its commands get. */
export class Terraform {
  private constructor(
    readonly binary: string,
    private readonly settings: TerraformSettings,
  ) {}

  get env(): NodeJS.ProcessEnv {
    return this.settings.env;
  }

  /**
   * Finds Terraform where cdktf finds it: TERRAFORM_BINARY_NAME, else `terraform` in PATH; where PATH has none that can
   * run the platform, the pinned release is downloaded into the user's cache.
   * @throws Failure when there is none, or when the one that is named is older than 1.11.0
   */
  static async find(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Terraform> {
    const own = { CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1", TF_INPUT: "0" };
    const others = Object.entries(env).filter(([variable]) => !JENKINS_COOKIE.test(variable));
    return new Terraform(await findBinary(env, signal), { env: { ...Object.fromEntries(others), ...own }, signal });
  }

  /** The same Terraform with other settings. */
  with(changes: Partial<TerraformSettings>): Terraform {
    return new Terraform(this.binary, { ...this.settings, ...changes });
  }

  /**
   * Runs a command in a folder.
   * @param name what the messages call the folder's root
   * @throws TerraformError when the exit code is not one of `expect` (by default 0)
   * @throws Interrupted when the program is being ended; Terraform has then ended in its own way
   */
  async run(name: string, folder: string, args: readonly string[], options: RunOptions = {}): Promise<TerraformResult> {
    const { expect = [0], onProgress } = options;
    const reader = new MessageReader(onProgress);
    const result = await run({
      command: this.binary,
      args,
      cwd: folder,
      ...this.settings,
      onLine: (line) => {
        reader.read(line);
        this.settings.log?.(line);
      },
    });
    const { diagnostics, counts } = reader;
    if (result.exitCode === null || !expect.includes(result.exitCode)) {
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      throw new TerraformError(explain(name, folder, args, result, errors), errors);
    }
    return { ...result, diagnostics, counts };
  }
}

async function findBinary(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  const name = env.TERRAFORM_BINARY_NAME || "terraform";
  const binary = findExecutable(name, env);
  const problem = binary === undefined ? `got no program ${name}` : await problemOf(binary, env, signal);
  if (binary !== undefined && problem === undefined) return binary;
  const rule = `terraform: must be ${MINIMUM_VERSION} or newer in PATH, ${problem}`;
  const advice = `install Terraform ${MINIMUM_VERSION} or newer, or set TERRAFORM_BINARY_NAME`;
  if (env.TERRAFORM_BINARY_NAME) throw new Failure(`${rule}; ${advice}`);
  try {
    return await terraformRelease(env, signal);
  } catch (error) {
    if (error instanceof Interrupted || !(error instanceof Failure)) throw error;
    throw new Failure(`${rule}, and ${error.message}; ${advice}`);
  }
}

/** What is wrong with a Terraform; undefined if it can run the platform. */
async function problemOf(binary: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string | undefined> {
  const { stdout } = await attempt({ command: binary, args: ["version", "-json"], env, signal, graceMs: 0 });
  const version = /"terraform_version":\s*"([^"]+)"/.exec(stdout)?.[1];
  if (version === undefined) return `got no version from ${binary}`;
  return isAtLeast(version, MINIMUM_VERSION) ? undefined : `got ${version}`;
}

/** Tells whether a version such as "1.11.4" or "5.2.1.dev0" is at least another. */
export function isAtLeast(version: string, minimum: string): boolean {
  const [a, b] = [version, minimum].map((text) => text.split(".").map((part) => Number.parseInt(part, 10) || 0));
  for (const [index, wanted] of (b ?? []).entries()) {
    const got = a?.[index] ?? 0;
    if (got !== wanted) return got > wanted;
  }
  return true;
}

function explain(
  name: string,
  folder: string,
  args: readonly string[],
  { exitCode, stderr }: CommandResult,
  errors: readonly Diagnostic[],
): string {
  const lock = errors.find(({ summary }) => summary.includes("acquiring the state lock"));
  if (lock !== undefined) return explainLock(name, folder, lock.detail ?? "");
  const count = errors.length;
  const got =
    exitCode === null
      ? "ended by a signal"
      : count === 0
        ? `exit code ${exitCode}`
        : `${count} error${count === 1 ? "" : "s"}`;
  const text = count > 0 ? formatDiagnostics(errors) : withoutFrame(stderr);
  return `${name}: terraform ${args[0]} must succeed, got ${got}${text === "" ? "" : `:\n${text}`}`;
}

function explainLock(name: string, folder: string, detail: string): string {
  const field = (label: string) => new RegExp(`^\\s*${label}:[ \\t]*(.*)$`, "m").exec(detail)?.[1]?.trim() || "unknown";
  const where = relative(process.cwd(), folder) || ".";
  return (
    `${name}: the state must not be locked, got a lock that ${field("Who")} holds since ${field("Created")} ` +
    `(${field("Operation")}); wait until that run ends, or, if it is dead, free the state with: ` +
    `terraform -chdir=${where} force-unlock -force ${field("ID")}`
  );
}

/** Commands without `-json` colour their errors and frame them with box-drawing characters. */
function withoutFrame(text: string): string {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.replace(/^[╷│╵]\s?/, "").trimEnd());
  return lines
    .filter((line) => line !== "")
    .join("\n")
    .replace(/^(?=.)/gm, "  ");
}
