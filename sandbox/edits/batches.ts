import { type BlockChanges, blocksOf, referencesIn, withChanges } from "./blocks";
import type { Configuration } from "./synthesized-edit";

/** Edits that are planned at once, because what they change is apart. */
export interface Batch {
  /** What each edit changes, by the edit's name. */
  readonly edits: ReadonlyMap<string, BlockChanges>;
}

/** Puts edits into as few batches as their changes allow: in one batch no block is changed in two ways. */
export function batchesOf(edits: ReadonlyMap<string, BlockChanges>): readonly Batch[] {
  const batches: { edits: Map<string, BlockChanges>; blocks: Map<string, unknown> }[] = [];
  for (const [name, changes] of edits) {
    const fits = batches.find(({ blocks }) =>
      [...changes].every(([place, block]) => !blocks.has(place) || same(blocks.get(place), block)),
    );
    const batch = fits ?? { edits: new Map<string, BlockChanges>(), blocks: new Map<string, unknown>() };
    if (fits === undefined) batches.push(batch);
    batch.edits.set(name, changes);
    for (const [place, block] of changes) batch.blocks.set(place, block);
  }
  return batches;
}

/** The configuration with all edits of a batch. */
export function batchConfiguration(base: Configuration, { edits }: Batch): Configuration {
  return withChanges(base, new Map([...edits.values()].flatMap((changes) => [...changes])));
}

/**
 * The edits of a batch that a planned change comes from: those that change its own block, or else those that change what
 * it refers to, the nearest first.
 * @param address of the resource, such as `aws_vpc.network_vpc`
 */
export function causesOf(address: string, { edits }: Batch, configuration: Configuration): readonly string[] {
  const blocks = blocksOf(configuration);
  const seen = new Set<string>();
  let level = [address];
  while (level.length > 0) {
    const found = [...edits].filter(([, changes]) => level.some((each) => changes.has(`resource.${each}`)));
    if (found.length > 0) return found.map(([name]) => name);
    for (const each of level) seen.add(each);
    level = level
      .flatMap((each) => [...referencesIn(blocks.get(`resource.${each}`))])
      .filter((each, index, all) => !seen.has(each) && all.indexOf(each) === index);
  }
  // A change of a provider reaches everything.
  return [...edits].filter(([, changes]) => changes.has("provider")).map(([name]) => name);
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
