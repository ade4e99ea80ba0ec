import { join } from "node:path";
import { Failure, Interrupted } from "../scripts/failure";
import { run } from "../scripts/process";
import { PROJECT } from "../scripts/synth";
import { type PythonTool, pythonEnvironment } from "../scripts/tools";

/** A check that a resource failed. */
export interface FailedCheck {
  /** Such as `CKV_AWS_18`. */
  readonly id: string;
  /** What the check asks for. */
  readonly name: string;
  /** The resource's address; of a Kubernetes object its kind, namespace and name. */
  readonly resource: string;
}

/** What came of judging a file. */
export interface Verdict {
  readonly passed: number;
  readonly failed: readonly FailedCheck[];
}

/** Kinds of files that Checkov can judge here. */
export type Framework = "terraform_plan" | "kubernetes";

/** The part of Checkov's JSON that is read. Without any check it prints the bare summary. */
interface Report {
  readonly summary?: { readonly passed: number; readonly parsing_errors: number; readonly resource_count: number };
  readonly results?: {
    readonly failed_checks?: readonly {
      readonly check_id: string;
      readonly check_name: string;
      readonly resource: string;
    }[];
  };
}

const TOOL: PythonTool = {
  name: "checkov",
  requirements: join(PROJECT, "security", "requirements.txt"),
  minimumPython: "3.11",
};

/**
 * Checkov, an independent judge of infrastructure: at the version and the hashes of `requirements.txt`, in a Python
 * environment of the project's own.
 * @see https://www.checkov.io/
 */
export class Checkov {
  private constructor(
    private readonly python: string,
    private readonly env: NodeJS.ProcessEnv,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * Takes it from the cache, `lms-platform/checkov` in XDG_CACHE_HOME or ~/.cache, or installs it there from PyPI.
   * @throws Failure when it is in neither
   */
  static async install(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Checkov> {
    return new Checkov(await pythonEnvironment(TOOL, env, signal), env, signal);
  }

  /**
   * `install` for who can do without: in CI it must be there, elsewhere a notice says that nothing is judged.
   * @throws Failure in CI, when it cannot be had
   */
  static async installOrNotice(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<Checkov | string> {
    try {
      return await Checkov.install(env, signal);
    } catch (error) {
      if (env.CI || error instanceof Interrupted || !(error instanceof Failure)) throw error;
      return `${error.message}; nothing is judged by it here, and CI will fail`;
    }
  }

  /** Judges a file. @throws Failure when Checkov cannot read it, or finds nothing in it to judge */
  async judge(file: string, framework: Framework): Promise<Verdict> {
    const options = ["--framework", framework, "--output", "json", "--compact", "--quiet", "--soft-fail"];
    const { exitCode, stdout, stderr } = await run({
      command: this.python,
      // What its publisher's server would tell of the checks is not needed, and not asked for.
      args: ["-m", "checkov.main", "--file", file, ...options, "--skip-download"],
      env: { ...this.env, LOG_LEVEL: "ERROR" },
      signal: this.signal,
      graceMs: 0,
    });
    if (exitCode !== 0)
      throw new Failure(`checkov: must judge ${file}, got exit code ${exitCode}: ${lastLine(stderr)}`);
    return verdictOf(stdout, file);
  }
}

/** Reads Checkov's report. @throws Failure when it tells of a file that was not read, or of nothing judged */
export function verdictOf(report: string, file: string): Verdict {
  const { summary, results } = JSON.parse(report) as Report;
  if (summary === undefined || summary.resource_count === 0 || summary.parsing_errors > 0) {
    throw new Failure(`checkov: must find something to judge in ${file}, got ${JSON.stringify(summary ?? "nothing")}`);
  }
  const failed = (results?.failed_checks ?? []).map(({ check_id, check_name, resource }) => {
    return { id: check_id, name: check_name, resource };
  });
  return { passed: summary.passed, failed };
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) || "no words";
}
