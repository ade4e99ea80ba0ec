import type { Manifest } from "../../gitops/checks/kubernetes/schema";
import { differencesOf, formatDifference } from "../../scripts/drift";

/** Kinds whose content is told as changed and never shown. */
const NEVER_SHOWN = ["Secret"];

/** Differences of an object that are told one by one. */
const MOST_LINES = 20;

/**
 * Lines that tell what differs between the objects of a release before and after: an object a line, or a line for each field.
 * @param noise paths, by object, that differ each time the chart is rendered
 */
export function objectChanges(
  before: readonly Manifest[],
  after: readonly Manifest[],
  noise: ReadonlySet<string> = new Set(),
): string[] {
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name) => {
    const [was, is] = [old.get(name), now.get(name)];
    if (was === undefined) return [`${name}: created`];
    if (is === undefined) return [`${name}: DESTROYED`];
    const lines = fieldsThatDiffer(was, is)
      .filter(({ path }) => !noise.has(`${name} ${path}`))
      .map((difference) => `${name}: ${formatDifference({ ...difference, sensitive: isHidden(is) })}`);
    const more = lines.length - MOST_LINES;
    return more > 0 ? [...lines.slice(0, MOST_LINES), `${name}: ${more} more differences`] : lines;
  });
}

/** The paths, by object, in which two renderings of the same release differ, such as those of a certificate that is made anew. */
export function noiseOf(one: readonly Manifest[], other: readonly Manifest[]): ReadonlySet<string> {
  const again = byName(other);
  return new Set(
    [...byName(one)].flatMap(([name, manifest]) =>
      fieldsThatDiffer(manifest, again.get(name) ?? {}).map(({ path }) => `${name} ${path}`),
    ),
  );
}

function byName(manifests: readonly Manifest[]): ReadonlyMap<string, Manifest> {
  return new Map(
    manifests.map((manifest) => {
      const { kind, metadata } = manifest;
      const { name, namespace } = metadata as { name: string; namespace?: string };
      return [`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`, manifest];
    }),
  );
}

function fieldsThatDiffer(before: object, after: object) {
  return differencesOf({ actions: ["update"], before: named(before), after: named(after) });
}

function isHidden({ kind }: Manifest): boolean {
  return NEVER_SHOWN.includes(kind);
}

/** Lists of named things, such as containers, as objects by their names: one that comes first moves no other. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) {
    const names = value.map((item) => (item as { name?: unknown } | null)?.name);
    const areNames = names.every((name) => typeof name === "string") && new Set(names).size === names.length;
    if (!areNames || value.length === 0) return value.map(named);
    return Object.fromEntries(value.map((item, index) => [String(names[index]), named(item)]));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, named(child)]));
}
