import { isAtLeast } from "../../../scripts/terraform";
import { PROVIDER_DIFFERENCES } from "../../../stacks/provider-differences";
import type { Call } from "./call";

/** Rights that an AWS provider older than the locked one needs, and that nobody is given: they would give data away. */
const WITHHELD: readonly string[] = ["secretsmanager:GetSecretValue"];

/**
 * Whether a call is one that the provider at hand makes and the one that deployments lock does not, for which nobody has a
 * right: it is let through here. `PROVIDER_DIFFERENCES` says which release ends it.
 */
export function hasEnded({ request, prefix, operation }: Call): boolean {
  const action = `${prefix}:${operation}`;
  const [, release] = /terraform-provider-aws\/(\d[\w.]*)/.exec(request.headers["user-agent"] ?? "") ?? [];
  if (release === undefined || !WITHHELD.includes(action)) return false;
  return PROVIDER_DIFFERENCES.some((row) => row.until.includes(action) && !isAtLeast(release, row.release));
}
