import { runInNewContext } from "node:vm";
import type { Construct } from "constructs";
import { expect, it } from "vitest";
import { siteOf } from "../../../modules/foundation/names";
import { ContentHost } from "../../../modules/s3-cloudfront/content-host";
import { type SynthesizedRoot, synthesizeRoots } from "../../support/synthesized";
import { DistributionRoot, large, medium, small, type TestDistribution } from "./distribution-fixture";
import { ACCOUNT, ref } from "./storage-fixture";

class ContentRoot extends DistributionRoot {
  constructor(scope: Construct, settings: TestDistribution) {
    super(scope, settings);
    const { storage, cdn: distribution, globalProvider } = this;
    const { certificateArn, webAclArn } = settings;
    const content = new ContentHost(this, "content", {
      storage,
      distribution,
      domain: "content.lms.example.com",
      siteOrigin: "https://lms.example.com",
      certificateArn,
      webAclArn,
      globalProvider,
      site: siteOf(ACCOUNT),
      settings,
    });
    this.publish("alias_target", "Alias target", { domain: content.domainName, zone: content.hostedZoneId });
  }
}

function contentRoot(settings: TestDistribution): SynthesizedRoot {
  const root = synthesizeRoots([(app) => new ContentRoot(app, settings)]).get("test-distribution");
  if (root === undefined) throw new Error("no root");
  return root;
}

const [inOneRegion, behindFirewall, inTwoRegions] = [small, medium, large].map(contentRoot) as [
  SynthesizedRoot,
  SynthesizedRoot,
  SynthesizedRoot,
];

it("serves packages of the bucket of media and nothing else, each by a signature, without a cookie for any origin", () => {
  expect(inOneRegion.resources("aws_cloudfront_distribution").content_distribution).toEqual({
    comment: "lms-test-content",
    enabled: true,
    aliases: ["*.content.lms.example.com"],
    http_version: "http2and3",
    is_ipv6_enabled: true,
    price_class: "PriceClass_100",
    origin: [
      {
        origin_id: "media",
        domain_name: ref("aws_s3_bucket.storage_media_bucket.bucket_regional_domain_name"),
        connection_attempts: 2,
        connection_timeout: 3,
        origin_access_control_id: ref("aws_cloudfront_origin_access_control.cdn_access_control.id"),
      },
    ],
    origin_group: [],
    default_cache_behavior: {
      target_origin_id: "media",
      viewer_protocol_policy: "redirect-to-https",
      allowed_methods: ["GET", "HEAD", "OPTIONS"],
      cached_methods: ["GET", "HEAD"],
      compress: true,
      cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      response_headers_policy_id: ref("aws_cloudfront_response_headers_policy.content_headers.id"),
      trusted_key_groups: [ref("aws_cloudfront_key_group.cdn_signers_group.id")],
      function_association: [
        { event_type: "viewer-request", function_arn: ref("aws_cloudfront_function.content_own_host.arn") },
      ],
    },
    custom_error_response: [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504].map((error_code) => ({
      error_code,
      error_caching_min_ttl: 0,
    })),
    restrictions: { geo_restriction: { restriction_type: "none" } },
    viewer_certificate: {
      acm_certificate_arn: "arn:aws:acm:us-east-1:777777777777:certificate/c",
      ssl_support_method: "sni-only",
      minimum_protocol_version: "TLSv1.2_2021",
    },
  });
});

it("answers for a package on the package's own host alone", () => {
  const { code, runtime, publish } = inOneRegion.resources("aws_cloudfront_function").content_own_host ?? {};
  expect([runtime, publish]).toEqual(["cloudfront-js-2.0", true]);
  const asked = (host: string, uri: string) =>
    runInNewContext(`${code}; handler(event)`, { event: { request: { uri, headers: { host: { value: host } } } } });
  const own = "golf-1.content.lms.example.com";
  expect(asked(own, "/packages/golf-1/index.html")).toMatchObject({ uri: "/packages/golf-1/index.html" });
  for (const uri of [
    "/packages/chess-1/index.html",
    "/packages/golf-10/index.html",
    "/packages/golf-1",
    "/",
    "/uploads/a",
  ]) {
    expect([uri, asked(own, uri).statusCode]).toEqual([uri, 403]);
  }
  expect(asked("content.lms.example.com", "/packages/golf-1/index.html").statusCode).toBe(403);
});

it("may read packages only, and the site's distribution may not", () => {
  const policy = JSON.stringify(inOneRegion.resources("aws_s3_bucket_policy").storage_media_policy);
  const statements = (JSON.parse(JSON.parse(policy).policy) as { Statement: { Sid: string; Resource: unknown }[] })
    .Statement;
  const media = ref("aws_s3_bucket.storage_media_bucket.arn");
  const reads = statements.filter(({ Sid }) => Sid.startsWith("ReadBy"));
  expect(reads.map(({ Sid, Resource }) => [Sid, Resource])).toEqual([
    ["ReadByDistribution", [`${media}/transcoded/*`, `${media}/uploads/*`]],
    ["ReadByContentHost", [`${media}/packages/*`]],
  ]);
  expect(new Set(statements.map(({ Sid }) => Sid)).size).toBe(statements.length);
});

it("reads the copy in the second region while the first is away", () => {
  const { content_distribution: distribution } = inTwoRegions.resources("aws_cloudfront_distribution");
  expect(distribution?.origin_group).toEqual([
    {
      origin_id: "media-failover",
      failover_criteria: { status_codes: [500, 502, 503, 504] },
      member: [{ origin_id: "media" }, { origin_id: "media-replica" }],
    },
  ]);
  expect(distribution).toHaveProperty("default_cache_behavior.target_origin_id", "media-failover");
  const replica = JSON.stringify(inTwoRegions.resources("aws_s3_bucket_policy").storage_replication_media_policy);
  expect(replica).toContain("/packages/*");
});

it("is behind the firewall of the site, where there is one", () => {
  const acl = (root: SynthesizedRoot) => root.resources("aws_cloudfront_distribution").content_distribution?.web_acl_id;
  expect(acl(behindFirewall)).toBe("arn:aws:wafv2:us-east-1:777777777777:global/webacl/lms/w");
  expect(acl(inOneRegion)).toBeUndefined();
});

it("lets a package run its own code in a frame of the site and of learning platforms, and reach no other host", () => {
  expect(inTwoRegions.resources("aws_cloudfront_response_headers_policy").content_headers).toEqual({
    name: "lms-test-packages",
    security_headers_config: {
      strict_transport_security: { access_control_max_age_sec: 31536000, include_subdomains: true, override: true },
      content_type_options: { override: true },
      referrer_policy: { referrer_policy: "strict-origin-when-cross-origin", override: false },
      content_security_policy: {
        content_security_policy:
          "default-src 'self' data: blob: 'unsafe-inline' 'unsafe-eval'; form-action 'self'; object-src 'none'; " +
          "base-uri 'self'; frame-ancestors 'self' https://lms.example.com https://canvas.example.edu " +
          "https://*.moodle.example.org; sandbox allow-scripts allow-same-origin allow-forms allow-modals allow-popups " +
          "allow-downloads allow-presentation",
        override: false,
      },
    },
    remove_headers_config: {
      items: [{ header: "Server" }, { header: "X-Powered-By" }, { header: "X-AspNet-Version" }],
    },
  });
});

it("has an access log and an alias target of its own", () => {
  expect(inOneRegion.resources("aws_cloudwatch_log_delivery_source").content_access_log_source).toEqual({
    provider: "aws.global",
    name: "lms-test-content",
    log_type: "ACCESS_LOGS",
    resource_arn: ref("aws_cloudfront_distribution.content_distribution.arn"),
  });
  expect(inOneRegion.json.output.alias_target?.value).toEqual({
    domain: ref("aws_cloudfront_distribution.content_distribution.domain_name"),
    zone: ref("aws_cloudfront_distribution.content_distribution.hosted_zone_id"),
  });
});
