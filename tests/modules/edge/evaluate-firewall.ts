import { posix } from "node:path";
import type { Statement } from "../../../modules/edge/firewall/statements";

/**
 * A request as a web ACL sees it. The text of AWS's managed rules is private: which of them a request would match is
 * stated with the sample and not found out. What is evaluated is what the synthesized ACL makes of that.
 */
export interface SampleRequest {
  readonly method: "GET" | "POST" | "PUT";
  /** As sent, percent-encoded. */
  readonly path: string;
  /** Managed rules that match it. */
  readonly matches?: readonly ManagedRule[];
  /** ISO code; DE by default. */
  readonly country?: string;
  /** How many requests of this kind its address has sent in five minutes; 1 by default. */
  readonly rate?: number;
}

/** A managed rule that the samples use. */
export type ManagedRule = keyof typeof MANAGED_RULES;

/**
 * The managed rules of the samples: their group and the label that they leave, as AWS documents them.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const MANAGED_RULES = {
  SizeRestrictions_BODY: ["AWSManagedRulesCommonRuleSet", "core-rule-set:SizeRestrictions_Body"],
  CrossSiteScripting_BODY: ["AWSManagedRulesCommonRuleSet", "core-rule-set:CrossSiteScripting_Body"],
  CrossSiteScripting_QUERYARGUMENTS: [
    "AWSManagedRulesCommonRuleSet",
    "core-rule-set:CrossSiteScripting_QueryArguments",
  ],
  GenericLFI_BODY: ["AWSManagedRulesCommonRuleSet", "core-rule-set:GenericLFI_Body"],
  GenericLFI_URIPATH: ["AWSManagedRulesCommonRuleSet", "core-rule-set:GenericLFI_URIPath"],
  GenericRFI_BODY: ["AWSManagedRulesCommonRuleSet", "core-rule-set:GenericRFI_Body"],
  EC2MetaDataSSRF_BODY: ["AWSManagedRulesCommonRuleSet", "core-rule-set:EC2MetaDataSSRF_Body"],
  Log4JRCE_HEADER: ["AWSManagedRulesKnownBadInputsRuleSet", "known-bad-inputs:Log4JRCE_Header"],
  SQLi_BODY: ["AWSManagedRulesSQLiRuleSet", "sql-database:SQLi_Body"],
  SQLi_QUERYARGUMENTS: ["AWSManagedRulesSQLiRuleSet", "sql-database:SQLi_QueryArguments"],
  AWSManagedIPReputationList: ["AWSManagedRulesAmazonIpReputationList", "amazon-ip-list:AWSManagedIPReputationList"],
  AnonymousIPList: ["AWSManagedRulesAnonymousIpList", "anonymous-ip-list:AnonymousIPList"],
  HostingProviderIPList: ["AWSManagedRulesAnonymousIpList", "anonymous-ip-list:HostingProviderIPList"],
  CategoryHttpLibrary: ["AWSManagedRulesBotControlRuleSet", "bot-control:bot:category:http_library"],
} as const;

/** A rule as it stands in the synthesized ACL. */
export interface SynthesizedRule {
  readonly name: string;
  readonly priority: number;
  readonly action?: Readonly<Record<string, unknown>>;
  readonly override_action?: Readonly<Record<string, unknown>>;
  readonly statement: Statement;
}

/** Tries the rules in the order of their priorities. @returns `allow`, or the name of the rule that blocks */
export function verdict(rules: readonly SynthesizedRule[], request: SampleRequest): string {
  const labels = new Set<string>();
  for (const rule of rules.toSorted((one, other) => one.priority - other.priority)) {
    if (blocks(rule, request, labels)) return rule.name;
  }
  return "allow";
}

function blocks({ action, override_action, statement }: SynthesizedRule, request: SampleRequest, labels: Set<string>) {
  if (!("managed_rule_group_statement" in statement)) {
    return holds(statement, request, labels) && action !== undefined && "block" in action;
  }
  const { name, rule_action_override: counted = [] } = statement.managed_rule_group_statement;
  for (const rule of request.matches ?? []) {
    const [group, label] = MANAGED_RULES[rule];
    if (group !== name) continue;
    labels.add(`awswaf:managed:aws:${label}`);
    const counts = counted.some((override) => override.name === rule);
    if (!counts && override_action !== undefined && "none" in override_action) return true;
  }
  return false;
}

function holds(statement: Statement, request: SampleRequest, labels: ReadonlySet<string>): boolean {
  const all = (parts: readonly Statement[]) => parts.every((part) => holds(part, request, labels));
  const any = (parts: readonly Statement[]) => parts.some((part) => holds(part, request, labels));
  if ("and_statement" in statement) return all(statement.and_statement.statement);
  if ("or_statement" in statement) return any(statement.or_statement.statement);
  if ("not_statement" in statement) return !holds(statement.not_statement.statement, request, labels);
  if ("label_match_statement" in statement) return labels.has(statement.label_match_statement.key);
  if ("geo_match_statement" in statement) {
    return statement.geo_match_statement.country_codes.includes(request.country ?? "DE");
  }
  if ("byte_match_statement" in statement) {
    const { search_string, ...field } = statement.byte_match_statement;
    return fieldOf(field, request) === search_string;
  }
  if ("regex_match_statement" in statement) {
    const { regex_string, ...field } = statement.regex_match_statement;
    return new RegExp(regex_string).test(fieldOf(field, request));
  }
  if ("rate_based_statement" in statement) {
    const { limit, scope_down_statement: scope } = statement.rate_based_statement;
    return (request.rate ?? 1) > limit && (scope === undefined || holds(scope, request, labels));
  }
  throw new Error(`a managed rule group must not be nested, got ${JSON.stringify(statement)}`);
}

type Field = Pick<
  Extract<Statement, { regex_match_statement: unknown }>["regex_match_statement"],
  "field_to_match" | "text_transformation"
>;

function fieldOf({ field_to_match, text_transformation }: Field, { method, path }: SampleRequest): string {
  const [rawPath = ""] = path.split("?");
  return text_transformation
    .toSorted((one, other) => one.priority - other.priority)
    .reduce((text, { type }) => transform(type, text), "method" in field_to_match ? method : rawPath);
}

function transform(type: string, text: string): string {
  if (type === "NONE") return text;
  if (type === "URL_DECODE") return decodeURIComponent(text);
  if (type === "NORMALIZE_PATH") return posix.normalize(text);
  throw new Error(`a transformation must be one that is modelled here, got ${type}`);
}
