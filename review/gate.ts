import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import type { PlanReview } from "./plan-review";

/** A loss that someone wants, written down and committed: it is let through until its day. */
export interface Override {
  /** The root of the plan, such as `prod-platform`. */
  readonly root: string;
  /** The address that is lost. */
  readonly address: string;
  readonly reason: string;
  /** The last day on which it counts, such as `2026-12-24`. */
  readonly until: string;
}

/** Strictness of a root's gate: what holds learners' data is, and so is what all environments share. */
export type Strictness = "retained" | "disposable";

/** Decision on a plan: whether it may be applied, and what it takes. */
export interface Gate {
  /** Reasons that it may not be applied; empty when it may. */
  readonly refusals: readonly string[];
  /** Words that whoever approves must name, such as `access 3`: they have read it then. */
  readonly mustName: readonly string[];
  /** Things to know besides: losses that an override lets through, and overrides that nothing needs. */
  readonly notes: readonly string[];
}

/** The committed file of overrides. */
export const OVERRIDES = join("environments", "overrides.json");

/**
 * Decides on a plan: where data is retained a loss takes an override, and an access or an outage must be named by whoever
 * approves. Nowhere may the fixed cost be above the budget, and nowhere may a resource change its address without a move.
 * @param today as `2026-11-27`
 */
export function gateOf(
  { root, verdict, cost, findings, unmoved }: PlanReview,
  strictness: Strictness,
  overrides: readonly Override[],
  today: string,
): Gate {
  const own = overrides.filter((override) => override.root === root);
  const strict = strictness === "retained";
  const clashes = Object.entries(unmoved)
    .filter(([address]) => !verdict.loses.includes(address))
    .map(
      ([address, text]) =>
        `${root}: what gets another address must be moved, since AWS has it once, got ${address}: ${text}`,
    );
  const judged = (strict ? verdict.loses : []).map((address) => {
    const override = own.find((candidate) => candidate.address === address);
    if (override === undefined) return { refusal: lossRefusal(root, address, "no override") };
    if (override.until < today) return { refusal: lossRefusal(root, address, `one that ended on ${override.until}`) };
    return { note: `Let through until ${override.until}: ${address} (${override.reason})` };
  });
  const { minimum, budget } = cost;
  const tooDear =
    budget !== undefined && minimum > budget
      ? [
          `${root}: the fixed cost must be within the budget of $${budget} a month, got $${Math.ceil(minimum)}; make it cheaper, ` +
            "or raise monitoring.budget.monthlyUsd of the environment",
        ]
      : [];
  const count = (danger: string) => findings.filter((finding) => finding.danger === danger).length;
  const named = (["access", "outage"] as const).filter((danger) => strict && count(danger) > 0);
  const unused = own.filter(({ address }) => !verdict.loses.includes(address));
  return {
    refusals: [...judged.flatMap(({ refusal }) => refusal ?? []), ...clashes, ...tooDear],
    mustName: named.map((danger) => `${danger} ${count(danger)}`),
    notes: [
      ...judged.flatMap(({ note }) => note ?? []),
      ...unused.map(({ address }) => `The override of ${address} is not needed: take it out of ${OVERRIDES}`),
    ],
  };
}

/**
 * Words that an approval leaves unnamed.
 * @param approval what whoever approves has typed, such as `access 3, outage 1`
 */
export function unnamed({ mustName }: Gate, approval: string): readonly string[] {
  const named = new Set(approval.split(",").map((words) => words.trim().toLowerCase().replace(/\s+/g, " ")));
  return mustName.filter((words) => !named.has(words));
}

/** The committed overrides. @throws Failure with everything that is wrong in the file */
export function readOverrides(file = join(PROJECT, OVERRIDES)): readonly Override[] {
  if (!existsSync(file)) return [];
  const where = OVERRIDES;
  const list = parse(readFileSync(file, "utf8"), where);
  const problems = list.flatMap((entry, index) =>
    (["root", "address", "reason", "until"] as const).flatMap((key) => {
      const value = (entry as Readonly<Record<string, unknown>> | null)?.[key];
      const rule = key === "until" ? "a day such as 2026-12-24" : "a text";
      const fits = typeof value === "string" && value !== "" && (key !== "until" || isDay(value));
      return fits ? [] : [`${where}[${index}].${key}: must be ${rule}, got ${JSON.stringify(value)}; write it down`];
    }),
  );
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return list as readonly Override[];
}

function parse(text: string, where: string): readonly unknown[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${where}: must be JSON, got ${(error as Error).message}; correct it`);
  }
  if (Array.isArray(value)) return value;
  throw new Failure(`${where}: must be a list of overrides, got ${typeof value}; [] is none`);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function lossRefusal(root: string, address: string, got: string): string {
  return `${root}: a loss must have an override, got ${got} for ${address}; prevent it, or write it into ${OVERRIDES}`;
}
