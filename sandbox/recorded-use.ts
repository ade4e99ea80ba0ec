import type { RecordedRun } from "./decisions";
import { type Access, matching } from "./gateway/authorization/evaluator/decide";
import type { RequestContext } from "./gateway/authorization/evaluator/patterns";

/** What the pipeline's roles used in a run: each action once, with its resource and what a policy may ask of it. */
export type RecordedUse = Readonly<Record<"planner" | "deployer", readonly Use[]>>;

/** Action, resource and condition keys; the region is left out where it is us-east-1. */
type Use = readonly [action: string, resource: string, context: RequestContext];

const REGION = "aws:requestedregion";
const HOME = "us-east-1";
/** The keys that every request has in the same way, and the tags, which change with the environment's settings. */
const LEFT_OUT =
  /^aws:(?:requesttag\/|resourcetag\/|tagkeys$|calledvia$|principalarn$|principalisawsservice$|securetransport$|viaawsservice$)/;

/** The first use of each action by planner and deployer, by each statement that grants it, as a file. */
export function recordedUseText({ decisions, grants }: RecordedRun): string {
  const lines = (["planner", "deployer"] as const).map((role) => {
    const own = decisions.filter(
      ({ identity, allowed }) => allowed && identity.endsWith(`-${role}`) && grants.has(identity),
    );
    const first = new Map<string, Use>();
    for (const { identity, access } of own) {
      const granting = matching(grants.get(identity) ?? [], access).map(({ sid }) => sid);
      const key = [access.action, ...granting].join(" ");
      if (!first.has(key)) first.set(key, useOf(access));
    }
    const uses = [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => JSON.stringify(use));
    return `"${role}": [\n${uses.join(",\n")}\n]`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

function useOf({ action, resource, context }: Access): Use {
  const kept = Object.entries(context).filter(
    ([key, value]) => !LEFT_OUT.test(key) && !(key === REGION && value === HOME),
  );
  return [action, resource, Object.fromEntries(kept)];
}

/** The accesses that a file holds, as they were asked for. */
export function accessesOf(uses: RecordedUse[keyof RecordedUse]): Access[] {
  return uses.map(([action, resource, context]) => ({ action, resource, context: { [REGION]: HOME, ...context } }));
}
