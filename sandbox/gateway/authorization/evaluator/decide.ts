import { holds } from "./conditions";
import type { Policy, Statement } from "./document";
import { matchesArn, matchesGlob, type RequestContext, replaceVariables } from "./patterns";

/** What is asked for: one action on one resource, with what the request says of itself. */
export interface Access {
  /** Such as `ec2:CreateVpc`. */
  readonly action: string;
  /** An ARN; `*` for an action that takes none. */
  readonly resource: string;
  readonly context: RequestContext;
}

/** Who asks. */
export interface Principal {
  /** ARN as AWS's messages have it: of a user, of a role's session; the name of an AWS service. */
  readonly arn: string;
  /** `account-root` and whoever has no policies here is held by resource policies alone. */
  readonly kind: "account-root" | "role" | "foreign" | "service" | "federated";
  /** ARN of the role whose session it is, or of the identity provider; for the other kinds the same as `arn`. */
  readonly id: string;
  /** The account, 12 digits; empty for a service. */
  readonly account: string;
}

/** The policies that a request is held against. */
export interface Policies {
  readonly identity: readonly Policy[];
  readonly boundary?: Policy;
  /** The policy on the resource. */
  readonly resource?: Policy;
  /**
   * Whether nothing is allowed that the resource's policy does not allow or hand on to the account: KMS keys, and roles
   * by their trust policy.
   */
  readonly resourceDecides?: "key" | "trust";
}

/** Whether AWS allows the access; if not, the end of its message. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/**
 * Decides as IAM does within one account: an explicit deny anywhere wins; else the identity's policies within its
 * boundary, or the resource's policy, must allow it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
export function decide(access: Access, principal: Principal, policies: Policies): Verdict {
  const { identity, boundary, resource, resourceDecides } = policies;
  const own = resourceDecides === "trust" ? "role trust policy" : "resource-based policy";
  const bounds = boundary === undefined ? [] : [boundary];
  const byIdentity = matching(identity, access);
  const byBoundary = matching(bounds, access);
  const byResource = matching(resource === undefined ? [] : [resource], access).flatMap((statement) => {
    const reach = reachOf(statement, principal);
    return reach === undefined ? [] : [{ ...statement, reach }];
  });
  const denied = (statements: readonly Statement[]) => statements.some(({ effect }) => effect === "Deny");
  if (denied(byIdentity)) return refusal("with an explicit deny in an identity-based policy");
  if (denied(byBoundary)) return refusal("with an explicit deny in a permissions boundary");
  if (denied(byResource)) {
    return refusal(`with an explicit deny in ${resourceDecides === "trust" ? "the" : "a"} ${own}`);
  }
  const unallowed = (policy: string) => refusal(`because no ${policy} allows the ${access.action} action`);
  const granted = new Set(byResource.map(({ reach }) => reach));
  if (principal.kind === "service" || principal.kind === "foreign" || principal.kind === "federated") {
    // What another account gives its own identities is not known here: it is taken to allow this.
    return granted.size > 0 ? { allowed: true } : unallowed(own);
  }
  if (resourceDecides !== undefined && granted.size === 0) return unallowed(own);
  if (boundary !== undefined && byBoundary.length === 0) return unallowed("permissions boundary");
  if (granted.has("principal") || principal.kind === "account-root" || byIdentity.length > 0) return { allowed: true };
  return unallowed("identity-based policy");
}

/** The statements that are about an access; principals aside. */
export function matching(policies: readonly Policy[], access: Access): Statement[] {
  return policies.flatMap(({ statements }) => statements.filter((statement) => isAbout(statement, access)));
}

function isAbout({ actions, resources, conditions }: Statement, { action, resource, context }: Access): boolean {
  const name = action.toLowerCase();
  if (actions.patterns.some((pattern) => matchesGlob(pattern, name)) === actions.not) return false;
  if (resources !== undefined) {
    const fits = resources.patterns.some((pattern) => {
      const replaced = replaceVariables(pattern, context);
      return replaced !== undefined && matchesArn(replaced, resource);
    });
    if (fits === resources.not) return false;
  }
  return conditions.every((condition) => holds(condition, context));
}

/**
 * Whether a statement of a resource's policy is about the principal itself, or hands the decision to the identity
 * policies of its account.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
function reachOf({ principals = {} }: Statement, principal: Principal): "principal" | "account" | undefined {
  const { kind, arn, id, account } = principal;
  if (kind === "service")
    return principals.Service?.includes(arn) || principals.AWS?.includes("*") ? "principal" : undefined;
  if (kind === "federated") return principals.Federated?.includes(id) ? "principal" : undefined;
  const names = principals.AWS ?? [];
  const root = `arn:aws:iam::${account}:root`;
  if (names.some((name) => name === "*" || name === arn || name === id)) return "principal";
  if (!names.some((name) => name === account || name === root)) return undefined;
  return kind === "account-root" ? "principal" : "account";
}

function refusal(reason: string): Verdict {
  return { allowed: false, reason };
}
