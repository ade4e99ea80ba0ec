import { Testing } from "cdktf";
import { describe, expect, it } from "vitest";
import { prod } from "../../support/environments";
import { changedRoot, EdgeRoot, edgeRoot, PROD, problemsOf, ref } from "./fixture";

describe.each([
  { environment: "dev", domain: "dev.lms.example.com", disposable: true },
  { environment: "staging", domain: "staging.lms.example.com", disposable: true },
  { environment: "prod", domain: "lms.example.com", disposable: false },
] as const)("the zone of $environment", ({ environment, domain, disposable }) => {
  const root = () => edgeRoot(environment);

  it("is created, and kept where data is", () => {
    expect(root().resources("aws_route53_zone")).toEqual({
      zone_zone: {
        name: domain,
        comment: "The LMS; records are made by Terraform and ExternalDNS",
        force_destroy: disposable,
      },
    });
  });

  it("says who may issue certificates", () => {
    expect(root().resources("aws_route53_record").zone_issuers).toEqual({
      zone_id: ref("aws_route53_zone.zone_zone.zone_id"),
      name: domain,
      type: "CAA",
      ttl: 3600,
      records: ['0 issue "amazon.com"', '0 issue "letsencrypt.org"', '0 issuewild "amazon.com"'],
    });
  });

  it("proves to ACM whose it is, for one certificate of the site and all names below it", () => {
    expect(root().resources("aws_acm_certificate")).toEqual({
      certificates_global: {
        provider: "aws.global",
        domain_name: domain,
        subject_alternative_names: [`*.${domain}`],
        validation_method: "DNS",
        lifecycle: { create_before_destroy: true },
      },
    });
    const option = "tolist(aws_acm_certificate.certificates_global.domain_validation_options).0";
    expect(root().resources("aws_route53_record").certificates_validation).toEqual({
      zone_id: ref("aws_route53_zone.zone_zone.zone_id"),
      name: ref(`${option}.resource_record_name`),
      type: ref(`${option}.resource_record_type`),
      ttl: 300,
      records: [ref(`${option}.resource_record_value`)],
    });
    expect(root().resources("aws_acm_certificate_validation")).toEqual({
      certificates_global_issued: {
        provider: "aws.global",
        certificate_arn: ref("aws_acm_certificate.certificates_global.arn"),
        validation_record_fqdns: [ref("aws_route53_record.certificates_validation.fqdn")],
      },
    });
    const issued = ref("aws_acm_certificate_validation.certificates_global_issued.certificate_arn");
    expect(root().resources("aws_lb_listener").load_balancer_https?.certificate_arn).toBe(issued);
    expect(root().json.output.given_to_cloudfront?.value).toMatchObject({ certificate: issued });
  });
});

describe("a zone that is looked up", () => {
  const root = changedRoot({ edge: { zone: { kind: "looked-up", name: "example.com" } } });

  it("is not created", () => {
    expect(root.resources("aws_route53_zone")).toEqual({});
    expect(root.data("aws_route53_zone")).toMatchObject({
      zone_zone: { name: "example.com", private_zone: false },
    });
  });

  it("takes all records", () => {
    const zones = new Set(Object.values(root.attribute("aws_route53_record", "zone_id")));
    expect([...zones]).toEqual([ref("data.aws_route53_zone.zone_zone.zone_id")]);
  });
});

describe("an edge in another region", () => {
  const root = changedRoot({ region: "eu-west-1" });

  it("has a second certificate there, which the same record validates", () => {
    expect(root.attribute("aws_acm_certificate", "provider")).toEqual({
      certificates_global: "aws.global",
      certificates_regional: undefined,
    });
    expect(root.resources("aws_acm_certificate_validation").certificates_regional_issued).toEqual({
      certificate_arn: ref("aws_acm_certificate.certificates_regional.arn"),
      validation_record_fqdns: [ref("aws_route53_record.certificates_validation.fqdn")],
    });
    expect(root.resources("aws_lb_listener").load_balancer_https?.certificate_arn).toBe(
      ref("aws_acm_certificate_validation.certificates_regional_issued.certificate_arn"),
    );
    expect(root.json.output.given_to_cloudfront?.value).toMatchObject({
      certificate: ref("aws_acm_certificate_validation.certificates_global_issued.certificate_arn"),
    });
  });
});

describe("DNSSEC", () => {
  // Not `synthesizeRoots`: the platform's rule that every key rotates knows of no key that cannot.
  const signed = {
    ...PROD,
    edge: { ...PROD.edge, zone: { ...PROD.edge.zone, kind: "created", dnssec: "signed" } },
  } as const;
  const { resource } = JSON.parse(Testing.synth(new EdgeRoot(Testing.app(), prod, signed)));

  it("signs the zone with a key of us-east-1 that Route 53 can use", () => {
    expect(resource.aws_kms_key.zone_signing_key).toMatchObject({
      provider: "aws.global",
      customer_master_key_spec: "ECC_NIST_P256",
      key_usage: "SIGN_VERIFY",
      deletion_window_in_days: 30,
    });
    const statements = JSON.parse(resource.aws_kms_key.zone_signing_key.policy).Statement;
    expect(statements.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "Administration",
      "SignByRoute53",
      "GrantsByRoute53",
    ]);
    expect(statements[1]).toEqual({
      Sid: "SignByRoute53",
      Effect: "Allow",
      Principal: { Service: "dnssec-route53.amazonaws.com" },
      Action: ["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"],
      Resource: "*",
      Condition: { StringEquals: { "aws:SourceAccount": "333333333333" } },
    });
    expect(statements[2].Action).toBe("kms:CreateGrant");
    expect(resource.aws_kms_alias.zone_signing_key_alias).toMatchObject({
      provider: "aws.global",
      name: "alias/lms-prod-dnssec",
    });
    expect(resource.aws_route53_key_signing_key.zone_signing_key_signing_key).toMatchObject({
      hosted_zone_id: ref("aws_route53_zone.zone_zone.zone_id"),
      name: "lms",
      key_management_service_arn: ref("aws_kms_key.zone_signing_key.arn"),
    });
    expect(resource.aws_route53_hosted_zone_dnssec.zone_signing_dnssec).toMatchObject({
      hosted_zone_id: ref("aws_route53_zone.zone_zone.zone_id"),
      depends_on: ["aws_route53_key_signing_key.zone_signing_key_signing_key"],
    });
  });

  it("raises an alarm when it cannot sign any more", () => {
    const alarm = (metric_name: string) => ({
      provider: "aws.global",
      namespace: "AWS/Route53",
      metric_name,
      statistic: "Sum",
      // Written every four hours: between two values the alarm stays what it is.
      treat_missing_data: "ignore",
      dimensions: { HostedZoneId: ref("aws_route53_zone.zone_zone.zone_id") },
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      alarm_actions: [ref("aws_sns_topic.alerts_critical.arn")],
    });
    expect(resource.aws_cloudwatch_metric_alarm).toMatchObject({
      zone_signing_internal_failure: alarm("DNSSECInternalFailure"),
      zone_signing_key_needs_action: alarm("DNSSECKeySigningKeysNeedingAction"),
    });
  });

  it("is off unless it is asked for", () => {
    expect(edgeRoot("prod").resources("aws_route53_hosted_zone_dnssec")).toEqual({});
  });
});

describe("bad input", () => {
  it("names the domain that is not in its zone", () => {
    expect(problemsOf({ edge: { zone: { kind: "looked-up", name: "example.org" } } })).toEqual([
      'prod-edge/zone: domain: must be the zone example.org or inside it, got "lms.example.com"; name the zone that the domain belongs to',
    ]);
  });
});
