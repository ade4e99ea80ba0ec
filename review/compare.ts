import type { PlanReview, ToldChange } from "./plan-review";

/**
 * Compares a plan with the one of an environment that comes before it: what both have in common has been
 * tried there.
 * @returns one line; undefined when the two have nothing in common
 */
export function comparedWith(review: PlanReview, other: PlanReview): string | undefined {
  const [own, others] = [keysOf(review), new Set(keysOf(other).map(({ key }) => key))];
  const only = own.filter(({ key }) => !others.has(key));
  const same = own.length - only.length;
  if (same === 0) return undefined;
  if (only.length === 0) return `The same as ${other.root}: all ${same} changes`;
  const shown = only.slice(0, 3).map(({ address }) => address);
  const more = only.length > 3 ? ` and ${only.length - 3} more` : "";
  return `The same as ${other.root} in ${same} of ${own.length} changes; only here: ${shown.join(", ")}${more}`;
}

/** Each change without what the environments' names and accounts make different. */
function keysOf({ root, changes }: PlanReview): { readonly address: string; readonly key: string }[] {
  const [environment = ""] = root.split("-");
  const plain = (text: string) =>
    text.replaceAll(new RegExp(`\\b${environment}\\b`, "g"), "@").replaceAll(/\b\d{12}\b/g, "#");
  const keyOf = ({ address, action, lines }: ToldChange) => JSON.stringify([address, action, lines.map(plain)]);
  return changes.map((change) => ({ address: change.address, key: keyOf(change) }));
}
