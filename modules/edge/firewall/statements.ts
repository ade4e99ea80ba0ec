import type { BLOCKED } from "./blocked-response";

/**
 * Statement of a web ACL's rule, in the spelling of AWS WAF: Terraform passes it on as it is.
 * @see https://docs.aws.amazon.com/waf/latest/APIReference/API_Statement.html
 */
export type Statement =
  | { readonly GeoMatchStatement: { readonly CountryCodes: readonly string[] } }
  | { readonly LabelMatchStatement: { readonly Scope: "LABEL"; readonly Key: string } }
  | {
      readonly ByteMatchStatement: TextMatch & {
        readonly PositionalConstraint: "EXACTLY";
        readonly SearchString: string;
      };
    }
  | { readonly RegexMatchStatement: TextMatch & { readonly RegexString: string } }
  | { readonly AndStatement: { readonly Statements: readonly Statement[] } }
  | { readonly OrStatement: { readonly Statements: readonly Statement[] } }
  | { readonly NotStatement: { readonly Statement: Statement } }
  | { readonly RateBasedStatement: RateBased }
  | { readonly ManagedRuleGroupStatement: ManagedRuleGroup };

interface TextMatch {
  readonly FieldToMatch: { readonly UriPath: Empty } | { readonly Method: Empty };
  readonly TextTransformations: readonly { readonly Priority: number; readonly Type: string }[];
}

interface RateBased {
  /** Requests in the window; further ones match until the rate is below it. */
  readonly Limit: number;
  readonly AggregateKeyType: "IP";
  readonly EvaluationWindowSec: 300;
  readonly ScopeDownStatement?: Statement;
}

interface ManagedRuleGroup {
  readonly VendorName: "AWS";
  readonly Name: string;
  readonly RuleActionOverrides?: readonly RuleActionOverride[];
  readonly ManagedRuleGroupConfigs?: readonly {
    readonly AWSManagedRulesBotControlRuleSet: { readonly InspectionLevel: "COMMON" };
  }[];
}

/** Action of one rule of a group in place of its own. AWS ignores a name that the group does not have. */
export interface RuleActionOverride {
  readonly Name: string;
  readonly ActionToUse: { readonly Block: typeof BLOCKED } | { readonly Count: Empty };
}

type Empty = Readonly<Record<string, never>>;

/** Longest regular expression. @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html */
const MAX_REGEX = 512;

/** Matches a request with the label of an earlier rule. */
export function hasLabel(key: string): Statement {
  return { LabelMatchStatement: { Scope: "LABEL", Key: key } };
}

/** Matches one path, as it is sent. */
export function isPath(path: string): Statement {
  return {
    ByteMatchStatement: {
      FieldToMatch: { UriPath: {} },
      PositionalConstraint: "EXACTLY",
      SearchString: path,
      TextTransformations: [{ Priority: 0, Type: "NONE" }],
    },
  };
}

/** Matches a request by its method. */
export function hasMethod(method: "POST"): Statement {
  return {
    ByteMatchStatement: {
      FieldToMatch: { Method: {} },
      PositionalConstraint: "EXACTLY",
      SearchString: method,
      TextTransformations: [{ Priority: 0, Type: "NONE" }],
    },
  };
}

/**
 * Matches a path that is one of the given ones or below it. It is decoded and its `..` are resolved first, so that no path
 * can pretend to be one of them. Letter case counts.
 * @param paths of letters, digits, `-` and `/`: they become part of a regular expression
 */
export function isBelow(paths: readonly string[]): Statement {
  return anyOf(
    expressions(paths).map((expression) => ({
      RegexMatchStatement: {
        FieldToMatch: { UriPath: {} },
        RegexString: expression,
        TextTransformations: [
          { Priority: 0, Type: "URL_DECODE" },
          { Priority: 1, Type: "NORMALIZE_PATH" },
        ],
      },
    })),
  );
}

/** Expressions that match the paths and what is below them: one, or as many as it takes for AWS to accept each. */
function expressions(paths: readonly string[]): string[] {
  const expression = `^(${paths.join("|")})(/|$)`;
  if (expression.length <= MAX_REGEX) return [expression];
  const half = Math.ceil(paths.length / 2);
  return [...expressions(paths.slice(0, half)), ...expressions(paths.slice(half))];
}

/** Matches if all statements do. */
export function allOf(...statements: readonly Statement[]): Statement {
  return { AndStatement: { Statements: statements } };
}

/** Matches if at least one statement does. */
export function anyOf(statements: readonly Statement[]): Statement {
  const [only, ...others] = statements;
  return only !== undefined && others.length === 0 ? only : { OrStatement: { Statements: statements } };
}

/** Matches if the statement does not. */
export function not(statement: Statement): Statement {
  return { NotStatement: { Statement: statement } };
}

/** Matches an address with more requests than the limit within five minutes, of those that `scope` matches. */
export function isOverRate(limit: number, scope?: Statement): Statement {
  return {
    RateBasedStatement: {
      Limit: limit,
      AggregateKeyType: "IP",
      EvaluationWindowSec: 300,
      ...(scope === undefined ? {} : { ScopeDownStatement: scope }),
    },
  };
}

/** Bots that name themselves. @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html */
export function commonBots(): Statement {
  return {
    ManagedRuleGroupStatement: {
      VendorName: "AWS",
      Name: "AWSManagedRulesBotControlRuleSet",
      ManagedRuleGroupConfigs: [{ AWSManagedRulesBotControlRuleSet: { InspectionLevel: "COMMON" } }],
    },
  };
}
