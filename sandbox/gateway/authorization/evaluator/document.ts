/** A policy of any kind, as IAM reads it: every element that may be a string or a list is a list. */
export interface Policy {
  /** What a report calls it: the name of a managed or inline policy, or the ARN of what a resource policy is on. */
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** One statement of a policy. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html */
export interface Statement {
  readonly sid: string;
  readonly effect: "Allow" | "Deny";
  /** Absent in identity policies; `{ AWS: ["*"] }` is everyone. */
  readonly principals?: Readonly<Record<string, readonly string[]>>;
  /** Patterns, in lower case as actions do not tell cases apart. */
  readonly actions: Patterns;
  /** Absent in trust policies, which are about the role that they are on. */
  readonly resources?: Patterns;
  readonly conditions: readonly Condition[];
}

/** What an element lists; with `not` it is about all others. */
export interface Patterns {
  readonly not: boolean;
  readonly patterns: readonly string[];
}

/** One key of a condition block, such as `StringEquals` of `aws:RequestedRegion`. */
export interface Condition {
  readonly operator: string;
  /** In lower case, as keys do not tell cases apart. */
  readonly key: string;
  readonly values: readonly string[];
}

type Listed = string | readonly string[];

/** The elements of a statement, in the spelling of the policy language. */
interface StatementJson {
  readonly Sid?: string;
  readonly Effect?: string;
  readonly Principal?: "*" | Readonly<Record<string, Listed>>;
  readonly NotPrincipal?: unknown;
  readonly Action?: Listed;
  readonly NotAction?: Listed;
  readonly Resource?: Listed;
  readonly NotResource?: Listed;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * Reads the JSON of a policy.
 * @throws Error for `NotPrincipal`, which AWS advises against and which is not modelled here
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function readPolicy(name: string, text: string): Policy {
  const { Statement } = JSON.parse(text) as { readonly Statement: StatementJson | readonly StatementJson[] };
  return { name, statements: ([Statement].flat() as StatementJson[]).map((json) => readStatement(name, json)) };
}

function readStatement(name: string, json: StatementJson): Statement {
  const { Sid = "", Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = json;
  if (NotPrincipal !== undefined) {
    throw new Error(
      `policy ${name}: must not use NotPrincipal, got it in ${Sid || "a statement"}; name the principals`,
    );
  }
  const resources = patterns(Resource, NotResource);
  return {
    sid: Sid,
    effect: Effect === "Deny" ? "Deny" : "Allow",
    ...(Principal === undefined ? {} : { principals: readPrincipals(Principal) }),
    actions: lowered(patterns(Action, NotAction) ?? { not: false, patterns: [] }),
    ...(resources === undefined ? {} : { resources }),
    conditions: Object.entries(json.Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ({
        operator,
        key: key.toLowerCase(),
        values: [values].flat().map(String),
      })),
    ),
  };
}

function readPrincipals(
  principal: "*" | Readonly<Record<string, Listed>>,
): Readonly<Record<string, readonly string[]>> {
  if (principal === "*") return { AWS: ["*"] };
  return Object.fromEntries(Object.entries(principal).map(([kind, names]) => [kind, list(names)]));
}

function patterns(own: Listed | undefined, others: Listed | undefined): Patterns | undefined {
  if (own !== undefined) return { not: false, patterns: list(own) };
  return others === undefined ? undefined : { not: true, patterns: list(others) };
}

function lowered({ not, patterns }: Patterns): Patterns {
  return { not, patterns: patterns.map((pattern) => pattern.toLowerCase()) };
}

function list(value: Listed): readonly string[] {
  return typeof value === "string" ? [value] : value;
}
