import type { BLOCKED } from "./blocked-response";

/**
 * Statement of a web ACL's rule, in the spelling of Terraform: the bindings pass it on as it is.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements.html
 */
export type Statement =
  | { readonly geo_match_statement: { readonly country_codes: readonly string[] } }
  | { readonly label_match_statement: { readonly scope: "LABEL"; readonly key: string } }
  | {
      readonly byte_match_statement: TextMatch & {
        readonly positional_constraint: "EXACTLY";
        readonly search_string: string;
      };
    }
  | { readonly regex_match_statement: TextMatch & { readonly regex_string: string } }
  | { readonly and_statement: { readonly statement: readonly Statement[] } }
  | { readonly or_statement: { readonly statement: readonly Statement[] } }
  | { readonly not_statement: { readonly statement: Statement } }
  | { readonly rate_based_statement: RateBased }
  | { readonly managed_rule_group_statement: ManagedRuleGroup };

interface TextMatch {
  readonly field_to_match: { readonly uri_path: Empty } | { readonly method: Empty };
  readonly text_transformation: readonly { readonly priority: number; readonly type: string }[];
}

interface RateBased {
  /** Requests in the window; further ones match until the rate is below it. */
  readonly limit: number;
  readonly aggregate_key_type: "IP";
  readonly evaluation_window_sec: 300;
  readonly scope_down_statement?: Statement;
}

interface ManagedRuleGroup {
  readonly vendor_name: "AWS";
  readonly name: string;
  readonly rule_action_override?: readonly RuleActionOverride[];
  readonly managed_rule_group_configs?: readonly {
    readonly aws_managed_rules_bot_control_rule_set: { readonly inspection_level: "COMMON" };
  }[];
}

/** Action of one rule of a group in place of its own. AWS ignores a name that the group does not have. */
export interface RuleActionOverride {
  readonly name: string;
  readonly action_to_use: { readonly block: typeof BLOCKED } | { readonly count: Empty };
}

type Empty = Readonly<Record<string, never>>;

/** Longest regular expression. @see https://docs.aws.amazon.com/waf/latest/APIReference/API_RegexMatchStatement.html */
const MAX_REGEX = 512;

/** Matches a request with the label of an earlier rule. */
export function hasLabel(key: string): Statement {
  return { label_match_statement: { scope: "LABEL", key } };
}

/** Matches one path, as it is sent. */
export function isPath(path: string): Statement {
  return {
    byte_match_statement: {
      field_to_match: { uri_path: {} },
      positional_constraint: "EXACTLY",
      search_string: path,
      text_transformation: [{ priority: 0, type: "NONE" }],
    },
  };
}

/** Matches a request by its method. */
export function hasMethod(method: "POST"): Statement {
  return {
    byte_match_statement: {
      field_to_match: { method: {} },
      positional_constraint: "EXACTLY",
      search_string: method,
      text_transformation: [{ priority: 0, type: "NONE" }],
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
    expressions(paths).map((regex_string) => ({
      regex_match_statement: {
        field_to_match: { uri_path: {} },
        regex_string,
        text_transformation: [
          { priority: 0, type: "URL_DECODE" },
          { priority: 1, type: "NORMALIZE_PATH" },
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
  return { and_statement: { statement: statements } };
}

/** Matches if at least one statement does. */
export function anyOf(statements: readonly Statement[]): Statement {
  const [only, ...others] = statements;
  return only !== undefined && others.length === 0 ? only : { or_statement: { statement: statements } };
}

/** Matches if the statement does not. */
export function not(statement: Statement): Statement {
  return { not_statement: { statement } };
}

/** Matches an address with more requests than the limit within five minutes, of those that `scope` matches. */
export function isOverRate(limit: number, scope?: Statement): Statement {
  return {
    rate_based_statement: {
      limit,
      aggregate_key_type: "IP",
      evaluation_window_sec: 300,
      ...(scope === undefined ? {} : { scope_down_statement: scope }),
    },
  };
}

/** Bots that name themselves. @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html */
export function commonBots(): Statement {
  return {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name: "AWSManagedRulesBotControlRuleSet",
      managed_rule_group_configs: [{ aws_managed_rules_bot_control_rule_set: { inspection_level: "COMMON" } }],
    },
  };
}
