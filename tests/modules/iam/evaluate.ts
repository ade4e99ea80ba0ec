import type { PolicyStatement } from "../../../modules/foundation/policy-document";

/** A request to AWS, as far as the policies of this platform look at it. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Whether identity policies allow a request: an explicit deny wins, and nothing is allowed by default. A small model of
 * IAM's evaluation, for what the statements promise together; unknown operators fail.
 */
export function allows(statements: readonly PolicyStatement[], request: Request): boolean {
  const matching = statements.filter((statement) => matches(statement, request));
  return matching.some(({ Effect }) => Effect === "Allow") && !matching.some(({ Effect }) => Effect === "Deny");
}

function matches(statement: PolicyStatement, { action, resource, context = {} }: Request): boolean {
  const { Action, NotAction, Resource, NotResource, Condition = {} } = statement;
  if (NotResource !== undefined) throw new Error("NotResource is not modelled");
  if (Action !== undefined && !some(Action, action.toLowerCase(), true)) return false;
  if (NotAction !== undefined && some(NotAction, action.toLowerCase(), true)) return false;
  if (Resource !== undefined && !some(Resource, resource)) return false;
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, expected]) => holds(operator, context[key], list(expected))),
  );
}

function holds(operator: string, value: string | readonly string[] | undefined, expected: readonly string[]): boolean {
  if (operator === "Null") return (value === undefined) === (expected[0] === "true");
  if (operator.startsWith("ForAllValues:")) {
    return list(value ?? []).every((one) => holds(operator.replace("ForAllValues:", ""), one, expected));
  }
  if (operator === "StringNotEquals") return value === undefined || !expected.includes(String(value));
  if (value === undefined) return false;
  if (operator === "StringEquals" || operator === "Bool") return expected.includes(String(value));
  if (operator === "StringLike") return some(expected, String(value));
  throw new Error(`${operator} is not modelled`);
}

function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function some(patterns: string | readonly string[], value: string, ignoreCase = false): boolean {
  return list(patterns).some((pattern) => {
    const source = (ignoreCase ? pattern.toLowerCase() : pattern)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replace(/\*/g, ".*")
      .replace(/\?/g, ".");
    return new RegExp(`^${source}$`).test(value);
  });
}
