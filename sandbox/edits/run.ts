import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { Absent, CODE_EDITS, EDITS } from "../../environments/edits";
import { Failure } from "../../scripts/failure";
import type { Terraform } from "../../scripts/terraform";
import { ADMINISTRATOR, type Credentials, emulatorEnvironment } from "../aws-environment";
import { endpointOf } from "../emulator-process";
import { takeRoles } from "../identities";
import { Lease, sandboxFolder } from "../lease";
import { applyEdits } from "./applied";
import { changedBlocks } from "./blocks";
import { ProjectCopy } from "./project-copy";
import { proveEdits, type TriedEdit } from "./proof";
import { RunningPlatform } from "./running-platform";
import { type Configuration, synthesizeEdit } from "./synthesized-edit";

/** Tells whether a sandbox of an environment is kept. */
export function isKept(environment: string): boolean {
  return existsSync(join(sandboxFolder(), environment, "sandbox.json"));
}

/**
 * Proves the table of edits on a kept sandbox: plans every edit, and applies some where it has everything.
 * @param names edits to plan alone, and none to apply; all by default
 * @throws Failure with everything that is wrong in the table, or with the edit that does not do what it says
 */
export async function runEdits(
  environment: Environment,
  names: readonly string[],
  terraform: Terraform,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const { port } = Lease.takeKept(environment.name);
  const endpoint = endpointOf(port);
  const { planner, deployer } = await takeRoles(environment, endpoint);
  const as = (credentials: Credentials) =>
    terraform.with({ env: emulatorEnvironment(terraform.env, endpoint, environment.region, credentials) });
  const folder = join(sandboxFolder(), environment.name);
  const applied = join(folder, "cdktf.out", "stacks", `${environment.name}-platform`);
  const platform = { environment, applied, scratch: join(folder, "edit"), planner: as(planner), say };
  const copy = ProjectCopy.make(join(folder, "copy"), environment, signal);
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  const base = baseOf(environment);
  const edits = triedSettings(environment, base, isWanted, say);
  for (const [name, row] of Object.entries(CODE_EDITS)) {
    if (isWanted(name)) edits.set(name, { row, synthesized: await copy.synthesizeCode([row]) });
  }
  const problems = await proveEdits(edits, base, platform);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  if (names.length > 0 || environment.dataProtection !== "retained") return;
  const workers = { planner: as(planner), deployer: as(deployer), administrator: as(ADMINISTRATOR) };
  await applyEdits(new RunningPlatform({ environment, folder, ...workers, copy, say }), { environment, endpoint });
}

function baseOf(environment: Environment): Configuration {
  const { configuration, problems } = synthesizeEdit(environment);
  if (configuration === undefined) throw new Failure(problems.join("\n"));
  return configuration;
}

/** The edits of settings that an environment has; says which it lacks. */
function triedSettings(
  environment: Environment,
  base: Configuration,
  isWanted: (name: string) => boolean,
  say: (line: string) => void,
): Map<string, TriedEdit> {
  const tried = new Map<string, TriedEdit>();
  const absent: string[] = [];
  for (const [name, row] of Object.entries(EDITS)) {
    if (row.edit === undefined || !isWanted(name)) continue;
    try {
      const synthesized = synthesizeEdit(environment, row.edit);
      const { configuration } = synthesized;
      const isNothing = configuration !== undefined && changedBlocks(base, configuration).size === 0;
      if (isNothing && environment.dataProtection === "disposable") absent.push(name);
      else tried.set(name, { row, synthesized });
    } catch (error) {
      if (!(error instanceof Absent)) throw error;
      absent.push(name);
    }
  }
  if (absent.length > 0) say(`not tried, since ${environment.name} has nothing of the kind: ${absent.join("; ")}`);
  return tried;
}
