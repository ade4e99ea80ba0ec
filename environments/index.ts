import { ConfigurationError } from "./configuration-error";
import { dev } from "./dev";
import type { AccountSettings, Environment } from "./environment";
import { prod } from "./prod";
import { type SharedSettings, shared } from "./shared";
import { staging } from "./staging";
import { validateEnvironments } from "./validate";

export type { AccountSettings, Environment, RecoverySettings } from "./environment";
export type { SharedSettings } from "./shared";

/** Every environment of the platform. A new one is a file beside dev.ts and a place in this list. */
export const ENVIRONMENTS: readonly Environment[] = [dev, staging, prod];

/** Environments that pipelines deliver to; the others are applied by their administrators. */
export const DELIVERED = ENVIRONMENTS.filter(({ access }) => access.deployer !== "none");

/**
 * Identity of the pipeline that signs images: the one that deploys to the last environment. Unlike the publisher's, it runs no
 * code of a service. `none` where no pipeline deploys.
 */
export const IMAGE_SIGNER = DELIVERED.at(-1)?.access.deployer ?? "none";

/** Every account of the platform: what the environments share, and each environment's own. */
export const ACCOUNTS: readonly (SharedSettings | Environment)[] = [shared, ...ENVIRONMENTS];

/** The account of a root, such as that of prod for `prod-platform` and `state-prod`. */
export function accountOf(root: string): SharedSettings | Environment | undefined {
  return ACCOUNTS.find(({ name }) => root.startsWith(`${name}-`) || root === `state-${name}`);
}

/** Accounts to build. */
export interface Selection {
  readonly shared: SharedSettings | "none";
  readonly environments: readonly Environment[];
}

/**
 * The accounts to build, in the order of `ACCOUNTS`. All of them are validated, also those left out.
 * @param names account names separated by commas, `shared,dev`; every account when it is undefined or empty
 * @throws ConfigurationError with every invalid value, or for a name that no account has
 */
export function selectAccounts(names: string | undefined): Selection {
  const problems = validateEnvironments(ENVIRONMENTS, shared);
  const known = ACCOUNTS.map(({ name }) => name);
  const selected = (names ?? "").split(",").flatMap((name) => name.trim() || []);
  for (const name of selected) {
    if (!known.includes(name)) {
      problems.push(
        `LMS_ENVIRONMENTS: must name known environments, got ${JSON.stringify(name)}; choose from ${known.join(", ")}`,
      );
    }
  }
  if (problems.length > 0) throw new ConfigurationError(problems);
  const wanted = ({ name }: AccountSettings) => selected.length === 0 || selected.includes(name);
  return { shared: wanted(shared) ? shared : "none", environments: ENVIRONMENTS.filter(wanted) };
}
