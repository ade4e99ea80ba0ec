import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { Failure } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import type { FailedCheck } from "./checkov";

/** The reviewed file of all acceptances, below the project's folder. */
export const ACCEPTANCES_FILE = "security/accepted-risks.yaml";

/** A failed check that is accepted, and why. */
export interface Acceptance {
  readonly check: string;
  /** What the check asks for, in words for an auditor. */
  readonly asks: string;
  /** The roots that it is accepted in, or `services` for the rendered charts; `*` stands for an environment's name. */
  readonly in: readonly string[];
  /** The addresses of the resources; `*` stands for any part. Each must still be needed in each of the roots. */
  readonly resources: readonly string[];
  readonly reason: string;
  /** Tells that the resources are of a part that an environment may lack: it need not fail in every root. */
  readonly optional?: true;
  /** Makes it a debt: the last day of it, as YYYY-MM-DD. */
  readonly until?: string;
}

/** Reads the project's acceptances. @throws Failure with all that is wrong in the file */
export function readAcceptances(text: string = readFileSync(join(PROJECT, ACCEPTANCES_FILE), "utf8")): Acceptance[] {
  const list = (parse(text, { merge: true }) ?? []) as Acceptance[];
  const problems = list.flatMap((one) => formProblems(one));
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return list;
}

/**
 * What stands against a root, or the charts: failed checks that no one has accepted, acceptances that nothing needs any
 * more, and debts that are due.
 * @param today as YYYY-MM-DD
 */
export function riskProblems(
  target: string,
  failed: readonly FailedCheck[],
  acceptances: readonly Acceptance[],
  today: string,
): string[] {
  const here = acceptances.filter((one) => one.in.some(isOfRoot(target)));
  const open = failed
    .filter(({ id, resource }) => !here.some((one) => one.check === id && one.resources.some(covers(resource))))
    .map(
      ({ id, name, resource }) =>
        `${target}: ${resource} must pass ${id} (${name}), got a failed check; mend it, or accept it in ${ACCEPTANCES_FILE}`,
    );
  const stale = here.flatMap(({ check, resources, optional = false }) =>
    (optional ? [] : resources)
      .filter((pattern) => !failed.some(({ id, resource }) => id === check && covers(resource)(pattern)))
      .map(
        (pattern) =>
          `${ACCEPTANCES_FILE}: ${check} must still fail for ${pattern} in ${target}, got none that does; take it out`,
      ),
  );
  const due = here
    .filter(({ until }) => until !== undefined && until < today)
    .map(
      ({ check, until }) =>
        `${ACCEPTANCES_FILE}: ${check} in ${target} must be mended until ${until}, got ${today}; mend it, or decide anew`,
    );
  return [...open, ...stale, ...due];
}

/** Tells whether a pattern is of a root: `*-platform` is that of every environment, and not of what stands by of one. */
export function isOfRoot(root: string): (pattern: string) => boolean {
  return (pattern) => matches(root, pattern, "[a-z0-9]+");
}

/** Tells whether a pattern is of a resource. */
function covers(resource: string): (pattern: string) => boolean {
  return (pattern) => matches(resource, pattern, ".*");
}

function matches(text: string, pattern: string, anyPart: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(anyPart)}$`).test(text);
}

const KEYS = ["check", "asks", "in", "resources", "reason", "optional", "until"];

function formProblems(one: Acceptance): string[] {
  const where = `${ACCEPTANCES_FILE}: ${one.check ?? "an acceptance without check"}`;
  const isText = (value: unknown) => typeof value === "string" && value.trim() !== "";
  const isList = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText);
  const rules: readonly (readonly [boolean, string, unknown])[] = [
    [/^CKV2?_\w+$/.test(one.check), "check must be an id of Checkov's", one.check],
    [isText(one.asks), "asks must say what the check asks for", one.asks],
    [isText(one.reason), "reason must say why it is accepted", one.reason],
    [isList(one.in), "in must list roots", one.in],
    [isList(one.resources), "resources must list addresses", one.resources],
    [one.optional === undefined || one.optional === true, "optional must be true or left out", one.optional],
    [one.until === undefined || /^\d{4}-\d\d-\d\d$/.test(one.until), "until must be a day as YYYY-MM-DD", one.until],
    [Object.keys(one).every((key) => KEYS.includes(key)), `must have no other keys than ${KEYS.join(", ")}`, one],
  ];
  return rules
    .filter(([holds]) => !holds)
    .map(([, rule, got]) => `${where}: ${rule}, got ${JSON.stringify(got)}; mend the entry`);
}
