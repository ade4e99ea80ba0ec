import { posix } from "node:path";
import type { Statement } from "../modules/edge";
import { MANAGED_GROUPS, type SeenRequest } from "./managed-rules";
import type { SampleRequest } from "./request";

/** Rule as it stands in a synthesized web ACL. */
export interface SynthesizedRule {
  readonly Name: string;
  readonly Priority: number;
  readonly Action?: Readonly<Record<string, unknown>>;
  readonly OverrideAction?: Readonly<Record<string, unknown>>;
  readonly Statement: Statement;
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
  for (const rule of rules.toSorted((one, other) => one.Priority - other.Priority)) {
    const found = matches(rule, request, labels);
    if (!found) continue;
    if (isBlocking(rule)) return { verdict: "block", rule: rule.Name };
    counted ??= rule.Name;
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

function isBlocking({ Action, OverrideAction }: SynthesizedRule): boolean {
  return (Action !== undefined && "Block" in Action) || (OverrideAction !== undefined && "None" in OverrideAction);
}

/** Whether a rule's own action follows. The labels of the managed rules that match are added. */
function matches({ Statement: statement }: SynthesizedRule, request: SeenRequest, labels: Set<string>): boolean {
  if (!("ManagedRuleGroupStatement" in statement)) return holds(statement, request, labels);
  const { Name: name, RuleActionOverrides: overrides = [] } = statement.ManagedRuleGroupStatement;
  const group = MANAGED_GROUPS[name];
  if (group === undefined)
    throw new Error(`${name}: must be a rule group that firewall/managed-rules.ts models; add it`);
  for (const rule of group.rules) {
    if (!rule.matches(request)) continue;
    labels.add(`awswaf:managed:aws:${group.labels}:${rule.label}`);
    const override = overrides.find((candidate) => candidate.Name === rule.name);
    if (override === undefined || "Block" in override.ActionToUse) return true;
  }
  return false;
}

function holds(statement: Statement, request: SeenRequest, labels: ReadonlySet<string>): boolean {
  const all = (parts: readonly Statement[]) => parts.every((part) => holds(part, request, labels));
  const any = (parts: readonly Statement[]) => parts.some((part) => holds(part, request, labels));
  if ("AndStatement" in statement) return all(statement.AndStatement.Statements);
  if ("OrStatement" in statement) return any(statement.OrStatement.Statements);
  if ("NotStatement" in statement) return !holds(statement.NotStatement.Statement, request, labels);
  if ("LabelMatchStatement" in statement) return labels.has(statement.LabelMatchStatement.Key);
  if ("GeoMatchStatement" in statement) {
    return statement.GeoMatchStatement.CountryCodes.includes(request.from.country);
  }
  if ("ByteMatchStatement" in statement) {
    const { SearchString, ...field } = statement.ByteMatchStatement;
    return fieldOf(field, request) === SearchString;
  }
  if ("RegexMatchStatement" in statement) {
    const { RegexString, ...field } = statement.RegexMatchStatement;
    return new RegExp(RegexString).test(fieldOf(field, request));
  }
  if ("RateBasedStatement" in statement) {
    // By the address of the connection, so a forged X-Forwarded-For changes nothing.
    const { Limit: limit, ScopeDownStatement: scope } = statement.RateBasedStatement;
    return request.from.requests > limit && (scope === undefined || holds(scope, request, labels));
  }
  throw new Error(`a statement must be one that is modelled here, got ${JSON.stringify(statement)}`);
}

type Field = Pick<
  Extract<Statement, { RegexMatchStatement: unknown }>["RegexMatchStatement"],
  "FieldToMatch" | "TextTransformations"
>;

function fieldOf({ FieldToMatch, TextTransformations }: Field, { method, path }: SeenRequest): string {
  return TextTransformations.toSorted((one, other) => one.Priority - other.Priority).reduce(
    (text, { Type }) => transform(Type, text),
    "Method" in FieldToMatch ? method : path,
  );
}

/** @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html */
function transform(type: string, text: string): string {
  if (type === "NONE") return text;
  if (type === "URL_DECODE") return decodeURIComponent(text);
  if (type === "NORMALIZE_PATH") return posix.normalize(text);
  throw new Error(`a transformation must be one that is modelled here, got ${type}`);
}
