import { writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Environment } from "../../environments";
import { formatChanges } from "../../scripts/drift";
import { Failure } from "../../scripts/failure";
import type { Terraform } from "../../scripts/terraform";
import { TerraformRoot } from "../../scripts/terraform-root";
import { emulatorEnvironment } from "../aws-environment";
import { endpointOf } from "../emulator-process";
import { takeRoles } from "../identities";
import { Lease, sandboxFolder } from "../lease";
import { failuresOf, resultLine, resultsTable, resultsText, standInText } from "./report";
import { findAwsCli, runRunbooks } from "./run";

/**
 * Runs the commands of docs/ on a kept sandbox, and plans again: they must leave nothing that Terraform would change.
 * @throws Failure with every command that failed, or with what they left
 */
export async function tryRunbooks(
  environment: Environment,
  terraform: Terraform,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  const cli = await findAwsCli(signal);
  if (cli === undefined)
    throw new Failure("sandbox: runbooks need the AWS CLI, got no program aws in PATH; install it");
  const { name, region } = environment;
  const endpoint = endpointOf(Lease.takeKept(name).port);
  const results = await runRunbooks({ environment, endpoint, signal }, cli, (result) => say(resultLine(result)));
  const folder = join(sandboxFolder(), name);
  const table = join(folder, "runbooks.md");
  writeFileSync(table, resultsTable(results));
  say(resultsText(results));
  say(standInText(results, cli.majorVersion));
  say(`all of them are in ${relative(process.cwd(), table)}`);
  const failures = failuresOf(results);
  if (failures.length > 0) throw new Failure(failures.join("\n"));

  const { planner } = await takeRoles(environment, endpoint);
  const env = emulatorEnvironment(terraform.env, endpoint, region, planner);
  const applied = join(folder, "cdktf.out", "stacks", `${name}-platform`);
  const root = new TerraformRoot(terraform.with({ env, signal }), `${name}-platform`, applied);
  if (!(await root.plan()).empty) {
    const changes = formatChanges(await root.plannedChanges());
    throw new Failure(`${root.name}: a plan after the commands must change nothing, got:\n${changes}`);
  }
  say("a plan after them changes nothing");
}
