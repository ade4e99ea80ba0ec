import type { SampleRequest } from "./request";

/** Request as a web ACL sees it: percent-encoding is as sent, and the body ends where AWS WAF stops reading. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The part of the body that is inspected. */
  readonly body: string;
  /** Size of the whole body. */
  readonly bodyBytes: number;
  readonly from: Required<NonNullable<SampleRequest["from"]>>;
}

/** Managed rule: its name in the group, the last part of its label, and what it matches. */
export interface ManagedRule {
  readonly name: string;
  readonly label: string;
  readonly matches: (request: SeenRequest) => boolean;
}

type Part = "path" | "query" | "body" | "cookie" | "headers";

const KIB = 1024;

/** Ends of the names and labels of a pattern's rules, by the part of the request that they look at. */
const ENDS: Readonly<Record<Part, { readonly name: string; readonly label: string }>> = {
  path: { name: "URIPATH", label: "URIPath" },
  query: { name: "QUERYARGUMENTS", label: "QueryArguments" },
  body: { name: "BODY", label: "Body" },
  cookie: { name: "COOKIE", label: "Cookie" },
  headers: { name: "HEADER", label: "Header" },
};

/** Groups whose rules look at the whole query string, and are named so. */
const WHOLE_QUERY: readonly string[] = ["JavaDeserializationRCE", "Log4JRCE"];

/**
 * AWS's rule groups, rule by rule in the order in which AWS documents them, with their labels. What AWS really looks for is
 * not published: a rule here matches what its description and its examples tell, and is rather too strict, as with markup,
 * where any tag counts. So it is an approximation: it shows what our own rules make of AWS's, not each match of AWS's.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
export const MANAGED_GROUPS: Readonly<
  Record<string, { readonly labels: string; readonly rules: readonly ManagedRule[] }>
> = {
  /** @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html */
  AWSManagedRulesAmazonIpReputationList: {
    labels: "amazon-ip-list",
    rules: [
      rule("AWSManagedIPReputationList", "AWSManagedIPReputationList", ({ from }) => from.kind === "attacker"),
      rule("AWSManagedReconnaissanceList", "AWSManagedReconnaissanceList", ({ from }) => from.kind === "attacker"),
    ],
  },
  AWSManagedRulesAnonymousIpList: {
    labels: "anonymous-ip-list",
    rules: [
      rule("AnonymousIPList", "AnonymousIPList", ({ from }) => from.kind === "vpn"),
      rule("HostingProviderIPList", "HostingProviderIPList", ({ from }) => from.kind === "cloud"),
    ],
  },
  /** @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html */
  AWSManagedRulesCommonRuleSet: {
    labels: "core-rule-set",
    rules: [
      rule("NoUserAgent_HEADER", "NoUserAgent_Header", ({ headers }) => !headers["user-agent"]),
      rule("UserAgent_BadBots_HEADER", "BadBots_Header", ({ headers }) =>
        /nessus|nmap/i.test(headers["user-agent"] ?? ""),
      ),
      rule("SizeRestrictions_QUERYSTRING", "SizeRestrictions_QueryString", ({ query }) => query.length > 2 * KIB),
      rule(
        "SizeRestrictions_Cookie_HEADER",
        "SizeRestrictions_Cookie_Header",
        ({ headers }) => (headers.cookie ?? "").length > 10 * KIB,
      ),
      rule("SizeRestrictions_BODY", "SizeRestrictions_Body", ({ bodyBytes }) => bodyBytes > 8 * KIB),
      rule("SizeRestrictions_URIPATH", "SizeRestrictions_URIPath", ({ path }) => path.length > KIB),
      ...patterns("EC2MetaDataSSRF", /169\.254\.169\.254|fd00:ec2::254/, ["body", "cookie", "path", "query"]),
      ...patterns("GenericLFI", /\.\.\/|\/etc\/passwd/, ["query", "path", "body"]),
      ...patterns("RestrictedExtensions", /\.(log|ini)(&|$)/, ["path", "query"]),
      ...patterns("GenericRFI", /(https?|ftps?|file):\/\/\d+\.\d+\.\d+\.\d+/, ["query", "body", "path"]),
      ...patterns("CrossSiteScripting", /<[a-z!/][^>]*>|javascript:/i, ["cookie", "query", "body", "path"]),
    ],
  },
  AWSManagedRulesKnownBadInputsRuleSet: {
    labels: "known-bad-inputs",
    rules: [
      ...patterns("JavaDeserializationRCE", /java\.lang\.Runtime\)?\.getRuntime\(\)/, [
        "headers",
        "body",
        "path",
        "query",
      ]),
      rule("Host_localhost_HEADER", "Host_Localhost_Header", ({ headers }) => headers.host === "localhost"),
      rule("PROPFIND_METHOD", "Propfind_Method", ({ method }) => method === "PROPFIND"),
      rule("ExploitablePaths_URIPATH", "ExploitablePaths_URIPath", ({ path }) => /web-inf/i.test(path)),
      ...patterns("Log4JRCE", /\$\{jndi:/, ["headers", "query", "body", "path"]),
      // CVE-2025-55182; its pattern is not published.
      ...patterns("ReactJSRCE", /\$\d+:__proto__:/, ["body"]),
    ],
  },
  /** @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-use-case.html */
  AWSManagedRulesSQLiRuleSet: {
    labels: "sql-database",
    rules: [
      ...patterns(
        "SQLi",
        /\bunion\s+(all\s+)?select\b|\bselect\s+(\*|[\w.]+(\s*,\s*[\w.]+)*)\s+from\s|'\s*or\s+'?\d|;\s*drop\s+table\b/is,
        ["query", "body", "cookie", "path"],
      ),
      ...patterns("SQLiExtendedPatterns", /\b(sleep|benchmark|pg_sleep)\s*\(|\binformation_schema\b/i, [
        "query",
        "body",
      ]),
    ],
  },
  /** @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-bot.html */
  AWSManagedRulesBotControlRuleSet: {
    labels: "bot-control",
    rules: [
      rule("CategoryHttpLibrary", "bot:category:http_library", ({ headers }) =>
        /curl|python-requests|okhttp|guzzle/i.test(headers["user-agent"] ?? ""),
      ),
    ],
  },
};

function rule(name: string, label: string, matches: ManagedRule["matches"]): ManagedRule {
  return { name, label, matches };
}

/** Rules of one pattern, one for each part of a request, in AWS's order. */
function patterns(name: string, pattern: RegExp, parts: readonly Part[]): ManagedRule[] {
  return parts.map((part) => {
    const ends =
      part === "query" && WHOLE_QUERY.includes(name) ? { name: "QUERYSTRING", label: "QueryString" } : ENDS[part];
    return rule(`${name}_${ends.name}`, `${name}_${ends.label}`, (request) => pattern.test(textOf(part, request)));
  });
}

/** Part of a request as a rule reads it: decoded where the parts of a URL and of a form are encoded. */
function textOf(part: Part, { path, query, body, headers }: SeenRequest): string {
  if (part === "path") return decoded(path);
  if (part === "query") return decoded(query);
  if (part === "cookie") return headers.cookie ?? "";
  if (part === "headers") return Object.values(headers).join("\n");
  return headers["content-type"] === "application/x-www-form-urlencoded" ? decoded(body) : body;
}

/** Text of a URL without its percent-encoding, and with spaces for plus signs; broken encoding stays. */
export function decoded(text: string): string {
  return text.replaceAll("+", " ").replace(/(%[0-9a-f]{2})+/gi, (bytes) => {
    try {
      return decodeURIComponent(bytes);
    } catch {
      return bytes;
    }
  });
}
