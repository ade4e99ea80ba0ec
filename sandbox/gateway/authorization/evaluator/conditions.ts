import type { Condition } from "./document";
import { matchesArn, matchesGlob, plain, type RequestContext, replaceVariables, valuesOf } from "./patterns";

/** Compares one value of the request with one of the policy. */
type Comparison = (value: string, wanted: string) => boolean;

const same: Comparison = (value, wanted) => value === plain(wanted);
const sameLetters: Comparison = (value, wanted) => value.toLowerCase() === plain(wanted).toLowerCase();
const like: Comparison = (value, wanted) => matchesGlob(wanted, value);
const arn: Comparison = (value, wanted) => matchesArn(wanted, value);
const inRange: Comparison = (value, wanted) => isInRange(value, wanted);

/**
 * The operators, each with what it compares; those that say `Not` hold when no value of the policy fits.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<Record<string, { readonly fits: Comparison; readonly negated?: true }>> = {
  StringEquals: { fits: same },
  StringNotEquals: { fits: same, negated: true },
  StringEqualsIgnoreCase: { fits: sameLetters },
  StringNotEqualsIgnoreCase: { fits: sameLetters, negated: true },
  StringLike: { fits: like },
  StringNotLike: { fits: like, negated: true },
  NumericEquals: { fits: (value, wanted) => Number(value) === Number(wanted) },
  NumericNotEquals: { fits: (value, wanted) => Number(value) === Number(wanted), negated: true },
  NumericLessThan: { fits: (value, wanted) => Number(value) < Number(wanted) },
  NumericLessThanEquals: { fits: (value, wanted) => Number(value) <= Number(wanted) },
  NumericGreaterThan: { fits: (value, wanted) => Number(value) > Number(wanted) },
  NumericGreaterThanEquals: { fits: (value, wanted) => Number(value) >= Number(wanted) },
  DateLessThan: { fits: (value, wanted) => Date.parse(value) < Date.parse(wanted) },
  DateGreaterThan: { fits: (value, wanted) => Date.parse(value) > Date.parse(wanted) },
  Bool: { fits: sameLetters },
  ArnEquals: { fits: arn },
  ArnLike: { fits: arn },
  ArnNotEquals: { fits: arn, negated: true },
  ArnNotLike: { fits: arn, negated: true },
  IpAddress: { fits: inRange },
  NotIpAddress: { fits: inRange, negated: true },
};

/**
 * Whether a condition holds for a request. A key of which the request says nothing fits no value: a condition on it
 * fails, unless it is negated, says `IfExists`, or is about all of several values.
 * @throws Error for an operator that is not modelled
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
export function holds({ operator, key, values }: Condition, context: RequestContext): boolean {
  const present = valuesOf(context, key);
  if (operator === "Null") return (present === undefined) === values.includes("true");
  const [, qualifier = "", name = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const comparison = OPERATORS[name];
  if (comparison === undefined) {
    throw new Error(
      `condition of ${key}: must have an operator that is modelled, got ${operator}; teach it to OPERATORS`,
    );
  }
  const { fits, negated = false } = comparison;
  const wanted = values.flatMap((value) => replaceVariables(value, context) ?? []);
  const one = (value: string) => wanted.some((candidate) => fits(value, candidate)) !== negated;
  if (present === undefined)
    return ifExists !== undefined || qualifier === "ForAllValues" || (negated && qualifier === "");
  if (qualifier === "ForAllValues") return present.every(one);
  // A negated operator on several values holds when none of them fits.
  return negated && qualifier === "" ? present.every(one) : present.some(one);
}

/** Whether an IPv4 address is in a range such as `10.0.0.0/8`, or is that address. */
function isInRange(address: string, range: string): boolean {
  const [base = "", bits = "32"] = range.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(addressNumber(address) / size) === Math.floor(addressNumber(base) / size);
}

function addressNumber(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
