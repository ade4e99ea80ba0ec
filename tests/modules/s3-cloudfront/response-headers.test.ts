import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { BLOCKED_PAGE_SCRIPT } from "../../../modules/s3-cloudfront/blocked-page";
import { DROP_FIRST_SEGMENT, PAGES_FAIL_OVER } from "../../../modules/s3-cloudfront/distribution-policies";
import {
  applicationSecurity,
  mediaSecurity,
  type SecuritySources,
  securityProblems,
  staticSecurity,
} from "../../../modules/s3-cloudfront/response-headers";
import { distributionRoot, large, small } from "./distribution-fixture";
import { ref } from "./storage-fixture";

const headers = (settings: typeof small, name: string) =>
  distributionRoot(settings).resources("aws_cloudfront_response_headers_policy")[`cdn_policies_${name}_headers`];
const removed = { items: [{ header: "Server" }, { header: "X-Powered-By" }, { header: "X-AspNet-Version" }] };
const hsts = { access_control_max_age_sec: 31536000, include_subdomains: true, override: true };
const referrer = { referrer_policy: "strict-origin-when-cross-origin", override: false };
const upload = ["bucket_regional_domain_name", "bucket_domain_name"]
  .map((name) => `https://${ref(`aws_s3_bucket.storage_media_bucket.${name}`)}`)
  .join(" ");

describe("the headers of answers", () => {
  it("of the application protect its visitors, and forbid frames of others", () => {
    expect(headers(small, "application")).toEqual({
      name: "lms-test-application",
      security_headers_config: {
        strict_transport_security: hsts,
        content_type_options: { override: true },
        referrer_policy: referrer,
        frame_options: { frame_option: "SAMEORIGIN", override: false },
        content_security_policy: {
          content_security_policy:
            `default-src 'self'; script-src 'self' ${BLOCKED_PAGE_SCRIPT}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; ` +
            `font-src 'self' data:; media-src 'self' blob:; connect-src 'self' ${upload}; worker-src 'self' blob:; ` +
            "frame-src 'self' https:; form-action 'self' https:; object-src 'none'; base-uri 'self'; " +
            "frame-ancestors 'self' https://dev.lms.example.com https://*.dev.lms.example.com; upgrade-insecure-requests",
          override: false,
        },
      },
      remove_headers_config: removed,
    });
  });

  it("let declared origins embed it, which X-Frame-Options could not say", () => {
    const security = headers(large, "application")?.security_headers_config;
    expect(security).not.toHaveProperty("frame_options");
    expect(security).toHaveProperty(
      "content_security_policy.content_security_policy",
      expect.stringContaining(
        "frame-ancestors 'self' https://lms.example.com https://*.lms.example.com " +
          "https://canvas.example.edu https://*.moodle.example.org;",
      ),
    );
  });

  it("of static assets let a browser keep them for a year", () => {
    expect(headers(small, "static")).toMatchObject({
      name: "lms-test-static",
      security_headers_config: { strict_transport_security: hsts, content_type_options: { override: true } },
      custom_headers_config: {
        items: [{ header: "Cache-Control", value: "public, max-age=31536000, immutable", override: false }],
      },
      remove_headers_config: removed,
    });
  });

  it("of media leave it to the object how long it is kept", () => {
    expect(headers(small, "media")).toMatchObject({ name: "lms-test-media", remove_headers_config: removed });
    expect(headers(small, "media")).not.toHaveProperty("custom_headers_config");
  });

  it("are those three", () => {
    expect(Object.keys(distributionRoot(large).resources("aws_cloudfront_response_headers_policy"))).toEqual([
      "cdn_policies_application_headers",
      "cdn_policies_media_headers",
      "cdn_policies_static_headers",
    ]);
  });
});

describe("the content security policy", () => {
  const sources: SecuritySources = {
    siteOrigins: ["https://lms.example.com"],
    ltiFrameOrigins: ["https://canvas.example.edu"],
    uploadOrigins: ["https://media.s3.us-east-1.amazonaws.com", "https://media.s3.amazonaws.com"],
  };
  const directives = (policy: string) =>
    Object.fromEntries(policy.split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1)]));

  it("of the application runs its own scripts only, and takes learning tools of any origin", () => {
    expect(directives(applicationSecurity(sources))).toMatchObject({
      "script-src": ["'self'", BLOCKED_PAGE_SCRIPT],
      "frame-src": ["'self'", "https:"],
      "form-action": ["'self'", "https:"],
      "connect-src": ["'self'", "https://media.s3.us-east-1.amazonaws.com", "https://media.s3.amazonaws.com"],
      "object-src": ["'none'"],
      "frame-ancestors": ["'self'", "https://lms.example.com", "https://canvas.example.edu"],
    });
  });

  it("of static assets lets no document run a script, but while packages are moving out", () => {
    const rest =
      "form-action 'self'; object-src 'none'; base-uri 'self'; " +
      "frame-ancestors 'self' https://lms.example.com https://canvas.example.edu";
    expect(staticSecurity(sources, "own-host")).toBe(
      `default-src 'self' data: blob:; script-src 'none'; style-src 'self' 'unsafe-inline'; ${rest}`,
    );
    expect(staticSecurity(sources, "moving")).toBe(
      `default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; ${rest}`,
    );
  });

  it("of media runs nothing", () => {
    expect(mediaSecurity(sources)).toBe(
      "default-src 'none'; img-src 'self'; media-src 'self'; object-src 'self'; style-src 'unsafe-inline'; " +
        "frame-ancestors 'self' https://lms.example.com https://canvas.example.edu",
    );
  });
});

describe("the path of a request", () => {
  const rewritten = (uri: string) =>
    runInNewContext(`${DROP_FIRST_SEGMENT}; handler({ request: { uri } }).uri`, { uri });

  it.each([
    ["/media/uploads/a/b.mp4", "/uploads/a/b.mp4"],
    ["/static/courses/intro.css", "/courses/intro.css"],
    ["/static/", "/"],
    ["/media/transcoded/media/a.mp4", "/transcoded/media/a.mp4"],
    ["/static/a%20b.png", "/a%20b.png"],
    ["/static//x", "//x"],
  ])("%s is the key %s", (uri, key) => {
    expect(rewritten(uri)).toBe(key);
  });

  it("is rewritten by a published function, and another has pages fail over", () => {
    expect(distributionRoot(small).resources("aws_cloudfront_function")).toEqual({
      cdn_policies_failover: {
        name: "lms-test-pages-fail-over",
        comment: "The maintenance page in place of a page that fails",
        runtime: "cloudfront-js-2.0",
        code: PAGES_FAIL_OVER,
        publish: true,
      },
      cdn_policies_rewrite: {
        name: "lms-test-drop-first-segment",
        comment: "The path of a request as the key of an object",
        runtime: "cloudfront-js-2.0",
        code: DROP_FIRST_SEGMENT,
        publish: true,
      },
    });
  });
});

describe("a page that fails", () => {
  const groupsOf = (method: string, accept?: string) => {
    const groups: unknown[] = [];
    const cf = { createRequestOriginGroup: (group: unknown) => groups.push(group) };
    const headers = accept === undefined ? {} : { accept: { value: accept } };
    const code = PAGES_FAIL_OVER.replace('import cf from "cloudfront";', "");
    const request = runInNewContext(`${code}; handler(event)`, { cf, event: { request: { method, headers } } });
    expect(request).toEqual({ method, headers });
    return groups;
  };

  it("is read from the origin of the maintenance page, when a browser shows it", () => {
    expect(groupsOf("GET", "text/html,application/xhtml+xml,*/*;q=0.8")).toEqual([
      {
        originIds: [{ originId: "load-balancer" }, { originId: "maintenance" }],
        failoverCriteria: { statusCodes: [502, 503, 504] },
      },
    ]);
  });

  it.each([
    ["of a script", "GET", "*/*"],
    ["of an API's client", "GET", "application/json"],
    ["without the header", "GET", undefined],
    ["that writes", "POST", "text/html"],
  ])("stays as it is in a request %s", (_, method, accept) => {
    expect(groupsOf(method, accept)).toEqual([]);
  });
});

describe("origins that may show the LMS in a frame", () => {
  const problems = (origins: number) =>
    securityProblems({
      siteOrigins: ["https://lms.example.com"],
      ltiFrameOrigins: Array.from({ length: origins }, (_, index) => `https://canvas-${100 + index}.example.edu`),
    });

  it("must fit into the longest header that CloudFront sends", () => {
    expect(problems(37)).toEqual([]);
    expect(problems(38)).toEqual([
      "ltiFrameOrigins: must fit into a Content-Security-Policy of 1783 characters, got 1786; " +
        "name fewer: one with *. stands for many",
    ]);
  });
});
