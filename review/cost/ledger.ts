import { monthlyPrice } from "../facts/prices";
import { entryOf } from "../plan/values";
import { ALSO_BY_USE, BY_USE, FREE, type PricedResource, RULES } from "./rules";

/** Cost of a thing in a month, in US dollars. */
export interface CostLine {
  /** The construct that it is of, such as `database`. */
  readonly part: string;
  readonly address: string;
  readonly what: string;
  /** At the smallest scale that the settings allow, and at the largest. */
  readonly minimum: number;
  readonly maximum: number;
}

/** Cost of a set of resources in a month. */
export interface Ledger {
  readonly lines: readonly CostLine[];
  readonly minimum: number;
  readonly maximum: number;
  /** Things whose price no table knows, as `db.r7g.large in eu-west-1`, with their number. They are in no sum. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Costs that come on top by use, by type. */
  readonly byUse: ReadonlyMap<string, string>;
}

/** Adds up what resources cost. */
export function ledgerOf(resources: readonly PricedResource[]): Ledger {
  const lines: CostLine[] = [];
  const unknown = new Map<string, number>();
  const byUse = new Map<string, string>();
  const miss = (what: string, count: number) => unknown.set(what, (unknown.get(what) ?? 0) + count);
  for (const resource of resources) {
    const { type, address, part, region } = resource;
    const use = entryOf(BY_USE, type) ?? entryOf(ALSO_BY_USE, type);
    if (use !== undefined) byUse.set(type, use);
    const rule = entryOf(RULES, type);
    if (rule === undefined) {
      if (use === undefined && !FREE.has(type) && type.startsWith("aws_")) miss(type, 1);
      continue;
    }
    for (const { what, minimum, maximum } of rule(resource)) {
      if (maximum === 0) continue;
      const price = monthlyPrice(what, region);
      if (price === undefined) miss(`${what || type} in ${region}`, maximum);
      else lines.push({ part, address, what, minimum: minimum * price, maximum: maximum * price });
    }
  }
  return { lines, minimum: sum(lines, "minimum"), maximum: sum(lines, "maximum"), unknown, byUse };
}

function sum(lines: readonly CostLine[], key: "minimum" | "maximum"): number {
  return lines.reduce((total, line) => total + line[key], 0);
}
