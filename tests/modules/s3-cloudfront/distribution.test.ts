import { describe, expect, it } from "vitest";
import {
  DistributionRoot,
  distribution,
  distributionRoot,
  large,
  medium,
  PUBLIC_KEY,
  small,
} from "./distribution-fixture";
import { problemsOf, ref, statements } from "./storage-fixture";

const ARN = ref("aws_cloudfront_distribution.cdn_distribution.arn");

describe.each([
  { as: "dev", settings: small, domain: "dev.lms.example.com", priceClass: "PriceClass_100", webAcl: undefined },
  {
    as: "staging",
    settings: medium,
    domain: "dev.lms.example.com",
    priceClass: "PriceClass_100",
    webAcl: "arn:aws:wafv2:us-east-1:777777777777:global/webacl/lms/w",
  },
  {
    as: "prod",
    settings: large,
    domain: "lms.example.com",
    priceClass: "PriceClass_All",
    webAcl: "arn:aws:wafv2:us-east-1:777777777777:global/webacl/lms/w",
  },
])("the distribution as in $as", ({ settings, domain, priceClass, webAcl }) => {
  it("speaks HTTP/2 and 3 over IPv4 and IPv6, with TLS 1.2 or newer", () => {
    expect(distribution(settings)).toMatchObject({
      enabled: true,
      http_version: "http2and3",
      is_ipv6_enabled: true,
      viewer_certificate: {
        acm_certificate_arn: "arn:aws:acm:us-east-1:777777777777:certificate/c",
        minimum_protocol_version: "TLSv1.2_2021",
        ssl_support_method: "sni-only",
      },
    });
  });

  it("is the site, behind its firewall, at the edge locations that were chosen", () => {
    expect(distribution(settings)).toMatchObject({
      aliases: [domain, `*.${domain}`],
      price_class: priceClass,
      restrictions: { geo_restriction: { restriction_type: "none" } },
    });
    expect(distribution(settings).web_acl_id).toBe(webAcl);
  });

  it("sends to the load balancer by TLS, with the header that it knows CloudFront by", () => {
    expect((distribution(settings).origin as unknown[])[0]).toEqual({
      origin_id: "load-balancer",
      domain_name: `origin.${domain}`,
      connection_attempts: 2,
      connection_timeout: 3,
      custom_header: [{ name: "x-origin-verify", value: "not-a-real-value" }],
      custom_origin_config: {
        http_port: 80,
        https_port: 443,
        origin_keepalive_timeout: 50,
        origin_protocol_policy: "https-only",
        origin_read_timeout: 60,
        origin_ssl_protocols: ["TLSv1.2"],
      },
    });
  });

  it("asks the load balancer for the maintenance page once, by a header of its own", () => {
    const [own, maintenance] = distribution(settings).origin as Record<string, unknown>[];
    expect(maintenance).toEqual({
      ...own,
      origin_id: "maintenance",
      connection_attempts: 1,
      custom_header: [
        { name: "x-origin-verify", value: "not-a-real-value" },
        { name: "x-maintenance-page", value: "shown" },
      ],
    });
  });

  it("passes on everything that is not an object, and keeps none of it", () => {
    expect(distribution(settings).default_cache_behavior).toEqual({
      target_origin_id: "load-balancer",
      viewer_protocol_policy: "redirect-to-https",
      allowed_methods: ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"],
      cached_methods: ["GET", "HEAD"],
      compress: false,
      cache_policy_id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
      origin_request_policy_id: "216adef6-5c7f-47e4-b989-5492eafa07d3",
      response_headers_policy_id: ref("aws_cloudfront_response_headers_policy.cdn_policies_application_headers.id"),
      function_association: [
        { event_type: "viewer-request", function_arn: ref("aws_cloudfront_function.cdn_policies_failover.arn") },
      ],
    });
  });

  it("delivers its access logs to the bucket of logs", () => {
    const root = distributionRoot(settings);
    const common = { provider: "aws.global", name: "lms-test-cloudfront" };
    expect(root.resources("aws_cloudwatch_log_delivery_source")).toEqual({
      cdn_access_log_source: { ...common, log_type: "ACCESS_LOGS", resource_arn: ARN },
    });
    expect(root.resources("aws_cloudwatch_log_delivery_destination")).toEqual({
      cdn_access_log_destination: {
        ...common,
        output_format: "json",
        delivery_destination_configuration: [
          { destination_resource_arn: ref("aws_s3_bucket.storage_logs_bucket.arn") },
        ],
        depends_on: ["aws_s3_bucket_policy.storage_logs_policy"],
      },
    });
    expect(root.resources("aws_cloudwatch_log_delivery")).toEqual({
      cdn_access_log_delivery: {
        provider: "aws.global",
        delivery_source_name: ref("aws_cloudwatch_log_delivery_source.cdn_access_log_source.name"),
        delivery_destination_arn: ref("aws_cloudwatch_log_delivery_destination.cdn_access_log_destination.arn"),
      },
    });
  });
});

describe("objects of buckets", () => {
  const ordered = (settings: typeof small) =>
    distribution(settings).ordered_cache_behavior as Record<string, unknown>[];
  const common = {
    viewer_protocol_policy: "redirect-to-https",
    allowed_methods: ["GET", "HEAD", "OPTIONS"],
    cached_methods: ["GET", "HEAD"],
    compress: true,
  };
  const rewrite = [
    { event_type: "viewer-request", function_arn: ref("aws_cloudfront_function.cdn_policies_rewrite.arn") },
  ];
  const headers = (name: string) => ref(`aws_cloudfront_response_headers_policy.cdn_policies_${name}_headers.id`);

  it.each([
    { as: "dev, from the buckets", settings: small, failover: "" },
    { as: "prod, from the buckets or their copies", settings: large, failover: "-failover" },
  ])("are read and kept: $as", ({ settings, failover }) => {
    expect(ordered(settings)).toEqual([
      {
        ...common,
        path_pattern: "/static/*",
        target_origin_id: `static-assets${failover}`,
        cache_policy_id: ref("aws_cloudfront_cache_policy.cdn_policies_year_long.id"),
        response_headers_policy_id: headers("static"),
        function_association: rewrite,
      },
      {
        ...common,
        path_pattern: "/media/*",
        target_origin_id: `media${failover}`,
        cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        response_headers_policy_id: headers("media"),
        function_association: rewrite,
        trusted_key_groups: [ref("aws_cloudfront_key_group.cdn_signers_group.id")],
      },
      {
        ...common,
        path_pattern: "/maintenance/*",
        target_origin_id: `static-assets${failover}`,
        cache_policy_id: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        response_headers_policy_id: headers("static"),
      },
    ]);
  });

  it("of the path /static are kept for a year, whatever the query", () => {
    expect(distributionRoot(small).resources("aws_cloudfront_cache_policy")).toEqual({
      cdn_policies_year_long: {
        name: "lms-test-year-long",
        comment: "A year, by path alone",
        min_ttl: 0,
        default_ttl: 31536000,
        max_ttl: 31536000,
        parameters_in_cache_key_and_forwarded_to_origin: {
          cookies_config: { cookie_behavior: "none" },
          headers_config: { header_behavior: "none" },
          query_strings_config: { query_string_behavior: "none" },
          enable_accept_encoding_brotli: true,
          enable_accept_encoding_gzip: true,
        },
      },
    });
  });

  it("come from the buckets by access control", () => {
    const control = ref("aws_cloudfront_origin_access_control.cdn_access_control.id");
    const origin = (id: string, bucket: string) => ({
      origin_id: id,
      connection_attempts: 2,
      connection_timeout: 3,
      domain_name: ref(`aws_s3_bucket.storage_${bucket}_bucket.bucket_regional_domain_name`),
      origin_access_control_id: control,
    });
    expect((distribution(small).origin as unknown[]).slice(2)).toEqual([
      origin("static-assets", "static_assets"),
      origin("media", "media"),
    ]);
    expect((distribution(large).origin as unknown[]).slice(2)).toEqual([
      origin("static-assets", "static_assets"),
      origin("static-assets-replica", "replication_static_assets"),
      origin("media", "media"),
      origin("media-replica", "replication_media"),
    ]);
    expect(distributionRoot(small).resources("aws_cloudfront_origin_access_control")).toEqual({
      cdn_access_control: {
        name: "lms-test-buckets",
        description: "CloudFront reads the buckets of the LMS",
        origin_access_control_origin_type: "s3",
        signing_behavior: "always",
        signing_protocol: "sigv4",
      },
    });
  });

  it("come from a copy when the bucket fails, where there is one", () => {
    const group = (id: string) => ({
      origin_id: `${id}-failover`,
      failover_criteria: { status_codes: [500, 502, 503, 504] },
      member: [{ origin_id: id }, { origin_id: `${id}-replica` }],
    });
    expect(distribution(small).origin_group).toEqual([]);
    expect(distribution(medium).origin_group).toEqual([]);
    expect(distribution(large).origin_group).toEqual([group("static-assets"), group("media")]);
  });

  it("may be read by this distribution alone, of media what is published", () => {
    const resources = (bucket: string, settings = small) => {
      const policy = distributionRoot(settings).resources("aws_s3_bucket_policy")[`storage_${bucket}_policy`];
      const read = statements(policy).find(({ Sid }) => Sid === "ReadByDistribution");
      return read === undefined ? undefined : { Resource: read.Resource, Condition: read.Condition };
    };
    const objects = (bucket: string, ...prefixes: string[]) => ({
      Resource: prefixes.map((prefix) => `${ref(`aws_s3_bucket.storage_${bucket}_bucket.arn`)}/${prefix}*`),
      Condition: { StringEquals: { "aws:SourceArn": ARN } },
    });
    expect(resources("static_assets")).toEqual(objects("static_assets", ""));
    expect(resources("media")).toEqual(objects("media", "transcoded/", "uploads/"));
    expect(resources("backups")).toBeUndefined();
    expect(resources("logs")).toBeUndefined();
    expect(resources("replication_static_assets", large)).toEqual(objects("replication_static_assets", ""));
    expect(resources("replication_media", large)).toEqual(objects("replication_media", "transcoded/", "uploads/"));
    expect(resources("replication_backups", large)).toBeUndefined();
  });
});

describe("signed URLs", () => {
  const key = (name: string) => ({
    name: `lms-test-media-${name}`,
    comment: "Signs URLs of media",
    encoded_key: PUBLIC_KEY,
    lifecycle: { create_before_destroy: true },
  });
  const id = (name: string) => ref(`aws_cloudfront_public_key.cdn_signers_${name}.id`);

  it("are signed by the keys of the settings", () => {
    expect(distributionRoot(small).resources("aws_cloudfront_public_key")).toEqual({ cdn_signers_2025: key("2025") });
    expect(distributionRoot(large).resources("aws_cloudfront_public_key")).toEqual({
      cdn_signers_2025: key("2025"),
      cdn_signers_2026: key("2026"),
    });
    expect(distributionRoot(large).resources("aws_cloudfront_key_group")).toEqual({
      cdn_signers_group: {
        name: "lms-test-media",
        comment: "Signers of URLs of media",
        items: [id("2025"), id("2026")],
      },
    });
  });

  it("name the id of their key", () => {
    expect(distributionRoot(large).json.output.names?.value).toEqual({
      domain: ref("aws_cloudfront_distribution.cdn_distribution.domain_name"),
      zone: ref("aws_cloudfront_distribution.cdn_distribution.hosted_zone_id"),
      keys: { "2025": id("2025"), "2026": id("2026") },
    });
  });
});

describe("an outage", () => {
  it("shows the maintenance page where nobody answers; other errors stay as they are and are not kept", () => {
    const passedOn = (code: number) => ({ error_code: code, error_caching_min_ttl: 0 });
    const outage = (code: number) => ({
      error_code: code,
      error_caching_min_ttl: 5,
      response_code: 504,
      response_page_path: "/maintenance/index.html",
    });
    for (const settings of [small, medium, large]) {
      expect(distribution(settings).custom_error_response).toEqual([
        ...[400, 403, 404, 405, 414, 416, 500, 501, 502, 503].map(passedOn),
        outage(504),
      ]);
    }
  });

  it.each([
    ["dev", small, []],
    [
      "prod, in the copy as well",
      large,
      ["aws_s3_bucket_replication_configuration.storage_replication_replicate_static_assets"],
    ],
  ])("finds the page among the static assets: %s", (_, settings, replication) => {
    const page = distributionRoot(settings).resources("aws_s3_object").cdn_maintenance_page;
    expect(page).toMatchObject({
      bucket: ref("aws_s3_bucket.storage_static_assets_bucket.id"),
      key: "maintenance/index.html",
      content_type: "text/html; charset=utf-8",
      cache_control: "no-cache, s-maxage=300",
      depends_on: [
        "aws_s3_bucket_server_side_encryption_configuration.storage_static_assets_encryption",
        "aws_s3_bucket_versioning.storage_static_assets_versioning",
        ...replication,
      ],
    });
    expect(String(page?.content)).toContain("We will be back soon");
    expect(String(page?.content)).not.toMatch(/\b(src|href)=/);
  });
});

describe("real-time metrics", () => {
  it("are measured where they are on", () => {
    for (const settings of [small, medium]) {
      expect(distributionRoot(settings).resources("aws_cloudfront_monitoring_subscription")).toEqual({});
    }
    expect(distributionRoot(large).resources("aws_cloudfront_monitoring_subscription")).toEqual({
      cdn_real_time_metrics: {
        distribution_id: ref("aws_cloudfront_distribution.cdn_distribution.id"),
        monitoring_subscription: {
          realtime_metrics_subscription_config: { realtime_metrics_subscription_status: "Enabled" },
        },
      },
    });
  });
});

it("publishes its own URL", () => {
  expect(distributionRoot(small).json.output.cloudfront_url?.value).toBe(
    `https://${ref("aws_cloudfront_distribution.cdn_distribution.domain_name")}`,
  );
});

it("names the construct whose settings are wrong", () => {
  expect(problemsOf((scope) => new DistributionRoot(scope, { ...small, aliases: [] }))).toEqual([
    "test-distribution/cdn: aliases: must name the site, got []; its visitors' browsers ask for it",
  ]);
});
