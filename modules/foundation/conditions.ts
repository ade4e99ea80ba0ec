import type { Rule } from "./checks";

// Rules in Terraform's language: conditions on the expression of a value, for the validation of a variable.

/** Condition of a value, by its expression such as `var.cidr`. */
export type Condition = (value: string) => string;

/** Text that matches a pattern, which must be one that Terraform's RE2 knows too. */
export function matching({ source, flags }: RegExp): Condition {
  const pattern = flags.includes("i") ? `(?i)${source}` : source;
  return (value) => `can(regex(${quoted(pattern)}, ${value}))`;
}

/** Number of a range, ends included; whole, or in steps of a part of one. */
export function within(least: number, most: number, partsOfOne?: number): Condition {
  return (value) => {
    const range = `${value} >= ${least} && ${value} <= ${most}`;
    if (partsOfOne === undefined) return range;
    const steps = partsOfOne === 1 ? value : `${value} * ${partsOfOne}`;
    return `${range} && floor(${steps}) == ${steps}`;
  };
}

/** Rule of a whole number of a range. */
export function wholeRule([least, most]: readonly [number, number], remedy: string): Rule<number> {
  return {
    must: `be a whole number from ${least} to ${most}`,
    holds: (got) => Number.isInteger(got) && got >= least && got <= most,
    condition: within(least, most, 1),
    remedy,
  };
}

/** IPv4 block with a prefix of a range and no bit set beyond it, that shares no address with some others. */
export function block(least: number, most: number, apartFrom: readonly string[]): Condition {
  const part = (cidr: string, index: number) => `split("/", ${cidr})[${index}]`;
  return (value) => {
    const prefix = `min(${part(value, 1)}, ${part("other", 1)})`;
    const cutTo = (cidr: string) => `cidrsubnet("\${${part(cidr, 0)}}/\${${prefix}}", 0, 0)`;
    const apart = `alltrue([for other in ${JSON.stringify(apartFrom)} : ${cutTo(value)} != ${cutTo("other")}])`;
    const inRange = `${part(value, 1)} >= ${least} && ${part(value, 1)} <= ${most}`;
    return `try(cidrsubnet(${value}, 0, 0) == ${value} && ${inRange} && ${apart}, false)`;
  };
}

/** One of some words or numbers. */
export function among(words: readonly unknown[]): Condition {
  return (value) => `contains([${words.map((word) => JSON.stringify(word)).join(", ")}], ${value})`;
}

/** All of some conditions. */
export function all(...conditions: readonly Condition[]): Condition {
  return (value) => conditions.map((condition) => condition(value)).join(" && ");
}

/** None of what a condition tells. */
export function not(condition: Condition): Condition {
  return (value) => `!${condition(value)}`;
}

/** Text of at most so many characters. */
export function atMost(characters: number): Condition {
  return (value) => `length(${value}) <= ${characters}`;
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll("${", "$${").replaceAll("%{", "%%{");
}
