import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AccountSettings } from "../environments";
import { Failure } from "../scripts/failure";
import { DECISIONS, type RecordedRun, readRun } from "./decisions";
import { matching } from "./gateway/authorization/evaluator/decide";
import type { Policy, Statement } from "./gateway/authorization/evaluator/document";
import { sandboxFolder } from "./lease";
import { recordedUseText } from "./recorded-use";
import { reasonFor } from "./unused-permissions";

/** Something that a statement grants, an action or a resource, by its pattern. */
export interface Grant {
  readonly sid: string;
  readonly pattern: string;
}

/** What a role has used of what it is granted, in one environment or several. */
export interface RoleUse {
  /** Name of the role, with `<environment>` for the environment's. */
  readonly name: string;
  /** The actions that it was allowed, sorted. */
  readonly used: readonly string[];
  /** What it is granted and never used, in the order of its policies. */
  readonly unused: readonly Grant[];
}

/** Compares what each role of a run was allowed with what its policies grant. */
export function usesOf(
  { decisions, grants }: RecordedRun,
  { name, account }: Pick<AccountSettings, "name" | "account">,
): RoleUse[] {
  const general = (text: string) =>
    text.replaceAll(account, "<account>").replace(new RegExp(`\\b(lms[-/])${name}\\b`, "g"), "$1<environment>");
  return [...grants].map(([identity, policies]) => {
    const allowed = decisions.filter((decision) => decision.allowed && decision.identity === identity);
    const accesses = allowed.map(({ access }) => access);
    const isUsed = (statement: Statement) =>
      accesses.some((access) => matching([{ name: "", statements: [statement] }], access).length > 0);
    const unused = policies.flatMap((policy) => grantsOf(policy).filter(({ statement }) => !isUsed(statement)));
    return {
      name: general(identity.slice(identity.lastIndexOf("/") + 1)),
      used: [...new Set(accesses.map(({ action }) => action))].sort(),
      unused: distinct(unused.map(({ sid, pattern }) => ({ sid, pattern: general(pattern) }))),
    };
  });
}

/** The use of each role over several environments: what one of them uses is used. */
export function mergedUses(environments: readonly (readonly RoleUse[])[]): RoleUse[] {
  const all = environments.flat();
  return [...new Set(all.map(({ name }) => name))].map((name) => {
    const own = all.filter((use) => use.name === name);
    const isUnused = ({ sid, pattern }: Grant) =>
      own.every(({ unused }) => unused.some((grant) => grant.sid === sid && grant.pattern === pattern));
    return {
      name,
      used: [...new Set(own.flatMap(({ used }) => used))].sort(),
      unused: (own[0]?.unused ?? []).filter(isUnused),
    };
  });
}

/** Each action and each resource of what a policy allows, with the statement that grants it alone. */
function grantsOf({ statements }: Policy): (Grant & { readonly statement: Statement })[] {
  return statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => {
      const { sid, actions, resources } = statement;
      const byAction = actions.patterns.map((pattern) => ({
        sid,
        pattern,
        statement: { ...statement, actions: { ...actions, patterns: [pattern] } },
      }));
      const several = resources !== undefined && resources.patterns.length > 1 ? resources : undefined;
      const byResource = (several?.patterns ?? []).map((pattern) => ({
        sid,
        pattern,
        statement: { ...statement, resources: { not: false, patterns: [pattern] } },
      }));
      return [...byAction, ...byResource];
    });
}

function distinct(grants: readonly Grant[]): Grant[] {
  return [...new Map(grants.map(({ sid, pattern }) => [`${sid} ${pattern}`, { sid, pattern }])).values()];
}

/**
 * The report on the runs that the sandboxes of the environments have recorded last.
 * @param record the folder that gets what planner and deployer used, by environment
 * @throws Failure for an environment that has not run yet
 */
export function permissionsText(environments: readonly AccountSettings[], record: string | undefined): string {
  const uses = environments.map((environment) => {
    const run = recordedRun(environment.name);
    if (record !== undefined) writeFileSync(join(record, `${environment.name}.jsonl`), recordedUseText(run));
    return usesOf(run, environment);
  });
  return mergedUses(uses).map(useText).join("\n");
}

function recordedRun(environment: string): RecordedRun {
  const file = join(sandboxFolder(), environment, DECISIONS);
  if (existsSync(file)) return readRun(file);
  throw new Failure(
    `sandbox ${environment}: must have run before its permissions can be told, got no ${file}; ` +
      `run: npm run sandbox -- ${environment}`,
  );
}

function useText({ name, used, unused }: RoleUse): string {
  const isPipeline = /-(?:planner|deployer)$/.test(name);
  const lines = unused.map(({ sid, pattern }) => {
    const reason = isPipeline ? reasonFor(sid, pattern) : "for work that a run does not do";
    return `  never used  ${sid}  ${pattern}  ${reason === undefined ? "WITHOUT A REASON" : `(${reason})`}`;
  });
  const counts = `${used.length} actions used, ${unused.length} grants never used`;
  return [`${name}  ${counts}`, ...used.map((action) => `  used  ${action}`), ...lines].join("\n");
}
