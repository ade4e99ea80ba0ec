import type { Effect, EnvironmentEdit } from "../../environments/edits";

/** What became of an edit: it was refused, for this reason, or has this effect. */
export type Outcome = { readonly refused: string } | { readonly effect: Effect };

const REFUSED: readonly Effect[] = ["in steps", "never"];

/** Tells whether the table says that an edit is refused where data is retained. */
export function isRefused({ retained }: EnvironmentEdit): boolean {
  return REFUSED.includes(retained);
}

/**
 * Compares what became of an edit, tried where data is retained, with what the table says.
 * @returns what is wrong in the table, `[]` when nothing is
 */
export function editProblems(name: string, row: EnvironmentEdit, outcome: Outcome): string[] {
  const { retained, disposable = retained, unrefused = false } = row;
  const wrong = (rule: string, got: string) => [`${name}: ${rule}, got ${got}; correct environments/edits`];
  if ("refused" in outcome) {
    if (isRefused(row)) return [];
    return wrong(
      "must be in steps or never where data is retained",
      `${retained}, while it is refused: ${outcome.refused}`,
    );
  }
  const { effect } = outcome;
  if (isRefused(row)) return unrefused ? [] : wrong("must be refused where data is retained", `the effect ${effect}`);
  if (retained !== effect) return wrong(`must be ${effect} where data is retained`, retained);
  return disposable === effect ? [] : wrong(`must be ${effect} where data is disposable`, disposable);
}
