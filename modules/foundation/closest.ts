/** Slips that a word may have and still be told: none in short words, more in longer ones. */
const LETTERS_PER_SLIP = 4;
const MAX_SLIPS = 2;

/** The known word that a mistyped one most likely means: `block` for `Blok`. Undefined where none is near. */
export function closest(mistyped: string, known: readonly string[]): string | undefined {
  const wanted = mistyped.toLowerCase();
  if (wanted.length > Math.max(0, ...known.map(({ length }) => length)) + MAX_SLIPS) return undefined;
  const [best] = known
    .map((each) => ({ each, slips: distance(wanted, each.toLowerCase()) }))
    .filter(({ each, slips }) => slips <= Math.min(MAX_SLIPS, Math.floor(each.length / LETTERS_PER_SLIP)))
    .sort((one, other) => one.slips - other.slips);
  return best?.each;
}

/** Letters to insert, remove, replace or swap to make one word of another. @see https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance */
function distance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    rows.push(current);
    for (let column = 1; column <= other.length; column++) {
      const at = (up: number, left: number) => rows[row - up]?.[column - left] ?? Number.POSITIVE_INFINITY;
      const same = one[row - 1] === other[column - 1];
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      current.push(
        Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + (same ? 0 : 1), swapped ? at(2, 2) + 1 : at(1, 0) + 1),
      );
    }
  }
  return rows[one.length]?.[other.length] ?? Number.POSITIVE_INFINITY;
}
