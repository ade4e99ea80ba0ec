import { posix } from "node:path";
import type { Statement } from "../modules/edge";
import { MANAGED_GROUPS, type SeenRequest } from "./managed-rules";
import type { SampleRequest } from "./request";

/** Rule as it stands in a synthesized web ACL. */
export interface SynthesizedRule {
  readonly name: string;
  readonly priority: number;
  readonly action?: Readonly<Record<string, unknown>>;
  readonly override_action?: Readonly<Record<string, unknown>>;
  readonly statement: Statement;
}

/** Decision of a web ACL: the first rule that blocks, or that would where everything only counts. */
export type Decision = { readonly verdict: "allow" } | { readonly verdict: "block" | "count"; readonly rule: string };

/** Place of a web ACL. */
export type Place = keyof typeof INSPECTED_BYTES;

/**
 * Bytes of a body that AWS WAF reads, by where it stands; the rest reaches the application unseen.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html
 */
const INSPECTED_BYTES = { site: 16_384, "load balancer": 8_192 } as const;

const BROWSER = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" };

/**
 * Decides on a request as AWS WAF does: rules by priority, labels of earlier ones, until one blocks. A rule inside a managed
 * group that only counts is no decision, since its label is there for a later rule.
 * @throws Error for a statement, transformation or group that is not modelled here
 */
export function decide(rules: readonly SynthesizedRule[], sample: SampleRequest, place: Place): Decision {
  const request = seen(sample, place);
  const labels = new Set<string>();
  let counted: string | undefined;
  for (const rule of rules.toSorted((one, other) => one.priority - other.priority)) {
    const found = matches(rule, request, labels);
    if (!found) continue;
    if (isBlocking(rule)) return { verdict: "block", rule: rule.name };
    counted ??= rule.name;
  }
  return counted === undefined ? { verdict: "allow" } : { verdict: "count", rule: counted };
}

function seen(request: SampleRequest, place: Place): SeenRequest {
  const { method = "GET", url, headers, body = { text: "" }, from } = request;
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  return {
    method,
    path,
    query,
    headers: { host: "site", ...BROWSER, ...headers },
    body: body.text.slice(0, INSPECTED_BYTES[place]),
    bodyBytes: body.bytes ?? Buffer.byteLength(body.text),
    from: { kind: "access-provider", country: "DE", requests: 1, ...from },
  };
}

function isBlocking({ action, override_action }: SynthesizedRule): boolean {
  return (action !== undefined && "block" in action) || (override_action !== undefined && "none" in override_action);
}

/** Whether a rule's own action follows. The labels of the managed rules that match are added. */
function matches({ statement }: SynthesizedRule, request: SeenRequest, labels: Set<string>): boolean {
  if (!("managed_rule_group_statement" in statement)) return holds(statement, request, labels);
  const { name, rule_action_override: overrides = [] } = statement.managed_rule_group_statement;
  const group = MANAGED_GROUPS[name];
  if (group === undefined)
    throw new Error(`${name}: must be a rule group that firewall/managed-rules.ts models; add it`);
  for (const rule of group.rules) {
    if (!rule.matches(request)) continue;
    labels.add(`awswaf:managed:aws:${group.labels}:${rule.label}`);
    const override = overrides.find((candidate) => candidate.name === rule.name);
    if (override === undefined || "block" in override.action_to_use) return true;
  }
  return false;
}

function holds(statement: Statement, request: SeenRequest, labels: ReadonlySet<string>): boolean {
  const all = (parts: readonly Statement[]) => parts.every((part) => holds(part, request, labels));
  const any = (parts: readonly Statement[]) => parts.some((part) => holds(part, request, labels));
  if ("and_statement" in statement) return all(statement.and_statement.statement);
  if ("or_statement" in statement) return any(statement.or_statement.statement);
  if ("not_statement" in statement) return !holds(statement.not_statement.statement, request, labels);
  if ("label_match_statement" in statement) return labels.has(statement.label_match_statement.key);
  if ("geo_match_statement" in statement) {
    return statement.geo_match_statement.country_codes.includes(request.from.country);
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
    // By the address of the connection, so a forged X-Forwarded-For changes nothing.
    const { limit, scope_down_statement: scope } = statement.rate_based_statement;
    return request.from.requests > limit && (scope === undefined || holds(scope, request, labels));
  }
  throw new Error(`a statement must be one that is modelled here, got ${JSON.stringify(statement)}`);
}

type Field = Pick<
  Extract<Statement, { regex_match_statement: unknown }>["regex_match_statement"],
  "field_to_match" | "text_transformation"
>;

function fieldOf({ field_to_match, text_transformation }: Field, { method, path }: SeenRequest): string {
  return text_transformation
    .toSorted((one, other) => one.priority - other.priority)
    .reduce((text, { type }) => transform(type, text), "method" in field_to_match ? method : path);
}

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html */
function transform(type: string, text: string): string {
  if (type === "NONE") return text;
  if (type === "URL_DECODE") return decodeURIComponent(text);
  if (type === "NORMALIZE_PATH") return posix.normalize(text);
  throw new Error(`a transformation must be one that is modelled here, got ${type}`);
}
