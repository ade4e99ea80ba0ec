import type { Plan, PlannedChange } from "./planned-change";
import { isTag } from "./values";

/** Finds out which changes follow from which: what a reader must look at, and what comes along. */
export class Causes {
  private readonly changes: ReadonlyMap<string, PlannedChange>;
  /** Holders of the ids that a destroyed resource names. */
  private readonly destroyedIds = new Map<string, string>();

  constructor(private readonly plan: Plan) {
    this.changes = new Map(plan.changes.map((change) => [change.address, change]));
    for (const { address, action, before } of plan.changes) {
      if (action !== "delete") continue;
      for (const value of ["id", "arn", "name", "bucket", "url"].map((key) => before[key])) {
        const known = typeof value === "string" ? this.destroyedIds.get(value) : undefined;
        if (typeof value !== "string" || value === "" || (known !== undefined && isOlder(known, address))) continue;
        this.destroyedIds.set(value, address);
      }
    }
  }

  /** The change at the root of a change, when it follows from another one. */
  rootOf(change: PlannedChange): PlannedChange | undefined {
    const seen = new Set([change.address]);
    let root: PlannedChange | undefined;
    for (let next = this.causeOf(change); next !== undefined && !seen.has(next.address); next = this.causeOf(next)) {
      seen.add(next.address);
      root = next;
    }
    return root;
  }

  /** The nearest change that a change follows from: what forces it, or all that it waits for, is another's new value. */
  causeOf(change: PlannedChange): PlannedChange | undefined {
    switch (change.action) {
      case "delete":
        return this.ownerOf(change);
      case "replace":
      case "update":
        return this.sourceOf(change);
      default:
        return undefined;
    }
  }

  /** The changed resources that an attribute of a change gets its value from. */
  sourcesOf({ address }: PlannedChange, path: string): readonly PlannedChange[] {
    return this.plan.references.of(address, argumentOf(path)).flatMap((source) => {
      const cause = this.changes.get(source);
      return cause !== undefined && cause.action !== "delete" && cause.address !== address ? [cause] : [];
    });
  }

  private sourceOf(change: PlannedChange): PlannedChange | undefined {
    const { references } = this.plan;
    if (change.action === "replace") {
      const forced = change.differences.filter((difference) => difference.forced && difference.unknown);
      const sources = forced.flatMap(({ path }) => this.sourcesOf(change, path));
      const renewed = sources.find(({ action }) => action === "replace");
      return renewed ?? (change.differences.some(({ forced, unknown }) => forced && !unknown) ? undefined : sources[0]);
    }
    const configured = change.differences.filter(
      ({ path }) => !isTag(path) && references.sets(change.address, argumentOf(path)),
    );
    if (configured.length === 0 || configured.some(({ unknown }) => !unknown)) return undefined;
    const sources = configured.flatMap(({ path }) => this.sourcesOf(change, path));
    return sources.find(({ action }) => action === "replace") ?? sources[0];
  }

  /** The thing that a destroyed resource was a part of, when that is destroyed too: a bucket's policy goes with the bucket. */
  private ownerOf({ address, before }: PlannedChange): PlannedChange | undefined {
    for (const [key, value] of Object.entries(before)) {
      if (typeof value !== "string" || key === "id" || key === "arn" || key === "name") continue;
      const owner = this.destroyedIds.get(value);
      if (owner !== undefined && owner !== address && isOlder(owner, address)) return this.changes.get(owner);
    }
    return undefined;
  }
}

/** The argument that a path begins with: `rule` of `rule[0].days`. */
export function argumentOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}

/** Two resources may hold the same id: the one with the shorter type is the thing, the other a part of it. */
function isOlder(owner: string, part: string): boolean {
  return (owner.split(".")[0]?.length ?? 0) <= (part.split(".")[0]?.length ?? 0);
}
