import type { CloudfrontResponseHeadersPolicyConfig } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";

/** A year, in seconds. */
export const YEAR_SECONDS = 31_536_000;

/** Headers by which a server tells what it is made of. */
const TELLTALES = ["Server", "X-Powered-By", "X-AspNet-Version"];

/** What tells one response headers policy from another. */
export interface ResponseHeaders {
  readonly contentSecurityPolicy: string;
  /** `declared`: other origins may embed the page, which X-Frame-Options cannot say; the security policy does. */
  readonly framedBy: "own-origin" | "declared";
  /** `immutable`: a browser need not ask again for a year, unless the object says otherwise. */
  readonly caching: "as-sent" | "immutable";
}

/**
 * The headers that CloudFront adds to every answer: HTTPS only for a year, no guessing of types, who may embed, and what a
 * page may load. What protects the visitor whatever the application says overrides it; the rest are defaults.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
export function responseHeaders(headers: ResponseHeaders): Omit<CloudfrontResponseHeadersPolicyConfig, "name"> {
  const { contentSecurityPolicy, framedBy, caching } = headers;
  return {
    securityHeadersConfig: {
      strictTransportSecurity: { accessControlMaxAgeSec: YEAR_SECONDS, includeSubdomains: true, override: true },
      contentTypeOptions: { override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: false },
      contentSecurityPolicy: { contentSecurityPolicy, override: false },
      ...(framedBy === "own-origin" ? { frameOptions: { frameOption: "SAMEORIGIN", override: false } } : {}),
    },
    ...(caching === "immutable"
      ? {
          customHeadersConfig: {
            items: [{ header: "Cache-Control", value: `public, max-age=${YEAR_SECONDS}, immutable`, override: false }],
          },
        }
      : {}),
    removeHeadersConfig: { items: TELLTALES.map((header) => ({ header })) },
  };
}
