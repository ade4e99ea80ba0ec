import { describe, expect, it } from "vitest";
import { changedRoot, edgeRoot, ref } from "./fixture";

const CLOUDFRONT = {
  name: "d111111abcdef8.cloudfront.net",
  zone_id: "Z2FDTNDATAQYW2",
  evaluate_target_health: false,
};

describe.each([
  { environment: "dev", domain: "dev.lms.example.com" },
  { environment: "staging", domain: "staging.lms.example.com" },
  { environment: "prod", domain: "lms.example.com" },
] as const)("the records of $environment", ({ environment, domain }) => {
  const records = () => edgeRoot(environment).resources("aws_route53_record");

  it("send the site and all names below it to CloudFront, over both IP versions, wherever who asks is", () => {
    const zone_id = ref("aws_route53_zone.zone_zone.zone_id");
    const everywhere = { set_identifier: "default", geolocation_routing_policy: { country: "*" } };
    const toSite = Object.entries(records()).filter(([name]) => /^dns_(site|wildcard)/.test(name));
    expect(Object.fromEntries(toSite)).toEqual({
      dns_site_default_a: { zone_id, name: domain, type: "A", alias: CLOUDFRONT, ...everywhere },
      dns_site_default_aaaa: { zone_id, name: domain, type: "AAAA", alias: CLOUDFRONT, ...everywhere },
      dns_wildcard_default_a: { zone_id, name: `*.${domain}`, type: "A", alias: CLOUDFRONT, ...everywhere },
      dns_wildcard_default_aaaa: { zone_id, name: `*.${domain}`, type: "AAAA", alias: CLOUDFRONT, ...everywhere },
    });
  });

  it("send the host of course packages to a distribution of its own", () => {
    const alias = { ...CLOUDFRONT, name: "d222222abcdef8.cloudfront.net" };
    const zone_id = ref("aws_route53_zone.zone_zone.zone_id");
    const content = Object.entries(records()).filter(([name]) => name.startsWith("dns_content"));
    expect(Object.fromEntries(content)).toEqual({
      dns_content_a: { zone_id, name: `*.content.${domain}`, type: "A", alias },
      dns_content_aaaa: { zone_id, name: `*.content.${domain}`, type: "AAAA", alias },
    });
  });

  it("send the origin's name to the load balancer, as the primary of a failover", () => {
    const origin = Object.entries(records()).filter(([name]) => name.startsWith("dns_origin"));
    expect(origin).toEqual([
      [
        "dns_origin_primary",
        {
          zone_id: ref("aws_route53_zone.zone_zone.zone_id"),
          name: `origin.${domain}`,
          type: "A",
          set_identifier: "primary",
          failover_routing_policy: { type: "PRIMARY" },
          health_check_id: ref("aws_route53_health_check.dns_origin_health.id"),
          alias: {
            name: ref("aws_lb.load_balancer_load_balancer.dns_name"),
            zone_id: ref("aws_lb.load_balancer_load_balancer.zone_id"),
            evaluate_target_health: false,
          },
        },
      ],
    ]);
  });

  it("are watched from outside over HTTPS", () => {
    const check = (name: string, fqdn: string) => ({
      type: "HTTPS",
      fqdn,
      port: 443,
      enable_sni: true,
      resource_path: "/healthz",
      request_interval: 30,
      failure_threshold: 3,
      tags: { Name: `lms-${environment}-${name}` },
    });
    const { dns_origin_health, dns_site_health, ...others } =
      edgeRoot(environment).resources("aws_route53_health_check");
    expect(others).toEqual({});
    expect(dns_origin_health).toEqual(check("origin", ref("aws_lb.load_balancer_load_balancer.dns_name")));
    const { depends_on, ...site } = dns_site_health ?? {};
    expect(site).toEqual(check("site", domain));
    expect(depends_on).toEqual(["aws_route53_record.dns_site_default_a", "aws_route53_record.dns_site_default_aaaa"]);
  });

  it("raise alarms in us-east-1 when they are unhealthy", () => {
    const topic = [ref("aws_sns_topic.alerts_critical.arn")];
    const alarm = (name: string, meaning: string) => ({
      provider: "aws.global",
      alarm_name: `lms-${environment}-${name}-unhealthy`,
      alarm_description: `${meaning} Runbook: docs/runbooks.md#site-health`,
      namespace: "AWS/Route53",
      metric_name: "HealthCheckStatus",
      dimensions: { HealthCheckId: ref(`aws_route53_health_check.dns_${name}_health.id`) },
      statistic: "Minimum",
      period: 60,
      evaluation_periods: 2,
      datapoints_to_alarm: 2,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
      alarm_actions: topic,
      ok_actions: topic,
    });
    expect(edgeRoot(environment).resources("aws_cloudwatch_metric_alarm")).toEqual({
      dns_origin_health_alarm: alarm(
        "origin",
        "The load balancer does not answer health checks: visitors get cached files and the maintenance page.",
      ),
      dns_site_health_alarm: alarm("site", `https://${domain} does not answer: learners see an error or nothing.`),
    });
  });
});

describe("a recovery region", () => {
  const root = changedRoot({
    recoveryOrigin: { domainName: "lms-recovery.eu-west-1.elb.amazonaws.com", hostedZoneId: "Z32O12XQLNTSW2" },
  });

  it("is the secondary of the origin's failover", () => {
    expect(root.resources("aws_route53_record").recovery_origin).toEqual({
      zone_id: ref("aws_route53_zone.zone_zone.zone_id"),
      name: "origin.lms.example.com",
      type: "A",
      set_identifier: "secondary",
      failover_routing_policy: { type: "SECONDARY" },
      alias: {
        name: "lms-recovery.eu-west-1.elb.amazonaws.com",
        zone_id: "Z32O12XQLNTSW2",
        evaluate_target_health: false,
      },
    });
  });
});
