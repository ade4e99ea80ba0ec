/** Parts of a root, the constructs right below it, and which of them refer to which. */
export interface PartGraph {
  /** Number of resources of each part, by the part's construct id. */
  readonly resources: ReadonlyMap<string, number>;
  /** Parts whose resources a part refers to. */
  readonly uses: ReadonlyMap<string, ReadonlySet<string>>;
}

/** A root as far as its parts show: each resource and data source with cdktf's note of its construct. */
export interface NotedConfiguration {
  readonly resource: Blocks;
  readonly data?: Blocks;
}

/** Resources or data sources by type and name. */
export type Blocks = Readonly<Record<string, Readonly<Record<string, NotedBlock>>>>;

interface NotedBlock {
  readonly "//": { readonly metadata: { readonly path: string } };
}

const REFERENCE = /(?:data\.)?[a-z0-9]+_[a-z0-9_]+\.[A-Za-z0-9_]+/g;

/** Graph of the parts of a synthesized root. */
export function partGraph({ resource, data = {} }: NotedConfiguration): PartGraph {
  const resources = addressed(resource, "");
  const partOf = new Map([...resources, ...addressed(data, "data.")].map(([address, block]) => [address, part(block)]));
  const counts = new Map<string, number>();
  const uses = new Map<string, Set<string>>();
  for (const [, block] of resources) {
    const own = part(block);
    counts.set(own, (counts.get(own) ?? 0) + 1);
    const used = uses.get(own) ?? new Set<string>();
    uses.set(own, used);
    const { "//": _, ...attributes } = block;
    for (const [reference] of JSON.stringify(attributes).matchAll(REFERENCE)) {
      const other = partOf.get(reference);
      if (other !== undefined && other !== own) used.add(other);
    }
  }
  return { resources: counts, uses };
}

function addressed(blocks: Blocks, prefix: string): (readonly [address: string, block: NotedBlock])[] {
  return Object.entries(blocks).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, block]) => [`${prefix}${type}.${name}`, block] as const),
  );
}

/** The id of the construct right below the root. */
function part({ "//": { metadata } }: NotedBlock): string {
  return metadata.path.split("/")[1] ?? "";
}
