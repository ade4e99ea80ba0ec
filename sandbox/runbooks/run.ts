import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Environment, secondRegionOf } from "../../environments/environment";
import { standbyOf } from "../../environments/standby";
import { siteOf } from "../../modules/foundation/names";
import { findExecutable, run } from "../../scripts/process";
import { PROJECT } from "../../scripts/synth";
import { ADMINISTRATOR, type Credentials, emulatorEnvironment } from "../aws-environment";
import { type Person, takePersonsRole } from "../identities";
import { readSnippets, type Snippet, unknownsOf } from "./pages";
import { type AwsCli, type Call, cliScript, Recorder } from "./recorder";

/** What became of a snippet. */
export interface SnippetResult {
  readonly snippet: Snippet;
  /** Who it was run as; undefined when it was not run. */
  readonly person: Person | undefined;
  /** Why it was not run, or what was refused; empty when all went well. */
  readonly problem: string;
  readonly calls: readonly Call[];
}

/** Programs that have nothing to talk to here. */
export const SILENT = ["kubectl", "curl", "psql", "redis-cli", "terraform"];

/** What the reader of the pages knows. */
export const READER = join(PROJECT, "sandbox", "runbooks", "reader.sh");
/** What the page has a reader say before anything else. */
export const SAID_AT_FIRST = ["ENV", "P", "AWS_REGION"];

const SCRIPT = `for name in $UNKNOWN; do
  value=$(know "$name") || { echo "sandbox/runbooks/reader.sh must know $name" >&2; exit 2; }
  export "$name=$value"
done
happened
set -e
eval "$CODE $(left_out)"`;

/** What the pages are run on. */
export interface RunbookPlace {
  readonly environment: Environment;
  readonly endpoint: string;
  readonly signal: AbortSignal;
}

/** The AWS CLI in PATH. @returns undefined when there is none */
export async function findAwsCli(signal: AbortSignal): Promise<AwsCli | undefined> {
  const path = findExecutable("aws", process.env);
  if (path === undefined) return undefined;
  const { stdout, stderr } = await run({ command: path, args: ["--version"], env: process.env, signal, graceMs: 0 });
  return { path, majorVersion: Number(/aws-cli\/(\d+)/.exec(stdout + stderr)?.[1] ?? 2) };
}

/** Runs snippets of docs/ on an applied environment, as the roles that people have. */
export class PageRunner {
  private constructor(
    private readonly place: RunbookPlace,
    private readonly folder: string,
    private readonly recorder: Recorder,
    private readonly administrator: string,
    private readonly people: Readonly<Record<Person, Credentials>>,
  ) {}

  /** Takes the roles of people. @throws Failure with the refusal when a trust policy does not let them in */
  static async start(place: RunbookPlace, cli: AwsCli): Promise<PageRunner> {
    const { environment, endpoint } = place;
    const [admin, developer, readonly] = await Promise.all([
      takePersonsRole(environment, endpoint, "admin"),
      takePersonsRole(environment, endpoint, "developer"),
      takePersonsRole(environment, endpoint, "readonly"),
    ]);
    const folder = mkdtempSync(join(tmpdir(), "lms-runbooks-"));
    const recorder = new Recorder(folder, SILENT, cli);
    const administrator = join(folder, "administrator");
    const credentials = Object.entries(ADMINISTRATOR).map(([name, value]) => `export ${name}=${value}\n`);
    writeFileSync(administrator, cliScript(cli, `unset AWS_SESSION_TOKEN\n${credentials.join("")}`));
    chmodSync(administrator, 0o755);
    return new PageRunner(place, folder, recorder, administrator, { admin, developer, readonly });
  }

  /** Why a snippet is not run; empty for one that is. */
  async reasonNotToRun(snippet: Snippet): Promise<string> {
    return (await this.shell(snippet, "not_run", ADMINISTRATOR)).stdout;
  }

  async run(person: Person, snippet: Snippet): Promise<SnippetResult> {
    const { exitCode, stderr } = await this.shell(snippet, SCRIPT, this.people[person]);
    const calls = this.recorder.take();
    const failed = calls.filter(({ exitCode }) => exitCode !== 0);
    const problem = failed.map(({ stderr }) => stderr).join("\n") || (exitCode === 0 ? "" : stderr);
    return { snippet, person, problem, calls };
  }

  /** Puts back what a snippet has changed on purpose. @returns what went wrong; empty when nothing did */
  async putBack(snippet: Snippet): Promise<string> {
    const { exitCode, stderr } = await this.shell(snippet, "put_back", ADMINISTRATOR);
    return exitCode === 0 ? "" : stderr;
  }

  end(): void {
    rmSync(this.folder, { recursive: true });
  }

  private shell(snippet: Snippet, script: string, credentials: Credentials) {
    const { folder, recorder, administrator } = this;
    const { environment, endpoint, signal } = this.place;
    const { name, region } = environment;
    const env = {
      ...emulatorEnvironment(process.env, endpoint, region, credentials),
      PATH: [recorder.bin, process.env.PATH].join(delimiter),
      // What version 1 reads.
      AWS_DEFAULT_REGION: region,
      ...{ KUBECONFIG: join(folder, "kubeconfig"), CLI: administrator, AWS_PAGER: "" },
      ...{ ENV: name, P: siteOf(environment).prefix, SECTION: snippet.section, CODE: snippet.code },
      UNKNOWN: unknownsOf(snippet)
        .filter((unknown) => !SAID_AT_FIRST.includes(unknown))
        .join(" "),
    };
    return run({
      command: "bash",
      args: ["-c", `source "${READER}"\n${script}`],
      cwd: folder,
      env,
      signal,
      graceMs: 0,
    });
  }
}

/**
 * Runs the shell code of docs/ on an applied environment, as the roles that the pages name: what is under **Look** as who may
 * look if that is enough, everything else as an administrator. What it changes on purpose is put back.
 * @param heard called with each result as it comes
 * @returns what became of each snippet
 */
export async function runRunbooks(
  place: RunbookPlace,
  cli: AwsCli,
  heard: (result: SnippetResult) => void = () => {},
): Promise<SnippetResult[]> {
  const runner = await PageRunner.start(place, cli);
  const runOne = async (snippet: Snippet): Promise<SnippetResult> => {
    const reason = await runner.reasonNotToRun(snippet);
    if (reason !== "") return { snippet, person: undefined, problem: reason, calls: [] };
    const looked = snippet.looks ? await runner.run("readonly", snippet) : undefined;
    if (looked?.problem === "") return looked;
    const done = await runner.run("admin", snippet);
    const left = await runner.putBack(snippet);
    return left === "" ? done : { ...done, problem: [done.problem, left].filter((text) => text !== "").join("\n") };
  };
  try {
    const results: SnippetResult[] = [];
    for (const snippet of readSnippets()) {
      if (!concerns(place.environment, snippet)) continue;
      const result = await runOne(snippet);
      results.push(result);
      heard(result);
    }
    return results;
  } finally {
    runner.end();
  }
}

/** Headings above what is done with an application that stands by. */
const STANDBY =
  /^(An application that stands by|The application (that stands by|at home) takes over|A pilot light is |See that it serves)/;

/** Whether a snippet is of something that the environment has. */
function concerns(environment: Environment, { page, section, code }: Snippet): boolean {
  if (STANDBY.test(section)) return standbyOf(environment) !== "none";
  const isOfRecovery = page === "disaster-recovery.md" || /--region eu-west-1|global-cluster/.test(code);
  return !isOfRecovery || secondRegionOf(environment) !== "none";
}
