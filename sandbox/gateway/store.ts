/** Names a kind of thing that the gateway remembers, and its type. Holds nothing itself: the values live in a `Store`. */
export class Kind<T> {
  /** Makes two kinds of different types different types. */
  declare protected readonly value: T;

  constructor(readonly description: string) {}
}

/** All that one gateway remembers: for each kind and region a map from id to value. */
export class Store {
  readonly #kinds = new Map<Kind<unknown>, Map<string, Map<string, unknown>>>();

  /** The values of a kind in a region, by id. */
  in<T>(kind: Kind<T>, region: string): Map<string, T> {
    const regions = entry(this.#kinds, kind, () => new Map<string, Map<string, unknown>>());
    // A region's map is only ever reached through its kind, which fixes the type of the values.
    return entry(regions, region, () => new Map<string, unknown>()) as Map<string, T>;
  }

  /** Forgets everything. */
  clear(): void {
    this.#kinds.clear();
  }
}

/** The value under the key; made and kept if there is none. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
