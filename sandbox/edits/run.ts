import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments";
import { EDITS } from "../../environments/edits";
import { Failure } from "../../scripts/failure";
import type { Terraform } from "../../scripts/terraform";
import { emulatorEnvironment } from "../aws-environment";
import { endpointOf } from "../emulator-process";
import { takeRoles } from "../identities";
import { Lease, sandboxFolder } from "../lease";
import { applyEdits } from "./applied";
import { proveEdits } from "./proof";

/** Tells whether a sandbox of an environment is kept. */
export function isKept(environment: string): boolean {
  return existsSync(join(sandboxFolder(), environment, "sandbox.json"));
}

/**
 * Proves the table of edits on a kept sandbox: plans every edit, and applies some.
 * @param names edits to plan alone, and none to apply; all by default
 * @throws Failure with everything that is wrong in the table, or with the edit that does not do what it says
 */
export async function runEdits(
  environment: Environment,
  names: readonly string[],
  terraform: Terraform,
  say: (line: string) => void,
): Promise<void> {
  const { port } = Lease.takeKept(environment.name);
  const endpoint = endpointOf(port);
  const { planner, deployer } = await takeRoles(environment, endpoint);
  const as = (credentials: typeof planner) =>
    terraform.with({ env: emulatorEnvironment(terraform.env, endpoint, environment.region, credentials) });
  const folder = join(sandboxFolder(), environment.name);
  const applied = join(folder, "cdktf.out", "stacks", `${environment.name}-platform`);
  const platform = { environment, applied, scratch: join(folder, "edit"), planner: as(planner), say };
  const table =
    names.length === 0 ? EDITS : Object.fromEntries(Object.entries(EDITS).filter(([name]) => names.includes(name)));
  const problems = await proveEdits(table, platform);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  if (names.length === 0) await applyEdits({ ...platform, deployer: as(deployer), endpoint });
}
