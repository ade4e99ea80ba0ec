import { type JsonObject, parseObject } from "./json";
import type { Account } from "./judgement/account";
import type { AwsRequest } from "./request";
import { type Answer, withBody } from "./responses";
import type { Kind } from "./store";
import { buildXml, parseXml, type XmlElement } from "./xml";

/** What a handler can do besides reading its request. */
export interface Context {
  /** The AWS account, 12 digits. */
  readonly account: string;
  /** What AWS lets the account have. */
  readonly owner: Account;
  /** What the gateway remembers of a kind, by id; in the request's region unless another is given. */
  remembered<T>(kind: Kind<T>, region?: string): Map<string, T>;
  /** The ARN of a resource of the request's service, region and account. */
  arn(resource: string): string;
  /** The answer of moto. @throws AwsError NotImplementedByEmulator, EmulatorUnavailable. */
  passOn(request: AwsRequest): Promise<Answer>;
  /** Calls an operation of the query protocol in moto, in the request's region. @throws AwsError if moto refuses it. */
  callQuery(service: string, form: Readonly<Record<string, string>>): Promise<XmlElement>;
  /** Calls an operation of the JSON protocol in moto; `target` is the header `X-Amz-Target`. @throws AwsError if moto refuses it. */
  callJson(service: string, region: string, target: string, parameters: JsonObject): Promise<JsonObject>;
}

/** Answers a request, on its own or by correcting what `context.passOn` gives. */
export type Handler = (request: AwsRequest, context: Context) => Answer | Promise<Answer>;

/** The part of one AWS service that the gateway answers or corrects. Everything else goes to moto. */
export interface Service {
  /** Signing name in the SigV4 credential scope. */
  readonly name: string;
  /** Handlers of the JSON and query protocols, by operation. */
  readonly operations?: Readonly<Record<string, Handler>>;
  /** Handlers of the REST protocols; the first that matches answers. */
  readonly routes?: readonly Route[];
}

/** A REST route, made with `route`. */
export interface Route {
  /** The handler of the request, undefined if the route does not match it. */
  match(request: AwsRequest): Handler | undefined;
}

/** The names in braces of a path pattern, as a union. */
type PathNames<Pattern extends string> = Pattern extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

/** The decoded values of a path pattern's braces. */
export type PathValues<Pattern extends string> = Readonly<Record<PathNames<Pattern>, string>>;

/**
 * A handler for a method and a path pattern such as `/clusters/{name}/addons`; a brace matches one path segment and is percent-decoded.
 * A pattern may end in `?key`: the query string must then have that key, as S3 subresources do.
 */
export function route<Pattern extends string>(
  method: string,
  pattern: Pattern,
  handler: (request: AwsRequest, context: Context, values: PathValues<Pattern>) => Answer | Promise<Answer>,
): Route {
  const [path = "", key] = pattern.split("?");
  const expression = new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`);
  return {
    match(request) {
      if (request.method !== method || (key !== undefined && !request.query.has(key))) return undefined;
      const match = expression.exec(request.path);
      if (match === null) return undefined;
      const decoded = Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      const values = Object.fromEntries(decoded) as PathValues<Pattern>;
      return (matched, context) => handler(matched, context, values);
    },
  };
}

/** Changes the JSON of a moto answer in place, or gives another. Only successful answers are corrected. */
type JsonCorrection = (
  body: JsonObject,
  request: AwsRequest,
  context: Context,
) => JsonObject | Promise<JsonObject | undefined> | undefined;

/** Changes the XML of a moto answer in place. Only successful answers are corrected. */
type XmlCorrection = (document: XmlElement, request: AwsRequest, context: Context) => void | Promise<void>;

/** A handler that lets moto answer and corrects the JSON. */
export function correctJson(correction: JsonCorrection): Handler {
  return async (request, context) => {
    const answer = await context.passOn(request);
    if (!isSuccess(answer)) return answer;
    const body = parseObject(answer.body.toString());
    if (body === undefined) return answer;
    return withBody(answer, JSON.stringify((await correction(body, request, context)) ?? body));
  };
}

/** A handler that lets moto answer and corrects the XML. */
export function correctXml(correction: XmlCorrection): Handler {
  return async (request, context) => {
    const answer = await context.passOn(request);
    if (!isSuccess(answer)) return answer;
    const document = parseXml(answer.body.toString());
    await correction(document, request, context);
    return withBody(answer, buildXml(document));
  };
}

/** Whether the answer is a 2xx. */
export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}
