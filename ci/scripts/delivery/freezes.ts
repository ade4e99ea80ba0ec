import { parse } from "yaml";
import { type Freeze, freezeProblems } from "../../../gitops/checks/freezes";
import { Failure } from "../../../scripts/failure";
import type { Git } from "../shared/git";

const FILE = "gitops/apps/freezes.yaml";

/**
 * Refuses a delivery to an environment that is frozen today. Taking a delivery back is never refused.
 * @param tip the newest commit of main that the clone has: what is checked out may be days old
 * @throws Failure that names the freeze, or what is wrong with the file
 */
export async function refuseFreeze(git: Git, tip: string, environment: string): Promise<void> {
  const { exitCode, stdout } = await git.try("show", `${tip}:${FILE}`);
  if (exitCode !== 0) throw new Failure(`${FILE}: must be the list of freezes, got no file on ${tip}; restore it`);
  const now = new Date();
  const problems = freezeProblems(FILE, stdout, now);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  const today = now.toISOString().slice(0, 10);
  const freezes = (parse(stdout) ?? []) as readonly Freeze[];
  const frozen = freezes.find(
    ({ environments, from, until }) => environments.includes(environment) && from <= today && today <= until,
  );
  if (frozen === undefined) return;
  throw new Failure(
    `${environment}: must not be frozen, got a freeze from ${frozen.from} until ${frozen.until} (${frozen.reason}); ` +
      `wait, or end it in ${FILE} by a reviewed change`,
  );
}
