import { createPublicKey, verify } from "node:crypto";
import { runInNewContext } from "node:vm";
import type { SynthesizedRoot } from "../support/synthesized";

/** A request of a browser. */
export interface EdgeRequest {
  /** Absolute, by HTTPS. */
  readonly url: string;
  readonly method?: string;
  readonly accept?: string;
  /** `name=value` of each cookie. */
  readonly cookies?: readonly string[];
}

export interface EdgeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string;
}

/** What stands behind CloudFront: the load balancer, and the objects of each bucket by `<resource>/<key>`. */
export interface Origins {
  readonly application: (request: EdgeRequest) => EdgeAnswer;
  readonly objects: Readonly<Record<string, string>>;
}

interface Behavior {
  readonly path_pattern?: string;
  readonly target_origin_id: string;
  readonly allowed_methods: readonly string[];
  readonly response_headers_policy_id: string;
  readonly trusted_key_groups?: readonly string[];
  readonly function_association?: readonly { readonly function_arn: string }[];
}

interface Distribution {
  readonly aliases: readonly string[];
  readonly origin: readonly { readonly origin_id: string; readonly domain_name: string }[];
  readonly origin_group?: readonly {
    readonly origin_id: string;
    readonly member: readonly { readonly origin_id: string }[];
  }[];
  readonly default_cache_behavior: Behavior;
  readonly custom_error_response: readonly {
    readonly error_code: number;
    readonly response_code?: number;
    readonly response_page_path?: string;
  }[];
  readonly ordered_cache_behavior?: readonly Behavior[];
}

interface SecurityHeaders {
  readonly content_security_policy: { readonly content_security_policy: string; readonly override: boolean };
  readonly frame_options?: { readonly frame_option: string };
}

const REFUSED: EdgeAnswer = { status: 403, headers: {}, body: "Access denied" };

/**
 * Stands in for CloudFront, by what was synthesized for it: aliases, behaviors, key groups, functions, response headers, and
 * the bucket policies that S3 asks. It caches nothing.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-setting-signed-cookie-custom-policy.html
 */
export class EdgeStandIn {
  constructor(
    private readonly root: SynthesizedRoot,
    private readonly origins: Origins,
  ) {}

  answer(request: EdgeRequest): EdgeAnswer {
    const url = new URL(request.url);
    const found = this.distributionOf(url.hostname);
    if (found === undefined) return REFUSED;
    const [name, distribution] = found;
    const behavior =
      distribution.ordered_cache_behavior?.find(({ path_pattern = "" }) => like(path_pattern, url.pathname)) ??
      distribution.default_cache_behavior;
    if (!behavior.allowed_methods.includes(request.method ?? "GET")) return REFUSED;
    const groups = behavior.trusted_key_groups;
    if (groups !== undefined && !this.isSigned(url, request.cookies ?? [], groups)) return REFUSED;
    const answer = this.fetched(name, distribution, behavior, request);
    const error = distribution.custom_error_response.find(({ error_code }) => error_code === answer.status);
    if (error?.response_page_path !== undefined) {
      const page = this.answer({ url: url.origin + error.response_page_path });
      return { ...page, status: error.response_code ?? answer.status };
    }
    return { ...answer, headers: { ...this.added(behavior), ...answer.headers } };
  }

  /** The distribution of a host: that of its own name, or of the most specific wildcard. */
  private distributionOf(host: string): [string, Distribution] | undefined {
    const resources = this.root.resources("aws_cloudfront_distribution") as unknown as Record<string, Distribution>;
    const all = Object.entries(resources).flatMap(([name, each]) =>
      each.aliases.filter((alias) => like(alias, host)).map((alias) => ({ name, each, length: alias.length })),
    );
    const [found] = all.sort((one, other) => other.length - one.length);
    return found === undefined ? undefined : [found.name, found.each];
  }

  /** Verifies a custom policy, in cookies or in the query, by a public key of the groups. */
  private isSigned(url: URL, cookies: readonly string[], groups: readonly string[]): boolean {
    const given = new Map(cookies.map((cookie) => cookie.split(/=(.*)/s) as [string, string]));
    const part = (name: string) => url.searchParams.get(name) ?? given.get(`CloudFront-${name}`) ?? "";
    const keys = groups.flatMap((group) => this.named("aws_cloudfront_key_group", group).items as readonly string[]);
    const id = keys.find((key) => nameIn(key) === part("Key-Pair-Id"));
    if (id === undefined) return false;
    const key = createPublicKey(String(this.named("aws_cloudfront_public_key", id).encoded_key));
    const policy = decoded(part("Policy"));
    if (!verify("sha1", policy, key, decoded(part("Signature")))) return false;
    const [statement] = JSON.parse(policy.toString()).Statement;
    const isInTime = statement.Condition.DateLessThan["AWS:EpochTime"] * 1000 > Date.now();
    return isInTime && like(statement.Resource, `${url.origin}${url.pathname}`);
  }

  private fetched(name: string, distribution: Distribution, behavior: Behavior, request: EdgeRequest): EdgeAnswer {
    const group = distribution.origin_group?.find(({ origin_id }) => origin_id === behavior.target_origin_id);
    const id = group?.member[0]?.origin_id ?? behavior.target_origin_id;
    const origin = distribution.origin.find(({ origin_id }) => origin_id === id);
    if (id === "load-balancer") return this.applied(behavior, request);
    const bucket = nameIn(origin?.domain_name ?? "");
    const path = this.rewritten(behavior, new URL(request.url));
    if (path === undefined) return REFUSED;
    const key = path.slice(1);
    if (!this.mayRead(bucket, name, key)) return { ...REFUSED, body: "AccessDenied" };
    const body = this.origins.objects[`${bucket}/${key}`];
    if (body === undefined) return { status: 404, headers: {}, body: "NoSuchKey" };
    return { status: 200, headers: { "content-type": typeOf(key) }, body };
  }

  /** The application's answer, or that of the origin that the function has the request fail over to. */
  private applied({ function_association: functions = [] }: Behavior, request: EdgeRequest): EdgeAnswer {
    const answer = this.origins.application(request);
    const { method = "GET", accept } = request;
    const headers = accept === undefined ? {} : { accept: { value: accept } };
    const failover: number[] = [];
    const cf = {
      createRequestOriginGroup: (group: { failoverCriteria: { statusCodes: number[] } }) =>
        failover.push(...group.failoverCriteria.statusCodes),
    };
    for (const { function_arn } of functions) {
      const code = String(this.named("aws_cloudfront_function", function_arn).code).replace(/^import .*$/m, "");
      runInNewContext(`${code}; handler(event)`, { cf, event: { request: { method, headers } } });
    }
    return failover.includes(answer.status) ? this.maintenance() : answer;
  }

  /** The load balancer's fixed answer to the origin of the maintenance page. */
  private maintenance(): EdgeAnswer {
    const { action } = this.named("aws_lb_listener_rule", "load_balancer_rule_maintenance");
    const [{ fixed_response }] = action as [{ fixed_response: Record<string, string> }];
    const { status_code, content_type = "", message_body = "" } = fixed_response;
    return { status: Number(status_code), headers: { "content-type": content_type }, body: message_body };
  }

  /** The path that the functions make of a request's; undefined when one of them answers itself. */
  private rewritten({ function_association: functions = [] }: Behavior, { pathname, host }: URL): string | undefined {
    return functions.reduce((uri: string | undefined, { function_arn }) => {
      const { code } = this.named("aws_cloudfront_function", function_arn);
      const event = { request: { uri, headers: { host: { value: host } } } };
      return uri === undefined ? undefined : runInNewContext(`${code}; handler(event).uri`, { event });
    }, pathname);
  }

  /** Asks the bucket's policy, as S3 does. */
  private mayRead(bucket: string, distribution: string, key: string): boolean {
    const policy = this.root.resources("aws_s3_bucket_policy")[bucket.replace(/_bucket$/, "_policy")];
    const { Statement } = JSON.parse(String(policy?.policy)) as {
      Statement: { Effect: string; Action: string; Resource: string[]; Condition: object }[];
    };
    return Statement.some(
      ({ Effect, Action, Resource, Condition }) =>
        Effect === "Allow" &&
        Action === "s3:GetObject" &&
        JSON.stringify(Condition).includes(`aws_cloudfront_distribution.${distribution}.arn`) &&
        Resource.some((arn) => like(arn.replace(/^[^}]*\}/, ""), `/${key}`)),
    );
  }

  private added({ response_headers_policy_id }: Behavior): Record<string, string> {
    const policy = this.named("aws_cloudfront_response_headers_policy", response_headers_policy_id);
    const { content_security_policy, frame_options } = policy.security_headers_config as SecurityHeaders;
    return {
      "content-security-policy": content_security_policy.content_security_policy,
      ...(frame_options === undefined ? {} : { "x-frame-options": frame_options.frame_option }),
    };
  }

  private named(type: string, reference: string): Record<string, unknown> {
    const found = this.root.resources(type)[nameIn(reference)];
    if (found === undefined) throw new Error(`no ${type} ${reference}`);
    return found;
  }
}

/** The name of the resource that a reference is to. */
function nameIn(reference: string): string {
  return /^\$\{\w+\.(\w+)\./.exec(reference)?.[1] ?? reference;
}

/** Matches a pattern with `*`, as CloudFront and IAM do. */
function like(pattern: string, text: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(text);
}

function decoded(text: string): Buffer {
  return Buffer.from(text.replace(/-/g, "+").replace(/_/g, "=").replace(/~/g, "/"), "base64");
}

function typeOf(key: string): string {
  const types = { html: "text/html", js: "text/javascript", m3u8: "application/vnd.apple.mpegurl", ts: "video/mp2t" };
  return (types as Record<string, string>)[key.split(".").pop() ?? ""] ?? "application/octet-stream";
}
