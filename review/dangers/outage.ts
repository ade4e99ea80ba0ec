import { HOLDERS } from "../facts/holders";
import { OUTAGES, type Outage } from "../facts/outages";
import type { Finding } from "../finding";
import { argumentOf, type Causes } from "../plan/causes";
import type { Plan, PlannedChange } from "../plan/planned-change";
import { entryOf } from "../plan/values";
import { reasonOf } from "./loss";
import { closedTexts } from "./network-access";

/** Finds what a change interrupts, and for how long, as the table of outages says. */
export function outageFindings(change: PlannedChange, plan: Plan, causes: Causes): Finding[] {
  const { address, type, name, action } = change;
  // What goes together with another one that goes is an outage of its own.
  const cause = action === "delete" ? undefined : causes.rootOf(change)?.address;
  const found = OUTAGES.filter((outage) => outage.type === type && isCaused(outage, change)).map((outage): Finding => {
    const replaced = action === "replace" && outage.on !== undefined;
    const why = replaced ? ` (${reasonOf(change, causes)})` : "";
    return {
      danger: "outage",
      address,
      text: `${replaced ? "REPLACED: " : action === "delete" ? "removed: " : ""}${outage.says}${why}`,
      details: [`see ${outage.source}`],
      duration: outage.duration,
      ...(cause === undefined ? {} : { cause }),
      ...(isRoll(outage) ? { rolls: name } : {}),
    };
  });
  return [...once(found), ...closings(change, plan, causes)];
}

/** A destroyed holder of data is told among the losses; here only what lives on without it. */
function isCaused({ path, on, when }: Outage, change: PlannedChange): boolean {
  if (path === undefined) return (on ?? []).some((action) => action === change.action);
  if (change.action !== "update") return false;
  const own = change.differences.filter((difference) => argumentOf(difference.path) === path);
  return own.length > 0 && (when === undefined || when(change.before[path], change.after[path]));
}

function isRoll({ type, path }: Outage): boolean {
  return type === "aws_eks_node_group" && path !== "scaling_config";
}

/** One text once: a node group's version and its template roll the same nodes. */
function once(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ text }, index) => findings.findIndex((other) => other.text === text) === index);
}

/** Traffic that a rule lets through no longer. */
function closings(change: PlannedChange, plan: Plan, causes: Causes): Finding[] {
  if (change.action !== "delete" && change.action !== "update") return [];
  const owner = causes.causeOf(change);
  if (owner !== undefined && entryOf(HOLDERS, owner.type) === undefined && owner.action === "delete") return [];
  return closedTexts(change, plan).map((text) => ({
    danger: "outage",
    address: change.address,
    text: `no longer lets through ${text}`,
    details: [],
    duration: "as long as it is closed",
  }));
}
