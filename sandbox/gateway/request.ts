import type { IncomingHttpHeaders } from "node:http";
import { type JsonObject, parseObject } from "./json";

/** The wire protocol of a request. @see https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = "json" | "query" | "rest-json" | "rest-xml";

/** An HTTP request as it came, before it is known to be one of AWS. */
export interface HttpRequest {
  readonly method: string;
  /** Path and query string, as sent: percent-encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request to an AWS service. */
export interface AwsRequest extends HttpRequest {
  /** Signing name from the SigV4 credential scope, such as `eks` or `monitoring`; empty for an unsigned request. */
  readonly service: string;
  /** Region from the SigV4 credential scope; empty for an unsigned request. */
  readonly region: string;
  readonly protocol: Protocol;
  /** Operation name for `json` and `query`; `METHOD /path` for the REST protocols. */
  readonly action: string;
  /** The url without its query string, percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body of the JSON protocols; empty for the others. */
  readonly parameters: JsonObject;
  /** The form of the query protocol, such as `Tag.1.Key`; empty for the others. */
  readonly form: Form;
}

/** The fields of a query-protocol form by name. @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export type Form = Readonly<Record<string, string>>;

const REST_XML_SERVICES = new Set(["s3", "cloudfront", "route53"]);
const WITH_TOKEN = "AssumeRoleWithWebIdentity";
const CREDENTIAL_SCOPE = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//;

/** Finds service, region, protocol and operation of a request. */
export function parseRequest(http: HttpRequest): AwsRequest {
  const url = withoutOrigin(http.url);
  const [path, search] = splitOnce(url, "?");
  const query = new URLSearchParams(search);
  const scope = CREDENTIAL_SCOPE.exec(http.headers.authorization ?? `Credential=${query.get("X-Amz-Credential")}`);
  const common = { ...http, url, path, query, region: scope?.[1] ?? "", service: scope?.[2] ?? "" };

  if (REST_XML_SERVICES.has(common.service)) {
    return { ...common, protocol: "rest-xml", action: `${http.method} ${path}`, parameters: {}, form: {} };
  }
  const contentType = http.headers["content-type"] ?? "";
  if (contentType.includes("x-www-form-urlencoded")) {
    const form = Object.fromEntries(new URLSearchParams(http.body.toString()));
    // Who brings a token has nothing to sign with.
    const service = form.Action === WITH_TOKEN ? "sts" : common.service;
    return { ...common, service, protocol: "query", action: form.Action ?? "", parameters: {}, form };
  }
  // What is not JSON has no parameters: moto answers the error.
  const parameters = contentType.includes("json") ? (parseObject(http.body.toString()) ?? {}) : {};
  const target = http.headers["x-amz-target"];
  if (typeof target === "string") {
    return { ...common, protocol: "json", action: target.slice(target.lastIndexOf(".") + 1), parameters, form: {} };
  }
  return { ...common, protocol: "rest-json", action: `${http.method} ${path}`, parameters, form: {} };
}

/** The strings of a numbered list in a form, in order: `prefix` is what stands before the number, such as `SubnetId.`. */
export function formList(form: Form, prefix: string): string[] {
  return formRecords(form, prefix).flatMap((record) => record[""] ?? []);
}

/**
 * The structures of a numbered list in a form, in order: for the prefix `Tag.` the pairs `Tag.1.Key=a`, `Tag.1.Value=b`
 * give `[{ Key: "a", Value: "b" }]`. An element that is a string has it under the empty name.
 */
export function formRecords(form: Form, prefix: string): Form[] {
  const records: Form[] = [];
  for (let index = 1; ; index++) {
    const start = `${prefix}${index}`;
    const fields = Object.entries(form).filter(([name]) => name === start || name.startsWith(`${start}.`));
    if (fields.length === 0) return records;
    records.push(Object.fromEntries(fields.map(([name, value]) => [name.slice(start.length + 1), value])));
  }
}

/** A client that uses the gateway as its HTTP proxy sends the whole URL, origin included. */
function withoutOrigin(url: string): string {
  const match = /^https?:\/\/[^/]+(.*)$/.exec(url);
  return match === null ? url : match[1] || "/";
}

function splitOnce(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + separator.length)];
}
