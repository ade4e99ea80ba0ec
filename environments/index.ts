import { ConfigurationError } from "./configuration-error";
import { dev } from "./dev";
import type { Environment } from "./environment";
import { prod } from "./prod";
import { staging } from "./staging";
import { validateEnvironments } from "./validate";

export type { Environment, NetworkSettings, RecoveryRegion } from "./environment";

/** Every environment of the platform. A new one is a file beside dev.ts and a place in this list. */
export const ENVIRONMENTS: readonly Environment[] = [dev, staging, prod];

/**
 * The environments to build, in the order of `ENVIRONMENTS`. All of them are validated, also those left out.
 * @param selection names separated by commas, `dev,prod`; every environment when it is undefined or empty
 * @throws ConfigurationError with every invalid value, or for a name that no environment has
 */
export function selectEnvironments(selection: string | undefined): readonly Environment[] {
  const problems = validateEnvironments(ENVIRONMENTS);
  const known = ENVIRONMENTS.map(({ name }) => name);
  const selected = (selection ?? "").split(",").flatMap((name) => name.trim() || []);
  for (const name of selected) {
    if (!known.includes(name)) {
      problems.push(
        `LMS_ENVIRONMENTS: must name known environments, got ${JSON.stringify(name)}; choose from ${known.join(", ")}`,
      );
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  return selected.length === 0 ? ENVIRONMENTS : ENVIRONMENTS.filter(({ name }) => selected.includes(name));
}
