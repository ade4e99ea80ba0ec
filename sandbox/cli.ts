import { join, relative } from "node:path";
import type { AccountSettings, Environment } from "../environments";
import { describeFailure, Failure, Interrupted, runProgram } from "../scripts/failure";
import { Progress } from "../scripts/progress";
import { Checkov } from "../security/checkov";
import {
  HELP,
  readArguments,
  readClusterArguments,
  readDrillArguments,
  readEditsArguments,
  readPermissionsArguments,
  readRunbooksArguments,
  type SandboxArguments,
} from "./arguments";
import { runCluster } from "./cluster/cluster-alone";
import { findClusterPrograms } from "./cluster/programs";
import { SandboxCycle, type Tools } from "./cycle";
import { runDrill } from "./drill/drill";
import { isKept, runEdits } from "./edits/run";
import { isListening } from "./emulator-process";
import { expectedSeconds, keepSeconds, kindOf } from "./last-run";
import { sandboxFolder } from "./lease";
import { permissionsText } from "./permissions";
import { PreviousRelease } from "./previous-release";
import { type EnvironmentResult, keptText, releasesText, summaryTable, writeOutputs } from "./result";
import { tryRunbooks } from "./runbooks/kept";
import type { StepListener } from "./steps";
import { findPrograms } from "./tools";

/** An environment waits for AWS most of the time, and takes two gigabytes; more at a time only make each other slow. */
const MAX_CONCURRENT = 3;

const NO_PREVIOUS = "Git has no release before this one here: it is applied at once";

void runProgram(async (signal) => {
  const permissions = readPermissionsArguments(process.argv.slice(2));
  if (permissions !== undefined) {
    console.log(permissionsText(permissions.environments, permissions.record));
    return;
  }
  const edited = readEditsArguments(process.argv.slice(2));
  if (edited !== undefined) {
    const { environment, edits } = edited;
    await onKept(environment, "edits", signal, ({ terraform }, say) =>
      runEdits(environment, edits, terraform, signal, say),
    );
    return;
  }
  const runbooks = readRunbooksArguments(process.argv.slice(2));
  if (runbooks !== undefined) {
    await onKept(runbooks, "runbooks", signal, ({ terraform }, say) => tryRunbooks(runbooks, terraform, signal, say));
    return;
  }
  const clustered = readClusterArguments(process.argv.slice(2));
  if (clustered !== undefined) {
    const progress = new Progress(process.stdout, [clustered.name]);
    await runCluster(clustered, listenerOf(clustered.name, progress), signal);
    return;
  }
  const drilled = readDrillArguments(process.argv.slice(2));
  if (drilled !== undefined) {
    await onKept(drilled.environment, "drill", signal, (tools, say) => runDrill(drilled, tools, say));
    return;
  }
  const options = readArguments(process.argv.slice(2));
  if (options === undefined) {
    console.log(HELP);
    return;
  }
  const stream = options.json ? process.stderr : process.stdout;
  const names = options.environments.map(({ name }) => name);
  const progress = new Progress(stream, names, expectedSeconds(names, kindOf(options)));
  const found = await progress.during("sandbox", "looks for its programs", () => prepareTools(options, signal));
  const previous = options.upgrade ? await PreviousRelease.take(options.from, signal) : undefined;
  if (options.upgrade) progress.line("sandbox", previous === undefined ? NO_PREVIOUS : `upgrades from ${previous.ref}`);
  const tools = { ...found, previous };
  const results = await concurrently(MAX_CONCURRENT, options.environments, (environment) =>
    runEnvironment(environment, options, tools, progress),
  ).finally(() => previous?.remove());
  if (signal.aborted) throw new Interrupted();
  report(results, options);
  const checkov = await tools.checkov.catch(() => "");
  if (typeof checkov === "string" && checkov !== "") console.error(checkov);
  const failed = results.filter(({ ok }) => !ok);
  if (failed.length > 0) throw new Failure(failed.map(failureText).join("\n"));
});

/** Does something on an environment's kept sandbox, or on one that is applied for it and destroyed afterwards. */
async function onKept(
  environment: Environment,
  name: string,
  signal: AbortSignal,
  action: (tools: Tools, say: (line: string) => void) => Promise<void>,
): Promise<void> {
  const kept = isKept(environment.name);
  const options = {
    environments: [environment],
    keep: true,
    destroy: false,
    account: "prepared",
    takenBuckets: [],
    json: false,
    port: 0,
    upgrade: false,
  } as const;
  const tools = await prepareTools(options, signal);
  const progress = new Progress(process.stdout, [environment.name]);
  const apply = (more: Partial<SandboxArguments>) =>
    runEnvironment(environment, { ...options, ...more }, tools, progress).then(({ ok, error }) => {
      if (!ok) throw new Failure(error ?? "");
    });
  if (!kept) await apply({});
  try {
    await progress.during(environment.name, name, () => action(tools, (line) => progress.line(environment.name, line)));
  } finally {
    if (!kept) await apply({ keep: false, destroy: true });
  }
}

async function prepareTools(
  { port, destroy, account, takenBuckets }: Pick<SandboxArguments, "port" | "destroy" | "account" | "takenBuckets">,
  signal: AbortSignal,
): Promise<Tools> {
  if (port !== 0 && (await isListening(port))) {
    throw new Failure(
      `sandbox: --port must be free, got ${port}, where another program listens; choose another or none`,
    );
  }
  const programs = await findPrograms(process.env, signal);
  // It is needed at the end of a cycle, and its installation may take a minute.
  const checkov = destroy ? Promise.resolve("") : Checkov.installOrNotice(process.env, signal);
  checkov.catch(() => {});
  // They may have to be built, for a quarter of an hour, beside all else.
  const cluster = destroy
    ? Promise.resolve({ missing: "nothing is applied" })
    : findClusterPrograms(process.env, signal);
  cluster.catch(() => {});
  return { ...programs, kind: account, takenBuckets, signal, checkov, clusterPrograms: cluster };
}

async function runEnvironment(
  environment: AccountSettings,
  options: SandboxArguments,
  tools: Tools,
  progress: Progress,
): Promise<EnvironmentResult> {
  const { name, account, region } = environment;
  const { keep, destroy, port } = options;
  const start = performance.now();
  const cycle = new SandboxCycle(environment, tools, listenerOf(name, progress));
  const end = (more: Pick<EnvironmentResult, "ok" | "error" | "endpoint">): EnvironmentResult => {
    const seconds = (performance.now() - start) / 1000;
    return { environment: name, account, region, ...more, seconds, providers: cycle.providers, roots: cycle.roots };
  };
  try {
    const endpoint = destroy ? await cycle.destroyKept() : await cycle.run({ port, keep });
    keepSeconds(name, kindOf(options), (performance.now() - start) / 1000);
    return end({ ok: true, ...(endpoint === undefined ? {} : { endpoint }) });
  } catch (error) {
    return end({ ok: false, error: describeFailure(error) });
  }
}

function listenerOf(environment: string, progress: Progress): StepListener {
  return {
    status: (key, text) => progress.status(key, text),
    line: (text) => progress.line(environment, text),
  };
}

/** Maps with a limit to how many actions run at a time; the results keep the order of the items. */
async function concurrently<T, R>(limit: number, items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) results[next[0]] = await action(next[1]);
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}

/** The error, and where to read more when it came from a root. */
function failureText({ environment, error, roots }: EnvironmentResult): string {
  if (roots.length === 0) return error ?? "";
  const folder = relative(process.cwd(), join(sandboxFolder(), environment));
  return `${error}\nWhat Terraform, the gateway and moto said in ${environment} is in ${folder}/*.log.`;
}

function report(results: readonly EnvironmentResult[], { json }: SandboxArguments): void {
  if (json) {
    console.log(JSON.stringify({ ok: results.every(({ ok }) => ok), environments: results }, undefined, 2));
    return;
  }
  const outputs = results.map((result) => writeOutputs(result, join(sandboxFolder(), result.environment)));
  for (const text of [
    outputs.flat().join("\n"),
    releasesText(results),
    ...results.map(keptText),
    summaryTable(results),
  ]) {
    if (text !== "") console.log(`\n${text}`);
  }
}
