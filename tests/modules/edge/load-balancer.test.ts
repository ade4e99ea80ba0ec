import { describe, expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";
import { changedRoot, edgeRoot, problemsOf, ref } from "./fixture";

const SERVICES = [...LMS_SERVICE_NAMES].sort();
const VALUE = "sensitive(terraform_data.origin_verify_value_1.output.value)";
const NEXT = "sensitive(terraform_data.origin_verify_value_2.output.value)";

describe.each([
  { environment: "dev", deletionProtection: false },
  { environment: "staging", deletionProtection: false },
  { environment: "prod", deletionProtection: true },
] as const)("the load balancer of $environment", ({ environment, deletionProtection }) => {
  const root = () => edgeRoot(environment);

  it("is in the public subnets, strict about headers, and logs to the bucket", () => {
    expect(root().resources("aws_lb")).toEqual({
      load_balancer_load_balancer: {
        name: `lms-${environment}`,
        load_balancer_type: "application",
        internal: false,
        subnets: ["a", "b", "c"].map((zone) => ref(`aws_subnet.network_public_us_east_1${zone}.id`)),
        security_groups: [
          ref("aws_security_group.network_security_groups_load_balancer.id"),
          ref("aws_security_group.load_balancer_health_checks.id"),
        ],
        drop_invalid_header_fields: true,
        preserve_host_header: true,
        enable_zonal_shift: true,
        idle_timeout: 120,
        enable_deletion_protection: deletionProtection,
        access_logs: { enabled: true, bucket: ref("aws_s3_bucket.logs_bucket.bucket"), prefix: "alb" },
        depends_on: ["aws_route.network_public_to_internet", "aws_s3_bucket_policy.logs_policy"],
      },
    });
  });

  it("can be reached by CloudFront and Route 53's health checkers alone, on 443", () => {
    expect(root().data("aws_ec2_managed_prefix_list")).toMatchObject({
      load_balancer_cloudfront: { name: "com.amazonaws.global.cloudfront.origin-facing" },
      load_balancer_route53: { name: "com.amazonaws.us-east-1.route53-healthchecks" },
    });
    const https = { ip_protocol: "tcp", from_port: 443, to_port: 443 };
    const entrances = Object.values(root().resources("aws_vpc_security_group_ingress_rule")).filter(
      ({ security_group_id }) => /load_balancer/.test(String(security_group_id)),
    );
    expect(entrances).toEqual([
      {
        ...https,
        description: "Health checkers of Route 53",
        security_group_id: ref("aws_security_group.load_balancer_health_checks.id"),
        prefix_list_id: ref("data.aws_ec2_managed_prefix_list.load_balancer_route53.id"),
      },
      {
        ...https,
        description: "CloudFront to its origins",
        security_group_id: ref("aws_security_group.network_security_groups_load_balancer.id"),
        prefix_list_id: ref("data.aws_ec2_managed_prefix_list.load_balancer_cloudfront.id"),
      },
    ]);
  });

  it("speaks TLS 1.3 and answers 403 unless a rule says otherwise; HTTP only redirects", () => {
    const load_balancer_arn = ref("aws_lb.load_balancer_load_balancer.arn");
    expect(root().resources("aws_lb_listener")).toEqual({
      load_balancer_http: {
        load_balancer_arn,
        port: 80,
        protocol: "HTTP",
        default_action: [{ type: "redirect", redirect: { protocol: "HTTPS", port: "443", status_code: "HTTP_301" } }],
      },
      load_balancer_https: {
        load_balancer_arn,
        port: 443,
        protocol: "HTTPS",
        ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
        certificate_arn: ref("aws_acm_certificate_validation.certificates_global_issued.certificate_arn"),
        default_action: [
          {
            type: "fixed-response",
            fixed_response: { status_code: "403", content_type: "text/plain", message_body: "Forbidden" },
          },
        ],
      },
    });
  });

  it("forwards to a service by path, and only what carries the origin-verify header, but for the health check", () => {
    const fromCloudFront = { http_header: { http_header_name: "x-origin-verify", values: [ref(VALUE), ref(NEXT)] } };
    const rules = Object.values(root().resources("aws_lb_listener_rule"));
    const to = (service: string) => [
      { type: "forward", target_group_arn: ref(`aws_lb_target_group.load_balancer_targets_${service}.arn`) },
    ];
    const forward = (priority: number, service: string) => ({
      listener_arn: ref("aws_lb_listener.load_balancer_https.arn"),
      priority,
      condition: [fromCloudFront, { path_pattern: { values: [`/api/${service}`, `/api/${service}/*`] } }],
      action: to(service),
    });
    const shipped = [
      {
        listener_arn: ref("aws_lb_listener.load_balancer_https.arn"),
        priority: 1,
        condition: [{ path_pattern: { values: ["/healthz"] } }, { http_request_method: { values: ["GET"] } }],
        action: to("web"),
      },
      {
        listener_arn: ref("aws_lb_listener.load_balancer_https.arn"),
        priority: 2,
        condition: [fromCloudFront, { http_header: { http_header_name: "x-maintenance-page", values: ["shown"] } }],
        action: [
          {
            type: "fixed-response",
            fixed_response: {
              status_code: "503",
              content_type: "text/html",
              message_body: expect.stringContaining("<h1>We will be back soon</h1>"),
            },
          },
        ],
      },
      forward(100, "identity"),
      forward(110, "courses"),
      forward(120, "enrolments"),
      forward(130, "assessments"),
      forward(140, "media"),
      forward(150, "notifications"),
      forward(160, "analytics"),
      {
        listener_arn: ref("aws_lb_listener.load_balancer_https.arn"),
        priority: 1000,
        condition: [fromCloudFront],
        action: to("web"),
      },
    ];
    expect(rules).toEqual(expect.arrayContaining(shipped));
    expect(rules).toHaveLength(SERVICES.length + 2);
  });

  it("has a maintenance page that fits into the 1,024 characters of a fixed response", () => {
    const { load_balancer_rule_maintenance: rule } = root().resources("aws_lb_listener_rule");
    const page = JSON.stringify(rule?.action).length;
    expect([page > 500, page < 1024]).toEqual([true, true]);
  });

  it("has a target group of addresses for each service", () => {
    const groups = root().resources("aws_lb_target_group");
    expect(Object.keys(groups)).toEqual(SERVICES.map((service) => `load_balancer_targets_${service}`));
    for (const service of SERVICES) {
      expect(groups[`load_balancer_targets_${service}`]).toEqual({
        name_prefix: `${service.slice(0, 5)}-`,
        vpc_id: ref("aws_vpc.network_vpc.id"),
        target_type: "ip",
        protocol: "HTTP",
        port: 8080,
        slow_start: 60,
        deregistration_delay: "120",
        stickiness: { enabled: false, type: "lb_cookie" },
        health_check: {
          path: "/healthz",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthy_threshold: 2,
          unhealthy_threshold: 3,
        },
        tags: { Name: `lms-${environment}-${service}` },
        lifecycle: { create_before_destroy: true },
      });
    }
  });
});

describe("the origin-verify value", () => {
  it("is made during an apply and stays what it is", () => {
    const made = { input: { value: ref("sensitive(uuid())") }, lifecycle: { ignore_changes: ["input"] } };
    expect(edgeRoot("prod").resources("terraform_data")).toEqual({
      origin_verify_value_1: made,
      origin_verify_value_2: made,
    });
    expect(edgeRoot("prod").json.output.given_to_cloudfront?.value).toMatchObject({
      header: "x-origin-verify",
      value: ref(VALUE),
      origin: "origin.lms.example.com",
    });
  });

  it("is accepted before CloudFront sends it, and after, so that it rotates in one step", () => {
    const value = (version: number) => ref(VALUE.replace("value_1", `value_${version}`));
    const wanted = (originVerifyVersion: number) => {
      const root = changedRoot({ edge: { originVerifyVersion } });
      return {
        conditions: root.resources("aws_lb_listener_rule").load_balancer_rule_web?.condition,
        sent: root.json.output.given_to_cloudfront?.value,
      };
    };
    const expected = (version: number, accepted: readonly number[]) => ({
      conditions: [{ http_header: { http_header_name: "x-origin-verify", values: accepted.map(value) } }],
      sent: expect.objectContaining({ value: value(version) }),
    });
    expect(wanted(1)).toEqual(expected(1, [1, 2]));
    expect(wanted(2)).toEqual(expected(2, [1, 2, 3]));
  });

  it.each([0, 1.5, -1])("has no version %d", (originVerifyVersion) => {
    expect(problemsOf({ edge: { originVerifyVersion } })).toContain(
      `prod-edge/origin-verify: originVerifyVersion: must be a whole number from 1 to 100000, got ${originVerifyVersion}; ` +
        "count rotations from 1, and raise it by one for each",
    );
  });
});

describe("the routes", () => {
  it("can be others, with a target group for each service", () => {
    const root = changedRoot({
      routes: [
        { service: "web", priority: 20, paths: "all" },
        { service: "media", priority: 10, paths: ["/m", "/m/*"] },
      ],
    });
    expect(Object.keys(root.resources("aws_lb_target_group"))).toEqual([
      "load_balancer_targets_media",
      "load_balancer_targets_web",
    ]);
    expect(Object.keys(root.resources("aws_lb_listener_rule"))).toHaveLength(4);
  });

  it("must not use a priority twice", () => {
    expect(
      problemsOf({
        routes: [
          { service: "web", priority: 10, paths: "all" },
          { service: "media", priority: 10, paths: ["/m", "/m/*"] },
        ],
      }),
    ).toEqual([
      "prod-edge/load-balancer: routes: must not use a priority twice, got 10 for web and media; " +
        "give each a priority of its own",
    ]);
  });

  it("must lead to the service that answers health checks", () => {
    expect(problemsOf({ routes: [{ service: "media", priority: 10, paths: "all" }] })).toEqual([
      "RangeError: prod-edge/load-balancer/targets: must have a group for the service, " +
        'got "web"; add it to the services',
    ]);
  });
});

it("asks for the health checkers' addresses of its own region", () => {
  expect(changedRoot({ region: "eu-west-1" }).data("aws_ec2_managed_prefix_list")).toMatchObject({
    load_balancer_route53: { name: "com.amazonaws.eu-west-1.route53-healthchecks" },
  });
});
