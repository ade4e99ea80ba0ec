import type { Configuration } from "./synthesized-edit";

/** Changed blocks of a configuration, by their place such as `resource.aws_vpc.network_vpc`; undefined for one that goes. */
export type BlockChanges = ReadonlyMap<string, unknown>;

/** The kinds of blocks that are named, and by how many words. */
const NAMED: Readonly<Record<string, number>> = { resource: 2, data: 2, ephemeral: 2, output: 1 };

/** The blocks that differ between two configurations. */
export function changedBlocks(before: Configuration, after: Configuration): BlockChanges {
  const [old, now] = [blocksOf(before), blocksOf(after)];
  const places = new Set([...old.keys(), ...now.keys()]);
  return new Map(
    [...places]
      .filter((place) => textOf(old.get(place)) !== textOf(now.get(place)))
      .map((place) => [place, now.get(place)]),
  );
}

/** A configuration with some blocks changed. */
export function withChanges(configuration: Configuration, changes: BlockChanges): Configuration {
  const result = structuredClone(configuration) as Record<string, unknown>;
  for (const [place, block] of changes) {
    const path = place.split(".");
    const last = path.pop() ?? "";
    let parent = result;
    for (const name of path) {
      parent[name] ??= {};
      parent = parent[name] as Record<string, unknown>;
    }
    if (block === undefined) delete parent[last];
    else parent[last] = block;
    // Terraform takes no type without a resource.
    const [kind = "", type = ""] = path;
    const types = result[kind] as Record<string, object> | undefined;
    if (path.length === 2 && types?.[type] !== undefined && Object.keys(types[type]).length === 0) delete types[type];
  }
  return result as Configuration;
}

/** The resources that a block refers to, as `aws_vpc.network_vpc`. */
export function referencesIn(block: unknown): ReadonlySet<string> {
  const text = JSON.stringify(block) ?? "";
  return new Set(text.match(/(?<![\w.])(?:aws_\w+|terraform_data)\.\w+/g) ?? []);
}

/** The blocks of a configuration by place. */
export function blocksOf(configuration: Configuration): ReadonlyMap<string, unknown> {
  const blocks = new Map<string, unknown>();
  const collect = (value: unknown, path: readonly string[], depth: number) => {
    if (depth === 0 || typeof value !== "object" || value === null) {
      blocks.set(path.join("."), value);
      return;
    }
    for (const [name, child] of Object.entries(value)) collect(child, [...path, name], depth - 1);
  };
  for (const [kind, value] of Object.entries(configuration)) {
    if (kind !== "//") collect(value, [kind], NAMED[kind] ?? 0);
  }
  return blocks;
}

/** The text of a block, without cdktf's notes. */
function textOf(block: unknown): string {
  return JSON.stringify(block, (key, value) => (key === "//" ? undefined : value)) ?? "";
}
