import { Annotations, Token } from "cdktf";
import type { IConstruct } from "constructs";
import type { Condition } from "./conditions";

// One way to judge a value and to report it. A value that only Terraform will know, a reference or a variable, is never
// judged: every check below lets it pass.

/** Tells whether only Terraform will know the value, or a part of it. */
export function isReference(value: unknown): boolean {
  // The only element of a list that Terraform alone knows stands for all of them, and is written with a #.
  if (typeof value === "string") return value.includes("${") || value.startsWith("#{TfToken[");
  return Token.isUnresolved(value);
}

/** Message of a problem: `<where>: <rule>, got <value>; <remedy>`. The value is written as JSON, a long one in part. */
export function problem(where: string, rule: string, got: unknown, remedy: string): string {
  return `${where}: ${rule}, got ${shown(got)}; ${remedy}`;
}

/** Characters of a value that a message shows. */
const MAX_SHOWN = 300;

function shown(got: unknown): string {
  if (got === undefined) return "nothing";
  const text = typeof got === "number" ? String(got) : JSON.stringify(got);
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}... (${text.length} characters)`;
}

/** The problem of a value that does not hold to its rule, as a list to be joined with others. */
export function check(holds: boolean, where: string, rule: string, got: unknown, remedy: string): string[] {
  return holds || isReference(got) ? [] : [problem(where, rule, got, remedy)];
}

/** Rule of a single value, in the words of a message: `must <must>, got <value>; <remedy>`. */
export interface Rule<T> {
  readonly must: string;
  readonly holds: (value: T) => boolean;
  readonly remedy: string | ((value: T) => string);
  /** The same in Terraform's language, as far as it goes, for values that become variables of a module. */
  readonly condition?: Condition;
  /** Tells that a message must not repeat the value. */
  readonly secret?: true;
}

/** Checks a value against a rule. */
export function ruleProblems<T>(where: string, got: T, rule: Rule<T>): string[] {
  return isReference(got) || rule.holds(got) ? [] : [ruleProblem(where, got, rule)];
}

/** Message of a value that does not hold to its rule. */
export function ruleProblem<T>(where: string, got: T, { must, remedy, secret }: Rule<T>): string {
  const advice = typeof remedy === "string" ? remedy : remedy(got);
  return secret ? `${where}: must ${must}, got something else; ${advice}` : problem(where, `must ${must}`, got, advice);
}

/** Checks a whole number against the least and the greatest that are allowed. */
export function wholeNumber(
  where: string,
  got: number,
  [least, most]: readonly [number, number],
  remedy: string,
): string[] {
  const range = most === Number.POSITIVE_INFINITY ? `from ${least}` : `from ${least} to ${most}`;
  const holds = Number.isInteger(got) && got >= least && got <= most;
  return check(holds, where, `must be a whole number ${range}`, got, remedy);
}

/** Checks that a value is one of those that are known. */
export function oneOf<T>(where: string, got: T, known: readonly T[], remedy: string): string[] {
  return check(known.includes(got), where, `must be one of ${known.join(", ")}`, got, remedy);
}

/** Checks a text against a pattern. @param what the form in words, such as `an AWS account id of 12 digits` */
export function matches(where: string, got: string, pattern: RegExp, what: string, remedy: string): string[] {
  return check(pattern.test(got), where, `must be ${what}`, got, remedy);
}

/** Checks that a list names nothing twice; each repeated element is one problem. @param what an element in words, such as `zone` */
export function unique(where: string, got: readonly string[], what: string): string[] {
  const repeated = [...new Set(got.filter((element, index) => !isReference(element) && got.indexOf(element) < index))];
  return repeated.map((element) => problem(where, `must name each ${what} once`, element, "remove the repetition"));
}

/** Reports problems as errors of a construct: the synth goes on, lists all of them, and fails. */
export function report(construct: IConstruct, problems: readonly string[]): void {
  for (const each of problems) Annotations.of(construct).addError(each);
}
