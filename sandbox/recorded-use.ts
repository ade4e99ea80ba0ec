import type { RecordedRun } from "./decisions";
import { type Access, matching } from "./gateway/authorization/evaluator/decide";
import type { RequestContext } from "./gateway/authorization/evaluator/patterns";

/** The roles of a pipeline. */
export const PIPELINE_ROLES = ["planner", "deployer"] as const;
export type PipelineRole = (typeof PIPELINE_ROLES)[number];

/** What a role used in a run; condition keys without the region where it is us-east-1. */
type Use = readonly [role: PipelineRole, action: string, resource: string, context: RequestContext];

const REGION = "aws:requestedregion";
const HOME = "us-east-1";
/** The keys that every request has in the same way, and the tags, which change with the environment's settings. */
const LEFT_OUT =
  /^aws:(?:requesttag\/|resourcetag\/|tagkeys$|calledvia$|principalarn$|principalisawsservice$|securetransport$|viaawsservice$)/;

/** The first use of each action by planner and deployer, by each statement that grants it: the lines of a file. */
export function recordedUseText({ decisions, grants }: RecordedRun): string {
  const uses = PIPELINE_ROLES.flatMap((role) => {
    const own = decisions.filter((decision) => decision.allowed && decision.identity.endsWith(`-${role}`));
    const first = new Map<string, Use>();
    for (const { identity, access } of own) {
      const granting = matching(grants.get(identity) ?? [], access).map(({ sid }) => sid);
      const key = [access.action, ...granting].join(" ");
      if (granting.length > 0 && !first.has(key)) first.set(key, useOf(role, access));
    }
    return [...first].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  });
  return uses.map((use) => `${JSON.stringify(use)}\n`).join("");
}

function useOf(role: PipelineRole, { action, resource, context }: Access): Use {
  const isKept = (key: string, value: unknown) => !LEFT_OUT.test(key) && !(key === REGION && value === HOME);
  const kept = Object.entries(context).filter(([key, value]) => isKept(key, value));
  return [role, action, resource, Object.fromEntries(kept)];
}

/** What a role asked for in the run of which a file tells. */
export function recordedAccesses(text: string, role: PipelineRole): Access[] {
  const uses = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Use);
  return uses
    .filter(([own]) => own === role)
    .map(([, action, resource, context]) => ({ action, resource, context: { [REGION]: HOME, ...context } }));
}
