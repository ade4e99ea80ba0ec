import type { PlanCost } from "./dangers/cost";
import { dollars, moreText } from "./dangers/cost";
import type { Finding } from "./finding";
import type { Plan, PlannedChange } from "./plan/planned-change";

/** A plan in one line, and what the line is made of. */
export interface Verdict {
  /** The addresses that lose data, or the guard of it. */
  readonly loses: readonly string[];
  /** Number of ways in that are opened, and of guards that are taken away. */
  readonly opens: number;
  /** Interruptions, with their length. */
  readonly interrupts: readonly { readonly address: string; readonly duration: string }[];
  /** The node groups whose nodes are replaced. */
  readonly rolls: readonly string[];
  /** Things besides that no list of changes shows, such as `1 moved`. */
  readonly unseen: readonly string[];
  /** All of it in one line: for Slack, the approval and the commit status. */
  readonly line: string;
}

/** Sums a plan up. */
export function verdictOf(findings: readonly Finding[], plan: Plan, cost: PlanCost): Verdict {
  const of = (danger: Finding["danger"]) => findings.filter((finding) => finding.danger === danger);
  const loses = [...new Set(of("loss").map(({ address }) => address))];
  const outages = of("outage");
  const rolls = [...new Set(outages.flatMap(({ rolls: group }) => group ?? []))];
  const interrupted = new Set(outages.map(({ address }) => address));
  const interrupts = outages.flatMap(({ address, duration = "none", rolls: group, cause }) =>
    duration === "none" || group !== undefined || (cause !== undefined && interrupted.has(cause))
      ? []
      : [{ address, duration }],
  );
  const opens = of("access").length;
  const unseen = unseenTexts(plan, of("unseen"));
  const parts = [
    `loses data: ${loses.length === 0 ? "no" : `YES, ${some(loses)}`}`,
    `opens access: ${opens === 0 ? "no" : opens}`,
    `interrupts: ${interruptsText(interrupts)}`,
    ...(rolls.length === 0 ? [] : [`nodes roll: ${rolls.join(", ")}`]),
    `cost: ${costText(cost)}`,
    ...unseen,
  ];
  const line =
    plan.changes.length + plan.outputs.length === 0 && unseen.length === 0 ? "nothing to change" : parts.join("; ");
  return { loses, opens, interrupts, rolls, unseen, line };
}

/** Numbers of the resources that a plan creates, changes, replaces and destroys. */
export function countsText(changes: readonly { readonly action: PlannedChange["action"] }[]): string {
  const words: Partial<Record<PlannedChange["action"], string>> = {
    delete: "DESTROYED",
    replace: "REPLACED",
    update: "changed",
    create: "created",
    move: "moved",
    import: "imported",
    forget: "forgotten",
    read: "read during the apply",
  };
  const counts = Object.entries(words).flatMap(([action, word]) => {
    const count = changes.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counts.join(", ") || "nothing to change";
}

function interruptsText(interrupts: Verdict["interrupts"]): string {
  const [first] = interrupts;
  if (first === undefined) return "nothing";
  const more = interrupts.length > 1 ? ` and ${interrupts.length - 1} more` : "";
  return `${first.address} (${first.duration})${more}`;
}

function costText({ minimumMore, maximumMore, minimum, budget, unknown }: PlanCost): string {
  const count = Object.values(unknown).reduce((total, more) => total + more, 0);
  return [
    `${moreText(minimumMore, maximumMore)} a month`,
    ...(budget === undefined
      ? []
      : [`${minimum > budget ? "OVER BUDGET: " : ""}${dollars(minimum).slice(1)} of $${budget}`]),
    ...(count === 0 ? [] : [`${count} without a known price`]),
  ].join(", ");
}

function unseenTexts(plan: Plan, findings: readonly Finding[]): string[] {
  const count = (number: number, words: string) => (number === 0 ? [] : [`${number} ${words}`]);
  const { changes, failedChecks } = plan;
  const byHand = findings.filter(({ text }) => /by hand/.test(text)).length;
  return [
    ...count(changes.filter(({ previousAddress }) => previousAddress !== undefined).length, "moved"),
    ...count(changes.filter(({ action }) => action === "forget").length, "forgotten"),
    ...count(changes.filter(({ importedId }) => importedId !== undefined).length, "imported"),
    ...count(failedChecks.length, failedChecks.length === 1 ? "check fails" : "checks fail"),
    ...count(byHand, "changed by hand"),
  ];
}

function some(addresses: readonly string[]): string {
  const [first] = addresses;
  return addresses.length === 1 ? `${first}` : `${first} and ${addresses.length - 1} more`;
}
