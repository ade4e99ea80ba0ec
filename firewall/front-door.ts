import type { SampleRequest, Verdict } from "./request";
import { type Decision, decide, type Place, type SynthesizedRule } from "./web-acl";

/** The part of a platform root's JSON that requests pass on their way in. */
export interface FrontDoor {
  readonly resource: {
    readonly aws_wafv2_web_acl: Readonly<
      Record<"firewall_site_acl" | "firewall_load_balancer_acl", { readonly rule_json: string }>
    >;
    readonly aws_cloudfront_distribution: {
      readonly distribution_distribution: {
        readonly default_cache_behavior: CacheBehavior;
        readonly ordered_cache_behavior: readonly (CacheBehavior & { readonly path_pattern: string })[];
      };
    };
    readonly aws_lb_listener_rule: Readonly<Record<string, ListenerRule>>;
  };
}

interface CacheBehavior {
  readonly target_origin_id: string;
  readonly allowed_methods: readonly string[];
  readonly trusted_key_groups?: readonly string[];
}

interface ListenerRule {
  readonly priority: number;
  readonly condition: readonly {
    readonly http_header?: { readonly http_header_name: string; readonly values: readonly string[] };
    readonly path_pattern?: { readonly values: readonly string[] };
    readonly http_request_method?: { readonly values: readonly string[] };
  }[];
}

/** Lets a request try the way in: the site's web ACL, CloudFront's behavior, the load balancer's web ACL, its listener. */
export function verdictOn({ resource }: FrontDoor, request: SampleRequest): Verdict {
  const acls = resource.aws_wafv2_web_acl;
  const fromCloudFront: Record<string, string> = {};
  const counted: Verdict[] = [];
  const ask = (place: Place, { rule_json }: { readonly rule_json: string }): Verdict | undefined => {
    const verdict = worded(place, decide(JSON.parse(rule_json) as readonly SynthesizedRule[], request, place));
    if (verdict?.includes("counts")) counted.push(verdict);
    return verdict?.includes("blocks") ? verdict : undefined;
  };
  if (request.entrance !== "origin") {
    const atSite = ask("site", acls.firewall_site_acl);
    if (atSite !== undefined) return atSite;
    const behavior = behaviorOf(resource.aws_cloudfront_distribution.distribution_distribution, pathOf(request));
    if (!behavior.allowed_methods.includes(request.method ?? "GET")) return "CloudFront refuses: method";
    if (behavior.trusted_key_groups !== undefined && request.signed !== true) return "CloudFront refuses: not signed";
    if (behavior.target_origin_id !== "load-balancer") return counted[0] ?? "passes";
    Object.assign(fromCloudFront, { [originVerifyHeader(resource.aws_lb_listener_rule)]: ACCEPTED });
  }
  const atLoadBalancer = ask("load balancer", acls.firewall_load_balancer_acl);
  if (atLoadBalancer !== undefined) return atLoadBalancer;
  const headers = { ...request.headers, ...fromCloudFront };
  if (!isForwarded(Object.values(resource.aws_lb_listener_rule), request, headers)) return "listener refuses";
  return counted[0] ?? "passes";
}

function worded(place: Place, decision: Decision): Verdict | undefined {
  if (decision.verdict === "allow") return undefined;
  return `${place} ${decision.verdict === "block" ? "blocks" : "counts"}: ${decision.rule}`;
}

function pathOf({ url }: SampleRequest): string {
  return url.split("?")[0] ?? "";
}

function behaviorOf(
  {
    default_cache_behavior,
    ordered_cache_behavior,
  }: FrontDoor["resource"]["aws_cloudfront_distribution"]["distribution_distribution"],
  path: string,
): CacheBehavior {
  return ordered_cache_behavior.find(({ path_pattern }) => isLike(path_pattern, path)) ?? default_cache_behavior;
}

/** Stands for the value that Terraform makes, which no synthesized file holds. */
const ACCEPTED = "the value of this environment";

function originVerifyHeader(rules: Readonly<Record<string, ListenerRule>>): string {
  const header = Object.values(rules).flatMap(({ condition }) => condition.flatMap((one) => one.http_header ?? []))[0];
  if (header === undefined)
    throw new Error("a listener rule must ask for the origin-verify header, got none that does");
  return header.http_header_name;
}

function isForwarded(
  rules: readonly ListenerRule[],
  request: SampleRequest,
  headers: Readonly<Record<string, string | undefined>>,
): boolean {
  return rules.some(({ condition }) =>
    condition.every(({ http_header, path_pattern, http_request_method }) => {
      if (http_header !== undefined) return headers[http_header.http_header_name] === ACCEPTED;
      if (path_pattern !== undefined) return path_pattern.values.some((pattern) => isLike(pattern, pathOf(request)));
      return http_request_method?.values.includes(request.method ?? "GET") ?? false;
    }),
  );
}

/**
 * Matches a path with a pattern of CloudFront or of a load balancer: `*` stands for anything, `?` for one character.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html#DownloadDistValuesPathPattern
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#path-conditions
 */
function isLike(pattern: string, path: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(path);
}
