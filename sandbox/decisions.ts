import { readFileSync } from "node:fs";
import type { Decision } from "./gateway/authorization/authorizer";
import type { Policies } from "./gateway/authorization/evaluator/decide";
import type { Policy } from "./gateway/authorization/evaluator/document";

/** The file in a sandbox's folder that holds who asked for what, and by which policies that was decided. */
export const DECISIONS = "decisions.jsonl";

/** What an identity is granted, as it was when it last asked for something. */
export interface Grants {
  readonly identity: string;
  readonly policies: readonly Policy[];
}

/** What a run has recorded. */
export interface RecordedRun {
  readonly decisions: readonly Decision[];
  /** The policies of each identity by its ARN. */
  readonly grants: ReadonlyMap<string, readonly Policy[]>;
}

/** Writes each decision that differs from those before as a line, and the policies of each identity when they change. */
export function recorder(out: { write(text: string): unknown }): (decision: Decision, policies: Policies) => void {
  const written = new Set<string>();
  const grants = new Map<string, readonly Policy[]>();
  return (decision, { identity }) => {
    const line = JSON.stringify(decision);
    if (!written.has(line)) out.write(`${line}\n`);
    written.add(line);
    const before = grants.get(decision.identity) ?? [];
    // The same policies are the same objects, so that nothing has to be compared.
    if (identity.length === before.length && identity.every((policy, index) => policy === before[index])) return;
    out.write(`${JSON.stringify({ identity: decision.identity, policies: identity } satisfies Grants)}\n`);
    grants.set(decision.identity, identity);
  };
}

/** Reads what `recorder` wrote. */
export function readRun(file: string): RecordedRun {
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const records = lines.map((line) => JSON.parse(line) as Decision | Grants);
  return {
    decisions: records.filter((record): record is Decision => "access" in record),
    grants: new Map(
      records.flatMap((record) => ("policies" in record ? [[record.identity, record.policies] as const] : [])),
    ),
  };
}
