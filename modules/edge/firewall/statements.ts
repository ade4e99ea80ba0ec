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
  /** Rules of the group that only count, which puts their label on the request. */
  readonly rule_action_override?: readonly {
    readonly name: string;
    readonly action_to_use: { readonly count: Empty };
  }[];
  readonly managed_rule_group_configs?: readonly {
    readonly aws_managed_rules_bot_control_rule_set: { readonly inspection_level: "COMMON" };
  }[];
}

type Empty = Readonly<Record<string, never>>;

/** Matches a request with the label of an earlier rule. */
export function hasLabel(key: string): Statement {
  return { label_match_statement: { scope: "LABEL", key } };
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
  return {
    regex_match_statement: {
      field_to_match: { uri_path: {} },
      regex_string: `^(${paths.join("|")})(/|$)`,
      text_transformation: [
        { priority: 0, type: "URL_DECODE" },
        { priority: 1, type: "NORMALIZE_PATH" },
      ],
    },
  };
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

/** AWS-managed rule group. @param countOnly its rules that must not block by themselves */
export function managedGroup(name: string, countOnly: readonly string[] = []): Statement {
  return {
    managed_rule_group_statement: {
      vendor_name: "AWS",
      name,
      ...(countOnly.length === 0
        ? {}
        : { rule_action_override: countOnly.map((rule) => ({ name: rule, action_to_use: { count: {} } })) }),
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
