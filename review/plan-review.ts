import type { PlanDocument } from "../scripts/plan-document";
import { accessFindings } from "./dangers/access";
import { costOf, type PlanCost } from "./dangers/cost";
import { lossFindings } from "./dangers/loss";
import { outageFindings } from "./dangers/outage";
import { renamesIn, renameText } from "./dangers/renames";
import { allDifferences, restFindings } from "./dangers/rest";
import { type Surroundings, unseenFindings } from "./dangers/unseen";
import { DANGERS, type Finding } from "./finding";
import { Causes } from "./plan/causes";
import { type Plan, type PlannedChange, readPlan } from "./plan/planned-change";
import { Redaction } from "./plan/redaction";
import { type Verdict, verdictOf } from "./verdict";

/** One change as it is told to whoever unfolds everything. */
export interface ToldChange {
  readonly address: string;
  readonly type: string;
  readonly action: PlannedChange["action"];
  /** Differences attribute by attribute, or what decides about a created resource; of a Helm release also those of its objects. */
  readonly lines: readonly string[];
  /** The change that it follows from. */
  readonly cause?: string;
}

/** All that a review knows of a plan. It holds no sensitive value, so it may be kept and shown. */
export interface PlanReview {
  readonly root: string;
  /** Tells whether an apply would do anything. */
  readonly applyable: boolean;
  readonly verdict: Verdict;
  /** Things that a reader must know, the worst first. */
  readonly findings: readonly Finding[];
  /** Every change, in the plan's order. */
  readonly changes: readonly ToldChange[];
  /** Which changed resource refers to which. */
  readonly links: readonly (readonly [user: string, used: string])[];
  readonly cost: PlanCost;
  /** Resources that change their address alone, by what they are called now, with the line that moves them. */
  readonly unmoved: Readonly<Record<string, string>>;
}

/**
 * Reviews a plan.
 * @param root the name of the Terraform root, such as `prod-platform`
 * @param document what `terraform show -json` prints of it
 */
export function reviewOf(root: string, document: PlanDocument, surroundings: Surroundings = {}): PlanReview {
  const plan = readPlan(document);
  const causes = new Causes(plan);
  const redaction = new Redaction(document);
  const inCluster = ({ address }: PlannedChange) =>
    (surroundings.inCluster?.[address] ?? []).map((line) => redaction.text(line));
  const { cost, findings: costs } = costOf(plan);
  const dangers = [
    ...plan.changes.flatMap((change) => [
      ...lossFindings(change, causes),
      ...accessFindings(change, plan, causes),
      ...outageFindings(change, plan, causes),
    ]),
    ...costs,
    ...unseenFindings(plan, surroundings),
  ];
  const findings = ordered(
    [...withRenames(dangers, plan), ...restFindings(plan, causes, addressesIn(dangers))],
    plan,
    causes,
  );
  return {
    root,
    applyable: plan.applyable,
    verdict: verdictOf(findings, plan, cost),
    findings,
    changes: plan.changes.map((change) => toldChange(change, causes, inCluster(change))),
    links: linksIn(plan),
    cost,
    unmoved: Object.fromEntries(
      renamesIn(plan)
        .filter(({ same }) => same)
        .map((rename) => [rename.from.address, renameText(rename)]),
    ),
  };
}

/** The addresses of which a danger says what happens to them; a price and a move do not. */
function addressesIn(findings: readonly Finding[]): ReadonlySet<string> {
  return new Set(
    findings.flatMap(({ danger, address }) => (danger === "cost" || danger === "unseen" ? [] : [address])),
  );
}

function toldChange(change: PlannedChange, causes: Causes, inCluster: readonly string[]): ToldChange {
  const cause = causes.rootOf(change)?.address;
  return {
    address: change.address,
    type: change.type,
    action: change.action,
    lines: [...allDifferences(change), ...inCluster],
    ...(cause === undefined ? {} : { cause }),
  };
}

/** A loss that is a rename says so where it is told. */
function withRenames(findings: readonly Finding[], plan: Plan): Finding[] {
  const renames = new Map(renamesIn(plan).map((rename) => [rename.from.address, rename]));
  return findings.map((finding) => {
    const rename = finding.danger === "loss" ? renames.get(finding.address) : undefined;
    return rename === undefined ? finding : { ...finding, text: `${finding.text}; ${renameText(rename)}` };
  });
}

/** By danger, then what is a cause of its own, then by how much follows from it. */
function ordered(findings: readonly Finding[], plan: Plan, causes: Causes): Finding[] {
  const followers = new Map<string, number>();
  for (const change of plan.changes) {
    const root = causes.rootOf(change)?.address;
    if (root !== undefined) followers.set(root, (followers.get(root) ?? 0) + 1);
  }
  const rank = ({ danger, cause, address }: Finding) => [
    DANGERS.indexOf(danger),
    cause === undefined ? 0 : 1,
    -(followers.get(address) ?? 0),
  ];
  return findings
    .map((finding, index) => ({ finding, key: [...rank(finding), index] }))
    .sort((a, b) => compare(a.key, b.key))
    .map(({ finding }) => finding);
}

function compare(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

function linksIn({ changes, references }: Plan): (readonly [string, string])[] {
  const changed = new Set(changes.map(({ address }) => address));
  return changes.flatMap(({ address }) =>
    references
      .all(address)
      .filter((used) => changed.has(used) && used !== address)
      .map((used) => [address, used] as const),
  );
}
