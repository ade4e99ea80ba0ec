import { formatDifference } from "../../scripts/drift";
import type { Finding } from "../finding";
import { argumentOf } from "../plan/causes";
import type { Plan, PlannedChange } from "../plan/planned-change";
import { isEmpty } from "../plan/values";

/** What Terraform does not read back, by the attribute that AWS changes with it. */
const UNREAD_RULES: Readonly<Record<string, { readonly changes: string; readonly text: string }>> = {
  aws_wafv2_web_acl: {
    changes: "lock_token",
    text: "its rules may be others, which Terraform does not read back: docs/runbooks.md#firewall",
  },
};

/** Things to know about a run besides its plan. */
export interface Surroundings {
  /** Warnings that Terraform gave while it planned. */
  readonly warnings?: readonly string[];
  /** Roots that are deployed and no longer in the code. */
  readonly vanishedRoots?: readonly string[];
  /** Lines on what changed Helm releases do in the cluster, by their addresses. */
  readonly inCluster?: Readonly<Record<string, readonly string[]>>;
}

/** Finds what no list of created and destroyed resources shows. */
export function unseenFindings(plan: Plan, { warnings = [], vanishedRoots = [] }: Surroundings): Finding[] {
  const finding = (address: string, text: string, details: readonly string[] = []): Finding => ({
    danger: "unseen",
    address,
    text,
    details,
  });
  return [
    ...plan.failedChecks.map((text) => finding("", text)),
    ...vanishedRoots.map((root) =>
      finding("", `the root ${root} is deployed and no longer in the code: no plan destroys it`),
    ),
    ...plan.changes.flatMap((change) => [
      ...movedText(change).map((text) => finding(change.address, text)),
      ...(change.action === "forget"
        ? [finding(change.address, "forgotten: it stays in AWS, and nothing looks after it")]
        : []),
      ...(change.importedId === undefined
        ? []
        : [finding(change.address, `comes under Terraform: ${change.importedId}`)]),
      ...(change.reason === "replace_because_tainted"
        ? [finding(change.address, "is tainted: an earlier apply failed on it, or someone marked it")]
        : []),
    ]),
    ...plan.drift.flatMap((change) => {
      const lines = driftOf(change, plan);
      if (change.action === "delete") return [finding(change.address, "someone has DELETED it by hand")];
      return lines.length === 0 ? [] : [finding(change.address, `was changed by hand: ${lines.join("; ")}`)];
    }),
    ...warnings.map((text) => finding("", `Terraform warns: ${text}`)),
  ];
}

function movedText({ action, previousAddress, address }: PlannedChange): string[] {
  if (previousAddress === undefined || previousAddress === address) return [];
  return [`moved from ${previousAddress}${action === "move" ? ", nothing else" : ""}`];
}

/**
 * Lines of what someone changed by hand: of the arguments that the code sets. The rest is what AWS fills in, and what
 * begins with nothing is AWS's default.
 */
function driftOf(change: PlannedChange, { references }: Plan): string[] {
  if (change.action !== "update") return [];
  const told = change.differences
    .filter(
      ({ path, before, sensitive }) =>
        path !== "" && references.sets(change.address, argumentOf(path)) && (sensitive || !isEmpty(before)),
    )
    .map(formatDifference);
  const token = UNREAD_RULES[change.type];
  return told.length === 0 && token !== undefined && change.differences.some(({ path }) => path === token.changes)
    ? [token.text]
    : told;
}
