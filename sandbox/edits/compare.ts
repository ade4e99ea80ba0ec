import type { EditRow, Effect } from "../../environments/edits";
import type { DataProtection } from "../../modules/foundation/contracts";

/** What became of an edit: it was refused, for this reason, or has this effect. */
export type Outcome = { readonly refused: string } | { readonly effect: Effect };

const REFUSED: readonly Effect[] = ["in steps", "never"];

/** Tells whether the table says that an edit is refused. */
export function isRefused(row: EditRow, protection: DataProtection): boolean {
  return REFUSED.includes(expectedOf(row, protection));
}

/**
 * Compares what became of an edit with what the table says.
 * @param protection of the environment that it was tried in
 * @returns what is wrong in the table, `[]` when nothing is
 */
export function editProblems(name: string, row: EditRow, outcome: Outcome, protection: DataProtection): string[] {
  const { disposable, unrefused = false } = row;
  const expected = expectedOf(row, protection);
  const wrong = (rule: string, got: string) => [`${name}: ${rule}, got ${got}; correct environments/edits`];
  if ("refused" in outcome) {
    if (isRefused(row, protection)) return [];
    const got = `${expected}, while it is refused: ${outcome.refused}`;
    return wrong(`must be in steps or never where data is ${protection}`, got);
  }
  const { effect } = outcome;
  if (isRefused(row, protection)) {
    return unrefused ? [] : wrong(`must be refused where data is ${protection}`, `the effect ${effect}`);
  }
  if (expected !== effect) return wrong(`must be ${effect} where data is ${protection}`, expected);
  if (protection === "disposable" || disposable === undefined || disposable === effect) return [];
  return wrong(`must be ${effect} where data is disposable`, disposable);
}

function expectedOf({ retained, disposable = retained }: EditRow, protection: DataProtection): Effect {
  return protection === "retained" ? retained : disposable;
}
