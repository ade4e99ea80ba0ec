import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Freeze, freezeProblems } from "../../../gitops/checks/freezes";
import { Failure } from "../../../scripts/failure";

/** The option that names the file of the freezes. */
export const FREEZES_OPTION = {
  value: "<file>",
  default: "gitops/apps/freezes.yaml",
  about: "The times in which nothing is delivered.",
} as const;

/**
 * Refuses a delivery to an environment that is frozen today. Taking a delivery back is never refused.
 * @throws Failure that names the freeze, or what is wrong with the file
 */
export function refuseFreeze(file: string, environment: string, now = new Date()): void {
  if (!existsSync(file)) throw new Failure(`${file}: must be the list of freezes, got no file; restore it`);
  const problems = freezeProblems(file, readFileSync(file, "utf8"), now);
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  const today = now.toISOString().slice(0, 10);
  const freezes = (parse(readFileSync(file, "utf8")) ?? []) as readonly Freeze[];
  const frozen = freezes.find(
    ({ environments, from, until }) => environments.includes(environment) && from <= today && today <= until,
  );
  if (frozen === undefined) return;
  throw new Failure(
    `${environment}: must not be frozen, got a freeze from ${frozen.from} until ${frozen.until} (${frozen.reason}); ` +
      `wait, or end it in ${file} by a reviewed change`,
  );
}
