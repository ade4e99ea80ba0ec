import type { CloudfrontResponseHeadersPolicyConfig } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { check, isReference } from "../foundation/checks";
import { BLOCKED_PAGE_SCRIPT } from "./blocked-page";

/** A year, in seconds. */
export const YEAR_SECONDS = 31_536_000;

/** Headers that reveal the software of a server. */
const TELLTALES = ["Server", "X-Powered-By", "X-AspNet-Version"];

/** Differences between response headers policies. */
export interface ResponseHeaders {
  readonly contentSecurityPolicy: string;
  /** `declared`: other origins may embed the page, which X-Frame-Options cannot say; the security policy does. */
  readonly framedBy: "own-origin" | "declared";
  /** `immutable`: a browser need not ask again for a year, unless the object says otherwise. */
  readonly caching: "as-sent" | "immutable";
}

/**
 * Headers that CloudFront adds to every answer: HTTPS only for a year, no guessing of types, framing, and the content
 * security policy. HTTPS and types override the application; the others are defaults.
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

/** Origins that embed the LMS, and those that its pages connect to. */
export interface SecuritySources {
  /** Origins of the site itself, `https://lms.example.com`. */
  readonly siteOrigins: readonly string[];
  /** Origins whose pages may show the LMS in a frame. */
  readonly ltiFrameOrigins: readonly string[];
  /** Origins of the bucket that browsers upload to: SDKs sign URLs for its host in the region, or for the one without. */
  readonly uploadOrigins: readonly string[];
}

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * Content security policy of the application's pages: scripts of its own only, and that of the firewall's page. An LMS shows learning tools of any origin
 * in frames and sends forms to them (LTI), shows pictures from anywhere in what teachers write, and uploads to the bucket.
 * A page with stricter needs sends its own policy, which stays.
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
 */
export function applicationSecurity(sources: SecuritySources): string {
  return policy({
    "default-src": ["'self'"],
    "script-src": ["'self'", BLOCKED_PAGE_SCRIPT],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:", "https:"],
    "font-src": ["'self'", "data:"],
    "media-src": ["'self'", "blob:"],
    "connect-src": ["'self'", ...sources.uploadOrigins],
    "worker-src": ["'self'", "blob:"],
    "frame-src": ["'self'", "https:"],
    "form-action": ["'self'", "https:"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ancestors(sources),
    "upgrade-insecure-requests": [],
  });
}

/** Sources of a course package: itself, with the inline scripts and the evaluated code that packages are full of. */
const PACKAGE_SOURCES = ["'self'", "data:", "blob:", "'unsafe-inline'", "'unsafe-eval'"];

/**
 * Content security policy of static assets, which the application's pages load: a document among them runs no script.
 * @param packages `moving`: course packages are among them still, and run in a frame of the LMS
 */
export function staticSecurity(sources: SecuritySources, packages: "own-host" | "moving"): string {
  return policy({
    "default-src": packages === "moving" ? PACKAGE_SOURCES : ["'self'", "data:", "blob:"],
    ...(packages === "moving" ? {} : { "script-src": ["'none'"], "style-src": ["'self'", "'unsafe-inline'"] }),
    "form-action": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ancestors(sources),
  });
}

/**
 * Content security policy of course packages (SCORM, H5P) on a host of their own: any script, but they load and send nothing
 * beyond their host, show no page of the LMS in a frame, and do not lead the browser away from it. They keep their origin,
 * since a package looks for its launcher in the frames around it.
 * @param frameOrigins origins whose pages may show them
 */
export function packageSecurity(frameOrigins: readonly string[]): string {
  return policy({
    "default-src": PACKAGE_SOURCES,
    "form-action": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "frame-ancestors": ["'self'", ...frameOrigins],
    sandbox: [
      "allow-scripts",
      "allow-same-origin",
      "allow-forms",
      "allow-modals",
      "allow-popups",
      "allow-downloads",
      "allow-presentation",
    ],
  });
}

/** Characters of a policy in a header of CloudFront. @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_POLICY = 1783;

/** As long as the two origins of a bucket can be, whose name and region Terraform knows. */
const LONGEST_UPLOAD_ORIGINS = ["s3.ap-southeast-1", "s3"].map(
  (host) => `https://${"b".repeat(63)}.${host}.amazonaws.com`,
);

/** Checks that the longest of the policies, that of the application, fits into a header. @returns `[]` when it does */
export function securityProblems(sources: Omit<SecuritySources, "uploadOrigins">): string[] {
  const text = applicationSecurity({ ...sources, uploadOrigins: LONGEST_UPLOAD_ORIGINS });
  return check(
    isReference(text) || text.length <= MAX_POLICY,
    "ltiFrameOrigins",
    `must fit into a Content-Security-Policy of ${MAX_POLICY} characters`,
    text.length,
    "name fewer: one with *. stands for many",
  );
}

/** Content security policy of media: uploads of learners are shown or played, and never run. */
export function mediaSecurity(sources: SecuritySources): string {
  return policy({
    "default-src": ["'none'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "object-src": ["'self'"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": ancestors(sources),
  });
}

function ancestors({ siteOrigins, ltiFrameOrigins }: SecuritySources): string[] {
  return ["'self'", ...siteOrigins, ...ltiFrameOrigins];
}

function policy(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
