import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RUNBOOK_SECTIONS } from "../../../../modules/alerting/alarm-spec";
import { LMS_SERVICE_NAMES } from "../../../../modules/foundation/services";
import { clusterAlarms, networkAlarms } from "../../../../modules/monitoring/alarms/cluster-alarms";
import { SAVED_QUERIES } from "../../../../modules/monitoring/logs/query-table";
import { natGatewayMetrics } from "../../../../modules/vpc/metrics";
import { PROJECT } from "../../../../scripts/synth";
import { SERVICE_QUEUES } from "../../../support/names";
import { type Attributes, allRoots, SynthesizedRoot } from "../../../support/synthesized";
import { alarmsOf, alarmsWithSigning, type Like, problemsOf, ref } from "../fixture";
import { breaches, dimensionsOf, runbookAnchors } from "./contract";

const ENVIRONMENTS = ["dev", "staging", "prod"] as const;

const metricAlarms = (name: Like) => alarmsOf(name).resources("aws_cloudwatch_metric_alarm");
const composites = (name: Like) => alarmsOf(name).resources("aws_cloudwatch_composite_alarm");
const alarm = (name: Like, id: string): Attributes => {
  const found = metricAlarms(name)[`alarms_${id}`];
  if (found === undefined) throw new Error(`${name} has no alarm ${id}`);
  return found;
};
const state = (id: string) => `ALARM("${ref(`aws_cloudwatch_metric_alarm.${id}.alarm_name`)}")`;
const composite = (id: string) => `ALARM("${ref(`aws_cloudwatch_composite_alarm.alarms_${id}.alarm_name`)}")`;

/** What an environment has whatever its size. */
const EVERYWHERE = [
  "alerts_undelivered",
  "backups_failed",
  "backups_missing",
  "cache_cpu",
  "cache_evictions",
  "certificates_expiry",
  "cluster_api_errors",
  "cluster_crash_loops",
  "cluster_failed_nodes",
  "cluster_no_heartbeat",
  "cluster_no_metrics",
  "cluster_node_cpu",
  "cluster_node_disk",
  "cluster_node_memory",
  "cluster_out_of_memory",
  "cluster_pending_pods",
  "database_connections",
  "database_cpu",
  "database_deadlocks",
  "database_failures",
  "database_memory",
  "distribution_client_errors",
  "distribution_errors",
  "functions_duration",
  "functions_errors",
  "functions_throttles",
  "load_balancer_errors",
  "load_balancer_firewall_blocked",
  "load_balancer_latency",
  "load_balancer_rejected_connections",
  "load_balancer_unhealthy_targets",
  "load_balancer_unserved",
  "network_nat_drops",
  "network_nat_ports",
  ...["video_uploads", ...SERVICE_QUEUES].flatMap((queue) => [`queue_${queue}_age`, `queue_${queue}_dead_letters`]),
  "schedules_failures",
  "sessions_cpu",
  "sessions_evictions",
  "sessions_memory",
  "site_firewall_blocked",
  ...LMS_SERVICE_NAMES.map((service) => `no_target_${service}`),
  "video_dead_letters",
  "video_refused",
  "video_waiting",
];
const BUDGETS = ["application", "site"].flatMap((budget) =>
  ["1h", "24h", "2h", "30m", "5m", "6h"].map((window) => `${budget}_budget_${window}`),
);
const REPLICAS = ["cache_replica_lag", "database_replica_lag", "sessions_replica_lag"];
const SECOND_REGION = [
  "database_global_lag",
  "recovery_copies_late",
  "recovery_failures",
  "recovery_global_lag",
  "replication_failed",
];

describe("the alarms", () => {
  it.each<[Like, string[]]>([
    ["dev", [...EVERYWHERE, "database_capacity"]],
    ["staging", [...EVERYWHERE, ...BUDGETS, ...REPLICAS]],
    ["prod", [...EVERYWHERE, ...BUDGETS, ...REPLICAS, ...SECOND_REGION]],
  ])("of %s are these", (name, expected) => {
    const ids = expected.map((id) => `alarms_${id}`);
    expect(Object.keys(metricAlarms(name)).sort()).toEqual(
      [...ids, "dns_origin_health_alarm", "dns_site_health_alarm"].sort(),
    );
  });

  it.each(ENVIRONMENTS)("of %s keep the contract", (name) => {
    expect(breaches(alarmsOf(name))).toEqual([]);
  });

  it("of every environment keep the contract", () => {
    for (const root of allRoots().values()) expect(breaches(root), root.name).toEqual([]);
  });

  it("of every environment link their runbooks, from wherever they are read", () => {
    for (const root of allRoots().values()) {
      for (const type of ["aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite_alarm"]) {
        for (const description of Object.values(root.attribute(type, "alarm_description"))) {
          expect(description).toMatch(/ Runbook: https:\/\/\S+\/docs\/runbooks\.md#[\w-]+$/);
        }
      }
    }
  });

  it.each(ENVIRONMENTS)("of %s tell the warning topic, and only the incidents the critical one", (name) => {
    const all = { ...metricAlarms(name), ...composites(name) };
    for (const [id, { alarm_actions }] of Object.entries(all)) {
      // No composite alarm of the first region can ask for an alarm of the second.
      const topic = id.startsWith("alarms_incident_")
        ? "alerts_critical"
        : id === "alarms_recovery_failures"
          ? "recovery_alerts_critical"
          : id.startsWith("alarms_recovery_")
            ? "recovery_alerts_warning"
            : "alerts_warning";
      const silent = /_budget_\d/.test(id);
      expect(alarm_actions, id).toEqual(silent ? undefined : [ref(`aws_sns_topic.${topic}.arn`)]);
    }
  });

  it("of the second region are there, and nothing else is", () => {
    for (const [id, { provider }] of Object.entries(metricAlarms("prod"))) {
      const expected = id.startsWith("alarms_recovery_")
        ? "aws.recovery"
        : id.startsWith("dns_")
          ? "aws.global"
          : undefined;
      expect(provider, id).toBe(expected);
    }
  });

  it.each(ENVIRONMENTS)("of %s are at most ninety, which is what a plan of it can wait for", (name) => {
    expect(Object.keys({ ...metricAlarms(name), ...composites(name) }).length).toBeLessThanOrEqual(90);
  });
});

describe("the contract", () => {
  const broken = (change: Attributes) => {
    const resource = { aws_cloudwatch_metric_alarm: { cpu: { ...alarm("dev", "database_cpu"), ...change } } };
    return breaches(new SynthesizedRoot("broken", { ...alarmsOf("dev").json, resource }));
  };

  it("is kept by a good alarm", () => {
    expect(broken({})).toEqual([]);
  });

  it.each<[string, Attributes]>([
    ["cpu: does not say what a gap means", { treat_missing_data: undefined }],
    ["cpu: DBClusterIdentifier is lms-dev, no reference", { dimensions: { DBClusterIdentifier: "lms-dev" } }],
    ["cpu: is about no resource", { dimensions: undefined }],
    ["cpu: tells no one", { alarm_actions: [] }],
    ["cpu: tells no one", { ok_actions: undefined }],
    ["cpu: has no runbook, It is slow.", { alarm_description: "It is slow." }],
    [
      "cpu: has no runbook, Slow. Runbook: docs/runbooks.md#tea",
      { alarm_description: "Slow. Runbook: docs/runbooks.md#tea" },
    ],
  ])("is broken: %s", (message, change) => {
    expect(broken(change)).toEqual([message]);
  });
});

it("an alarm that pages beside its incident breaks the contract", () => {
  const topic = [ref("aws_sns_topic.alerts_critical.arn")];
  const cpu = { ...alarm("dev", "database_cpu"), alarm_actions: topic, ok_actions: topic };
  const database = { ...composites("dev").alarms_incident_database, alarm_rule: state("cpu") };
  const resource = { aws_cloudwatch_metric_alarm: { cpu }, aws_cloudwatch_composite_alarm: { database } };
  expect(breaches(new SynthesizedRoot("broken", { ...alarmsOf("dev").json, resource }))).toEqual([
    "cpu: tells the same topic as database, which it is a part of",
  ]);
});

describe("an alarm", () => {
  it("of one metric against a number is a plain one", () => {
    expect(alarm("prod", "database_connections")).toEqual({
      alarm_name: "lms-prod-database-connections",
      alarm_description:
        "A database instance has few of its 5000 connections left; a service that gets none answers with errors. " +
        "Runbook: docs/runbooks.md#database-connections",
      namespace: "AWS/RDS",
      metric_name: "DatabaseConnections",
      dimensions: { DBClusterIdentifier: ref("aws_rds_cluster.database_home_cluster.cluster_identifier") },
      statistic: "Maximum",
      period: 60,
      evaluation_periods: 5,
      datapoints_to_alarm: 5,
      comparison_operator: "GreaterThanThreshold",
      threshold: 4000,
      treat_missing_data: "notBreaching",
      alarm_actions: [ref("aws_sns_topic.alerts_warning.arn")],
      ok_actions: [ref("aws_sns_topic.alerts_warning.arn")],
    });
  });

  it("of a percentile asks for it", () => {
    expect(alarm("prod", "load_balancer_latency")).toMatchObject({
      extended_statistic: "p99",
      // At night a hundred requests may take an hour.
      evaluate_low_sample_count_percentiles: "ignore",
      threshold: 1.5,
    });
    expect(alarm("prod", "load_balancer_latency")).not.toHaveProperty("statistic");
  });

  it("over all nodes compares the worst of them", () => {
    const node = (index: number) => ({
      id: `m${index + 1}`,
      return_data: false,
      metric: {
        namespace: "AWS/ElastiCache",
        metric_name: "DatabaseMemoryUsagePercentage",
        dimensions: {
          CacheClusterId: ref(
            `element(tolist(aws_elasticache_replication_group.redis_sessions_group.member_clusters), ${index})`,
          ),
        },
        period: 60,
        stat: "Maximum",
      },
    });
    expect(alarm("prod", "sessions_memory")).toMatchObject({
      metric_query: [
        node(0),
        node(1),
        node(2),
        { id: "value", label: "Value", expression: "MAX([m1, m2, m3])", return_data: true },
      ],
      threshold: 80,
    });
  });

  it("against the usual compares with a band", () => {
    expect(alarm("dev", "site_firewall_blocked")).toMatchObject({
      comparison_operator: "GreaterThanUpperThreshold",
      threshold_metric_id: "usual",
      metric_query: [
        { id: "value", return_data: true },
        { id: "usual", expression: "ANOMALY_DETECTION_BAND(value, 3)", return_data: true },
      ],
    });
    expect(alarm("dev", "site_firewall_blocked")).not.toHaveProperty("threshold");
    expect(alarm("prod", "network_nat_drops").metric_query).toMatchObject([
      { id: "m1" },
      { id: "m2" },
      { id: "m3" },
      { id: "value", expression: "SUM([m1, m2, m3])", return_data: true },
      { id: "usual", expression: "ANOMALY_DETECTION_BAND(value, 3)", return_data: true },
    ]);
  });

  it("of memory tells of containers that were stopped just now, not of those that once were", () => {
    expect(alarm("dev", "cluster_out_of_memory")).toMatchObject({
      metric_query: [
        {
          id: "stopped",
          metric: {
            namespace: "ContainerInsights",
            metric_name: "pod_container_status_terminated_reason_oom_killed",
            period: 300,
            stat: "Sum",
          },
        },
        { id: "value", expression: "DIFF(stopped)", return_data: true },
      ],
      threshold: 2.5,
      evaluation_periods: 3,
      datapoints_to_alarm: 1,
    });
  });

  it("is set by what it watches", () => {
    const threshold = (name: Like, id: string) => alarm(name, id).threshold;
    // 80 percent of 189 connections, 1678 and 5000; 5 percent of 4 GiB, 16 and 64.
    expect(ENVIRONMENTS.map((name) => threshold(name, "database_connections"))).toEqual([151, 1342, 4000]);
    expect(ENVIRONMENTS.map((name) => threshold(name, "database_memory"))).toEqual([
      214_748_365, 858_993_459, 3_435_973_837,
    ]);
    // ACM begins to renew with 45 days left.
    expect(threshold("dev", "certificates_expiry")).toBe(30);
    // 90 percent of one of two cores.
    expect(threshold("prod", "sessions_cpu")).toBe(45);
    // Milliseconds of a hundredth of 60, 30 and 900 seconds.
    expect(alarm("prod", "functions_duration")).toMatchObject({
      metric_query: [
        {},
        {},
        {},
        {},
        { id: "value", expression: "MAX([m1 / 600, m2 / 300, m3 / 9000, m4 / 9000])", return_data: true },
      ],
      threshold: 80,
    });
  });

  it("watches the function that rotates passwords with all others, where there is one", () => {
    const functions = (name: Like) =>
      JSON.stringify(alarm(name, "functions_errors").metric_query).match(/aws_lambda_function\.\w+\.function_name/g);
    const rotation = "aws_lambda_function.redis_passwords_rotate_function.function_name";
    expect(functions("dev")).toContain(rotation);
    expect(functions("dev")).toHaveLength(5);
    expect(functions("prod")).not.toContain(rotation);
  });

  it("takes a gap for what it is", () => {
    const byTreatment = (treatment: string) =>
      Object.entries(metricAlarms("prod"))
        .filter(([, { treat_missing_data }]) => treat_missing_data === treatment)
        .map(([id]) => id.replace(/^alarms_/, ""));
    expect(byTreatment("breaching")).toEqual([
      "backups_missing",
      "cluster_no_heartbeat",
      "cluster_no_metrics",
      ...[...LMS_SERVICE_NAMES].sort().map((service) => `no_target_${service}`),
      "dns_origin_health_alarm",
      "dns_site_health_alarm",
    ]);
    expect(byTreatment("ignore")).toEqual([
      "cache_cpu",
      "cache_evictions",
      "cache_replica_lag",
      "certificates_expiry",
      "database_replica_lag",
      "sessions_cpu",
      "sessions_evictions",
      "sessions_memory",
      "sessions_replica_lag",
      "video_waiting",
    ]);
  });

  it("of a web ACL has the dimensions that WAF writes for its scope", () => {
    expect(dimensionsOf(alarm("prod", "site_firewall_blocked")).map(([name]) => name)).toEqual(["Rule", "WebACL"]);
    expect(dimensionsOf(alarm("prod", "load_balancer_firewall_blocked")).map(([name]) => name)).toEqual([
      "Region",
      "Rule",
      "WebACL",
    ]);
  });
});

describe("an error budget", () => {
  it("is watched over long windows that matter and short ones that show that it goes on", () => {
    const windows = ["5m", "30m", "1h", "2h", "6h", "24h"].map((window) => {
      const { threshold, metric_query } = alarm("prod", `site_budget_${window}`);
      const queries = metric_query as { readonly expression?: string; readonly metric?: { readonly period: number } }[];
      return [window, queries[0]?.metric?.period, threshold, queries.at(-1)?.expression];
    });
    const matters = "IF(failing * requests / 100 >= 10, failing, 0)";
    expect(windows).toEqual([
      ["5m", 300, 0.144, "failing"],
      ["30m", 1800, 0.06, "failing"],
      ["1h", 3600, 0.144, matters],
      ["2h", 7200, 0.03, "failing"],
      ["6h", 21_600, 0.06, matters],
      ["24h", 86_400, 0.03, matters],
    ]);
  });

  it("counts requests that no pod was there for as failed", () => {
    const queries = alarm("prod", "application_budget_5m").metric_query as { readonly expression?: string }[];
    expect(queries.at(-1)?.expression).toBe(
      "100 * (FILL(failed, 0) + FILL(unserved, 0)) / (FILL(requests, 0) + FILL(unserved, 0))",
    );
  });

  it("is told of when both windows agree", () => {
    const pair = (budget: string, long: string, short: string) =>
      `(${state(`alarms_${budget}_budget_${long}`)} AND ${state(`alarms_${budget}_budget_${short}`)})`;
    for (const budget of ["site", "application"]) {
      expect(composites("prod")[`alarms_${budget}_budget_fast`]?.alarm_rule).toBe(
        `${pair(budget, "1h", "5m")} OR ${pair(budget, "6h", "30m")}`,
      );
      expect(composites("prod")[`alarms_${budget}_budget_slow`]?.alarm_rule).toBe(pair(budget, "24h", "2h"));
    }
  });

  it("is smaller the more is promised, and none where nothing is", () => {
    expect(alarm("staging", "site_budget_1h").threshold).toBe(1.44);
    expect(Object.keys(composites("dev")).filter((id) => id.includes("budget"))).toEqual([]);
  });
});

describe("an incident", () => {
  const rule = (name: Like, incident: string) => composites(name)[`alarms_incident_${incident}`]?.alarm_rule;
  const SITE = [
    "dns_site_health_alarm",
    "dns_origin_health_alarm",
    "alarms_distribution_errors",
    "alarms_load_balancer_errors",
    "alarms_load_balancer_rejected_connections",
  ].map(state);

  it("is one of four", () => {
    for (const name of ENVIRONMENTS) {
      expect(Object.keys(composites(name)).filter((id) => id.includes("incident"))).toEqual([
        "alarms_incident_cluster",
        "alarms_incident_database",
        "alarms_incident_sessions",
        "alarms_incident_site",
      ]);
    }
  });

  it("is raised by each of its alarms", () => {
    expect(rule("dev", "site")).toBe(SITE.join(" OR "));
    expect(rule("prod", "site")).toBe(
      [...SITE, composite("site_budget_fast"), composite("application_budget_fast")].join(" OR "),
    );
    expect(rule("prod", "database")).toBe(
      ["connections", "memory", "failures"].map((id) => state(`alarms_database_${id}`)).join(" OR "),
    );
    expect(rule("prod", "sessions")).toBe(
      `${state("alarms_sessions_memory")} OR ${state("alarms_sessions_evictions")}`,
    );
    expect(rule("prod", "cluster")).toBe(
      ["load_balancer_unserved", "cluster_failed_nodes", "cluster_pending_pods", "cluster_no_heartbeat"]
        .map((id) => state(`alarms_${id}`))
        .join(" OR "),
    );
  });

  it("is not a service without pods: one that is not deployed yet, or is the least important, would hide all else", () => {
    for (const name of ENVIRONMENTS) {
      const rules = Object.values(composites(name)).map(({ alarm_rule }) => String(alarm_rule));
      expect(rules.filter((rule) => rule.includes("no_target"))).toEqual([]);
    }
  });

  it("is replaced when an alarm below it comes, goes or gets another name", () => {
    const alarmsIn = (text: unknown) =>
      [...JSON.stringify(text).matchAll(/aws_cloudwatch_metric_alarm\.(\w+)\.alarm_name/g)].map(([, id]) => id);
    for (const name of ENVIRONMENTS) {
      const asked = Object.values(composites(name)).flatMap(({ alarm_rule }) => alarmsIn(alarm_rule));
      const parts = alarmsOf(name).resources("terraform_data").alarms_parts?.input;
      expect(alarmsIn(parts).sort(), name).toEqual([...new Set(asked)].sort());
      for (const { lifecycle } of Object.values(composites(name))) {
        expect(lifecycle).toEqual({ replace_triggered_by: ["terraform_data.alarms_parts"] });
      }
    }
  });

  it("is a zone that cannot be signed any more, too", () => {
    const root = alarmsWithSigning();
    const signing = ["zone_signing_internal_failure", "zone_signing_key_needs_action"];
    const site = root.resources("aws_cloudwatch_composite_alarm").alarms_incident_site?.alarm_rule;
    for (const id of signing) expect(site).toContain(state(id));
    expect(root.attribute("aws_cloudwatch_metric_alarm", "alarm_description")).toMatchObject(
      Object.fromEntries(signing.map((id) => [id, expect.stringMatching(/#dnssec$/)])),
    );
    expect(breaches(root)).toEqual([]);
  });

  it("is silent while the site pages", () => {
    const shadow = {
      alarm: ref("aws_cloudwatch_composite_alarm.alarms_incident_site.alarm_name"),
      wait_period: 180,
      extension_period: 180,
    };
    for (const incident of ["cluster", "database", "sessions"]) {
      expect(composites("prod")[`alarms_incident_${incident}`]?.actions_suppressor, incident).toEqual(shadow);
    }
    expect(composites("prod").alarms_incident_site).not.toHaveProperty("actions_suppressor");
  });
});

describe("the runbooks", () => {
  it("have a section for everything that an alarm can link, and no other", () => {
    expect(runbookAnchors()).toEqual([...RUNBOOK_SECTIONS]);
  });

  it("name saved queries that are there", () => {
    const text = readFileSync(join(PROJECT, "docs", "runbooks.md"), "utf8");
    const named = [...text.matchAll(/`((?:services|cluster|database|edge|network|video)\/[\w-]+)`/g)].map(
      ([, name]) => name,
    );
    expect(named).toHaveLength(11);
    const saved: string[] = SAVED_QUERIES.map(({ name }) => name);
    expect(named.filter((name) => !saved.includes(String(name)))).toEqual([]);
  });

  it("have no section that no alarm links", () => {
    const linked = ENVIRONMENTS.flatMap((name) => Object.values({ ...metricAlarms(name), ...composites(name) })).map(
      ({ alarm_description }) => String(alarm_description).split("#")[1],
    );
    // DNSSEC is off in every environment; its alarms are there where it is on.
    expect(RUNBOOK_SECTIONS.filter((section) => !linked.includes(section))).toEqual(["dnssec"]);
  });
});

describe("bad settings", () => {
  it.each([0.9999, 90, 100])("such as a promise of %d are told", (availabilityPercent) => {
    expect(problemsOf({ settings: { availabilityPercent, latencySeconds: 1.5 } })[0]).toBe(
      `prod-alarms/alarms: availabilityPercent: must be above 90 and below 100, got ${availabilityPercent}; ` +
        "give it in percent such as 99.99",
    );
  });

  it("such as a negative latency are told", () => {
    expect(problemsOf({ settings: { availabilityPercent: 99.99, latencySeconds: -1 } })).toEqual([
      "prod-alarms/alarms: latencySeconds: must be seconds from 0.1 to 60, got -1; the load balancer gives up after 60",
      "prod-alarms/alarms/load-balancer-latency: threshold: must be at least 0 seconds, got -1; " +
        "the metric has no value beyond it, or none on this side of it",
    ]);
  });

  it("such as a region in which CloudFront's metrics are not are told", () => {
    expect(problemsOf({ site: { region: "eu-central-1", prefix: "lms-prod" } })).toEqual([
      'prod-alarms/alarms: region: must be us-east-1, where CloudFront and Route 53 write metrics, got "eu-central-1"; ' +
        "an alarm tells topics and incidents of its own region only",
    ]);
  });
});

it("watches no NAT gateways where there are none", () => {
  expect(networkAlarms({ metrics: { natGateways: {} } })).toEqual({});
  const metrics = { natGateways: { "us-east-1a": natGatewayMetrics("nat-a") } };
  expect(Object.keys(networkAlarms({ metrics }))).toEqual(["nat-ports", "nat-drops"]);
});

it("watches no nodes and pods that write no metrics", () => {
  expect(clusterAlarms({ metrics: "none" })).toEqual({});
});
