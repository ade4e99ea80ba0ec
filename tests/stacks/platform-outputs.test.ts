import { describe, expect, it } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { dev } from "../../environments/dev";
import { PlatformStack } from "../../stacks/platform-stack";
import { root, synthesizeRoots } from "../support/synthesized";

/** A reference in Terraform's syntax. */
const ref = (expression: string) => `\${${expression}}`;

describe.each(ENVIRONMENTS)("the platform of $name publishes", ({ name, region, edge: { zone } }) => {
  const signed = "dnssec" in zone && zone.dnssec === "signed";
  const outputs = () => root(`${name}-platform`).json.output;
  const value = (output: string) => outputs()[output]?.value as Record<string, unknown>;

  it("what others rely on, by these names", () => {
    expect(Object.keys(outputs()).sort()).toEqual([
      "bucket_names",
      "cloudfront_url",
      "cluster_certificate_authority",
      "cluster_endpoint",
      "cluster_name",
      "connection_string",
      "dashboard_urls",
      "data_key_arn",
      "db_endpoint",
      "db_reader_endpoint",
      ...(signed ? ["ds_record"] : []),
      "hosted_zone_id",
      "media_signing_key_ids",
      "name_servers",
      "node_groups",
      "oidc_provider",
      "policies",
      "redis_endpoints",
      "role_arns",
      "security_group_ids",
      "sns_topics",
      "subnet_ids",
      "target_groups",
      "vpc_id",
    ]);
  });

  it("what each of them is", () => {
    for (const [output, { description }] of Object.entries(outputs())) {
      expect(description, output).toMatch(/^[A-Z].{5,}/);
    }
  });

  it("where alerts go, and what to look at then", () => {
    expect(value("sns_topics")).toEqual({
      critical: ref("aws_sns_topic.alerts_critical.arn"),
      warning: ref("aws_sns_topic.alerts_warning.arn"),
    });
    const url = (dashboard: string) =>
      `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/` +
      ref(`aws_cloudwatch_dashboard.monitoring_dashboards_${dashboard}.dashboard_name`);
    expect(value("dashboard_urls")).toEqual({
      overview: url("overview"),
      edge: url("edge"),
      cluster: url("cluster"),
      data: url("data"),
      video: url("video"),
    });
  });

  it("what the cluster's add-ons and the signers of media need", () => {
    expect(value("data_key_arn")).toBe(ref("aws_kms_key.keys_data.arn"));
    expect(value("cluster_name")).toBe(ref("aws_eks_cluster.cluster_cluster.name"));
    expect(value("hosted_zone_id")).toMatch(/^\$\{(data\.)?aws_route53_zone\.zone_zone\.zone_id\}$/);
    expect(Object.keys(value("media_signing_key_ids"))).toEqual(["2026"]);
  });
});

it("publishes the DS record of a zone that is signed", () => {
  const zone = { kind: "created", name: dev.edge.domain, dnssec: "signed" } as const;
  const [signed] = synthesizeRoots([(app) => new PlatformStack(app, { ...dev, edge: { ...dev.edge, zone } })]).values();
  expect(signed?.json.output.ds_record).toEqual({
    description: "DS record of the signed zone, to enter in the parent zone",
    value: ref("aws_route53_key_signing_key.zone_signing_key_signing_key.ds_record"),
  });
});
