import type { Plan, PlannedChange } from "../plan/planned-change";
import { isEmpty } from "../plan/values";

/** A resource that is destroyed while one like it is created: most likely the same one under another name. */
export interface Rename {
  readonly from: PlannedChange;
  readonly to: PlannedChange;
  /** AWS cannot tell the two apart: it refuses the second, or the end of the first ends both. */
  readonly same: boolean;
}

/** Part of the known settings that must be the same. */
const ALIKE = 0.8;

/** Arguments that say what a thing is called, and not what it is. */
const NAMES = /^(id|arn|name|.*_name|.*_prefix|.*identifier|tags|tags_all|url)$/;

/** Arguments by which AWS knows a thing: its own name, or what it is a part of. */
const NAMED = /^(name|.*_name|.*identifier|bucket|role|topic_arn|queue_url|rule|key)$/;

/** Pairs of a destroyed and a created resource of one type with almost the same settings. A pair is told once. */
export function renamesIn({ changes }: Plan): readonly Rename[] {
  const created = changes.filter(({ action }) => action === "create");
  const taken = new Set<string>();
  return changes.flatMap((from) => {
    if (from.action !== "delete") return [];
    const [best] = created
      .filter(({ type, address }) => type === from.type && !taken.has(address))
      .map((to) => ({ to, alike: likeness(from, to) }))
      .filter(({ alike }) => alike >= ALIKE)
      .sort((a, b) => b.alike - a.alike);
    if (best === undefined) return [];
    taken.add(best.to.address);
    return [{ from, to: best.to, same: isSame(from, best.to) }];
  });
}

/** The line that turns the pair into a move, to follow the address of what is destroyed. */
export function renameText({ from, to }: Rename): string {
  return `looks like a rename to ${to.address}: .moveFromId("${from.address}") there keeps it`;
}

/** Tells whether a created resource is called as the destroyed one, and has the same settings. */
function isSame({ before }: PlannedChange, { after }: PlannedChange): boolean {
  const isOfAws = (key: string) => !/^(id|arn|url|tags|tags_all)$/.test(key);
  const keys = Object.keys({ ...before, ...after }).filter(isOfAws);
  const named = keys.filter((key) => NAMED.test(key) && !isEmpty(before[key]));
  const known = keys.filter((key) => after[key] !== undefined && !(isEmpty(before[key]) && isEmpty(after[key])));
  const equal = (key: string) => JSON.stringify(after[key]) === JSON.stringify(before[key]);
  return named.length > 0 && named.every(equal) && known.every(equal);
}

function likeness({ before }: PlannedChange, { after }: PlannedChange): number {
  const keys = Object.keys(after).filter((key) => !NAMES.test(key) && !isEmpty(after[key]));
  if (keys.length === 0) return 0;
  return keys.filter((key) => JSON.stringify(after[key]) === JSON.stringify(before[key])).length / keys.length;
}
