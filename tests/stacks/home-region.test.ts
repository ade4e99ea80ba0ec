import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { prod } from "../../environments/prod";
import { shared } from "../../environments/shared";
import { validateEnvironments } from "../../environments/validate";
import { PlatformStack } from "../../stacks/platform-stack";
import { type Attributes, type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";

/** The richest environment, at home in Europe: signed, with a promise, a second region, and every way to people. */
function european(recoveryRegion: string): Environment {
  const moved = JSON.parse(JSON.stringify(prod).replaceAll(prod.region, "eu-central-1")) as Environment;
  return {
    ...moved,
    name: "school",
    edge: {
      ...moved.edge,
      domain: "school.example.org",
      zone: { kind: "created", name: "school.example.org", dnssec: "signed" },
    },
    storage: { ...moved.storage, learnerDataRegions: [recoveryRegion] },
    monitoring: {
      ...moved.monitoring,
      notifications: {
        pagerDuty: "on",
        slack: { workspaceId: "T0123ABCD", channelIds: { critical: "C0CRITICAL", warning: "C0WARNING1" } },
        mail: ["team@example.org"],
      },
      alarms: { availabilityPercent: 99.9, latencySeconds: 2 },
      budget: { monthlyUsd: 900, mail: [], anomalies: { monitor: "created", leastImpactUsd: 50 } },
    },
    recovery: {
      region: recoveryRegion,
      cidr: "10.99.0.0/16",
      zones: [`${recoveryRegion}a`, `${recoveryRegion}b`],
      application: "none",
      database: {
        activeRegion: "home",
        instances: { [`${recoveryRegion}a`]: "standby" },
        masterPasswordVersion: 1,
      },
    },
  };
}

const roots = new Map<string, SynthesizedRoot>();

function platform(recoveryRegion: string): SynthesizedRoot {
  const found =
    roots.get(recoveryRegion) ??
    [...synthesizeRoots([(app) => new PlatformStack(app, european(recoveryRegion))]).values()][0];
  if (found === undefined) throw new Error("no root");
  roots.set(recoveryRegion, found);
  return found;
}

interface Resource extends Attributes {
  readonly address: string;
  readonly type: string;
  readonly provider?: string;
}

/** The resources of a root, without cdktf's metadata. */
function resourcesOf({ json }: SynthesizedRoot): Resource[] {
  return Object.entries(json.resource).flatMap(([type, named]) =>
    Object.entries(named).map(([name, { "//": _, ...attributes }]) => ({
      ...attributes,
      type,
      address: `${type}.${name}`,
    })),
  );
}

const addressesOf = (resources: readonly Resource[]) => resources.map(({ address }) => address).sort();

/** Pairs of a resource and one that it refers to by an attribute. */
function references(root: SynthesizedRoot, attribute: string): [from: Resource, to: Resource][] {
  const resources = resourcesOf(root);
  const byAddress = new Map(resources.map((resource) => [resource.address, resource]));
  return resources.flatMap((from) =>
    [...JSON.stringify(from[attribute] ?? "").matchAll(/\$\{(\w+\.\w+)\./g)].flatMap(
      ([, address = ""]): [Resource, Resource][] => {
        const to = byAddress.get(address);
        return to === undefined ? [] : [[from, to]];
      },
    ),
  );
}

const IN_US_EAST_1 = [
  "aws_acm_certificate.certificates_content",
  "aws_acm_certificate.certificates_global",
  "aws_acm_certificate_validation.certificates_content_issued",
  "aws_acm_certificate_validation.certificates_global_issued",
  "aws_cloudwatch_composite_alarm.monitoring_alarms_global_incident_site",
  "aws_cloudwatch_composite_alarm.monitoring_alarms_site_budget_fast",
  "aws_cloudwatch_composite_alarm.monitoring_alarms_site_budget_slow",
  "aws_cloudwatch_log_delivery.content_access_log_delivery",
  "aws_cloudwatch_log_delivery.distribution_access_log_delivery",
  "aws_cloudwatch_log_delivery_destination.content_access_log_destination",
  "aws_cloudwatch_log_delivery_destination.distribution_access_log_destination",
  "aws_cloudwatch_log_delivery_source.content_access_log_source",
  "aws_cloudwatch_log_delivery_source.distribution_access_log_source",
  "aws_cloudwatch_log_group.firewall_site_log",
  "aws_cloudwatch_log_group.monitoring_notifications_slack_critical_log",
  "aws_cloudwatch_log_group.monitoring_notifications_slack_warning_log",
  "aws_cloudwatch_metric_alarm.dns_origin_health_alarm",
  "aws_cloudwatch_metric_alarm.dns_site_health_alarm",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_certificates_expiry",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_content_certificate_expiry",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_content_errors",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_distribution_client_errors",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_distribution_errors",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_global_alerts_undelivered",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_budget_1h",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_budget_24h",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_budget_2h",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_budget_30m",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_budget_5m",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_budget_6h",
  "aws_cloudwatch_metric_alarm.monitoring_alarms_site_firewall_blocked",
  "aws_cloudwatch_metric_alarm.monitoring_notifications_global_weekly_test_alarm",
  "aws_cloudwatch_metric_alarm.zone_signing_internal_failure",
  "aws_cloudwatch_metric_alarm.zone_signing_key_needs_action",
  "aws_cloudwatch_query_definition.monitoring_queries_global_edge_blocked_addresses",
  "aws_cloudwatch_query_definition.monitoring_queries_global_edge_one_blocked_learner",
  "aws_kms_alias.global_logs_key_alias",
  "aws_kms_alias.global_messages_key_alias",
  "aws_kms_alias.zone_signing_key_alias",
  "aws_kms_key.global_logs_key",
  "aws_kms_key.global_messages_key",
  "aws_kms_key.zone_signing_key",
  "aws_scheduler_schedule.monitoring_notifications_global_weekly_test_schedule",
  "aws_scheduler_schedule_group.monitoring_notifications_global_weekly_test_group",
  "aws_sns_topic.global_alerts_critical",
  "aws_sns_topic.global_alerts_warning",
  "aws_sns_topic_policy.global_alerts_critical_policy",
  "aws_sns_topic_policy.global_alerts_warning_policy",
  "aws_sns_topic_subscription.monitoring_notifications_global_critical_mail_team_example_org",
  "aws_sns_topic_subscription.monitoring_notifications_global_mail_team_example_org",
  "aws_sns_topic_subscription.monitoring_notifications_pager_duty_global_critical",
  "aws_wafv2_web_acl.firewall_site_acl",
  "aws_wafv2_web_acl_logging_configuration.firewall_site_logging",
];

describe("an environment at home in eu-central-1", () => {
  const root = () => platform("eu-west-1");

  it("is valid", () => {
    expect(validateEnvironments([european("eu-west-1")], shared)).toEqual([]);
  });

  it("has a provider for each of its regions", () => {
    expect(root().json.provider.aws?.map(({ alias, region }) => [alias, region])).toEqual([
      [undefined, "eu-central-1"],
      ["recovery", "eu-west-1"],
      ["global", "us-east-1"],
    ]);
  });

  it("has in us-east-1 what AWS has there alone, and nothing else", () => {
    const there = resourcesOf(root()).filter(({ provider }) => provider === "aws.global");
    expect(addressesOf(there)).toEqual(IN_US_EAST_1);
  });

  it("names us-east-1 elsewhere only where it looks there", () => {
    const elsewhere = resourcesOf(root()).filter(
      (resource) => resource.provider !== "aws.global" && JSON.stringify(resource).includes("us-east-1"),
    );
    expect(addressesOf(elsewhere)).toEqual([
      "aws_cloudwatch_dashboard.monitoring_dashboards_edge",
      "aws_cloudwatch_dashboard.monitoring_dashboards_overview",
      // CloudFront's deliveries, which are in us-east-1, may write to a bucket of logs.
      "aws_s3_bucket_policy.storage_logs_policy",
      "aws_s3_bucket_policy.storage_replication_logs_policy",
    ]);
    expect(JSON.stringify(root().json.output).includes("us-east-1")).toBe(false);
  });

  it.each(["kms_key_id", "kms_master_key_id", "alarm_actions", "ok_actions", "alarm_rule", "log_destination_configs"])(
    "has of each resource what its %s refers to in the same region",
    (attribute) => {
      const found = references(root(), attribute);
      expect(found.filter(([from]) => from.provider === "aws.global").length).toBeGreaterThan(0);
      expect(found.filter(([from]) => from.provider === undefined).length).toBeGreaterThan(0);
      expect(
        found.filter(([from, to]) => from.provider !== to.provider).map(([from, to]) => [from.address, to.address]),
      ).toEqual([]);
    },
  );

  it("lets each region's services use the keys that are there", () => {
    const policies = root().attribute("aws_kms_key", "policy");
    const named = (key: string) => [...new Set(String(policies[key]).match(/[a-z]+(?:\.|:)[a-z]{2}-[a-z]+-\d/g) ?? [])];
    expect(named("keys_logs").sort()).toEqual(["logs.eu-central-1", "logs:eu-central-1", "xray.eu-central-1"]);
    expect(named("keys_messages").sort()).toEqual(["sns.eu-central-1", "sqs.eu-central-1"]);
    expect(named("global_logs_key").sort()).toEqual(["logs.us-east-1", "logs:us-east-1"]);
    expect(named("global_messages_key").sort()).toEqual(["sns.us-east-1", "sqs.us-east-1"]);
    expect(named("recovery_messages_key").sort()).toEqual(["sns.eu-west-1", "sqs.eu-west-1"]);
  });

  it("gives CloudFront the certificate and the web ACL of us-east-1, and the load balancer its own", () => {
    const { distribution_distribution: distribution } = root().resources("aws_cloudfront_distribution");
    expect(distribution).toMatchObject({
      viewer_certificate: {
        acm_certificate_arn: ref("aws_acm_certificate_validation.certificates_global_issued.certificate_arn"),
      },
      web_acl_id: ref("aws_wafv2_web_acl.firewall_site_acl.arn"),
    });
    expect(root().resources("aws_lb_listener").load_balancer_https?.certificate_arn).toBe(
      ref("aws_acm_certificate_validation.certificates_regional_issued.certificate_arn"),
    );
    expect(root().attribute("aws_wafv2_web_acl", "scope")).toEqual({
      firewall_site_acl: "CLOUDFRONT",
      firewall_load_balancer_acl: "REGIONAL",
    });
  });

  it("tells the same people of either region, and of what it costs from that of AWS's billing", () => {
    expect(root().attribute("aws_sns_topic", "name")).toEqual({
      alerts_critical: "lms-school-critical",
      alerts_warning: "lms-school-warning",
      global_alerts_critical: "lms-school-global-critical",
      global_alerts_warning: "lms-school-global-warning",
      recovery_alerts_critical: "lms-school-recovery-critical",
      recovery_alerts_warning: "lms-school-recovery-warning",
      monitoring_heartbeat: "lms-school-heartbeat",
    });
    const subscriptions = root().resources("aws_sns_topic_subscription");
    const told = (topic: string) =>
      Object.values(subscriptions)
        .filter(({ topic_arn }) => topic_arn === ref(`aws_sns_topic.${topic}.arn`))
        .map(({ protocol, endpoint }) => [protocol, endpoint])
        .sort();
    expect(told("alerts_critical")).toHaveLength(2);
    for (const region of ["global_alerts", "recovery_alerts"]) {
      expect(told(`${region}_critical`)).toEqual(told("alerts_critical"));
      expect(told(`${region}_warning`)).toEqual(told("alerts_warning"));
    }
    const topics = (severity: string) =>
      ["alerts", "recovery_alerts", "global_alerts"].map((each) => ref(`aws_sns_topic.${each}_${severity}.arn`));
    expect(Object.values(root().attribute("aws_chatbot_slack_channel_configuration", "sns_topic_arns"))).toEqual([
      topics("critical"),
      topics("warning"),
    ]);
    const warning = ref("aws_sns_topic.global_alerts_warning.arn");
    expect(root().resources("aws_ce_anomaly_subscription").monitoring_budgets_anomalies).toMatchObject({
      subscriber: [{ type: "SNS", address: warning }],
    });
    expect(root().resources("aws_budgets_budget").monitoring_budgets_monthly).toMatchObject({
      notification: [1, 2, 3].map(() => ({ subscriber_sns_topic_arns: [warning] })),
    });
  });

  it("pages from either region for a site that is down", () => {
    const incident = (name: string) => root().resources("aws_cloudwatch_composite_alarm")[`monitoring_alarms_${name}`];
    const parts = (name: string) =>
      [...String(incident(name)?.alarm_rule).matchAll(/\.(?:monitoring_alarms_)?(\w+)\.alarm_name/g)].map(
        ([, part]) => part,
      );
    expect(incident("global_incident_site")).toMatchObject({
      alarm_name: "lms-school-global-incident-site",
      alarm_actions: [ref("aws_sns_topic.global_alerts_critical.arn")],
    });
    expect(parts("global_incident_site").sort()).toEqual([
      "content_errors",
      "distribution_errors",
      "dns_origin_health_alarm",
      "dns_site_health_alarm",
      "site_budget_fast",
      "zone_signing_internal_failure",
      "zone_signing_key_needs_action",
    ]);
    expect(incident("incident_site")?.alarm_actions).toEqual([ref("aws_sns_topic.alerts_critical.arn")]);
    expect(parts("incident_site").sort()).toEqual([
      "application_budget_fast",
      "load_balancer_errors",
      "load_balancer_rejected_connections",
    ]);
    expect(root().resources("aws_cloudwatch_metric_alarm").monitoring_alarms_load_balancer_certificate_expiry).toEqual(
      expect.objectContaining({
        dimensions: {
          CertificateArn: ref("aws_acm_certificate_validation.certificates_regional_issued.certificate_arn"),
        },
      }),
    );
  });

  it("saves the queries of a firewall's log in the region of the log", () => {
    const groups = root().attribute("aws_cloudwatch_query_definition", "log_group_names");
    expect(groups.monitoring_queries_edge_blocked_addresses).toEqual([
      ref("aws_cloudwatch_log_group.firewall_load_balancer_log.name"),
    ]);
    expect(groups.monitoring_queries_global_edge_blocked_addresses).toEqual([
      ref("aws_cloudwatch_log_group.firewall_site_log.name"),
    ]);
  });
});

describe("a recovery region that is us-east-1", () => {
  it("is valid, and that of its home is not", () => {
    expect(validateEnvironments([european("us-east-1")], shared)).toEqual([]);
    expect(validateEnvironments([european("eu-central-1")], shared)).toEqual([
      'school.recovery.region: must be another region than the environment\'s own, got "eu-central-1"; choose a second region',
    ]);
  });

  it("has nothing of a name that CloudFront's part of the region has", () => {
    const there = resourcesOf(platform("us-east-1")).filter(({ provider }) => provider !== undefined);
    expect(new Set(there.map(({ provider }) => provider))).toEqual(new Set(["aws.recovery", "aws.global"]));
    const names = there.flatMap(({ type, name, alarm_name }) =>
      [name, alarm_name]
        .filter((each) => typeof each === "string" && !each.includes("${"))
        .map((each) => `${type} ${each}`),
    );
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  });
});

/** A reference in Terraform's syntax. */
function ref(expression: string): string {
  return `\${${expression}}`;
}
