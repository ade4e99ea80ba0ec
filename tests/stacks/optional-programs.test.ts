import { describe, expect, it } from "vitest";
import type { Environment } from "../../environments";
import { dev } from "../../environments/dev";
import { AddonsStack } from "../../stacks/addons-stack";
import { PlatformStack } from "../../stacks/platform-stack";
import { root, type SynthesizedRoot, synthesizeRoots } from "../support/synthesized";

/** A root of dev with other settings. */
function rootWith(kind: typeof AddonsStack | typeof PlatformStack, settings: Partial<Environment>): SynthesizedRoot {
  const [made] = synthesizeRoots([(app) => new kind(app, { ...dev, ...settings })]).values();
  if (made === undefined) throw new Error("no root");
  return made;
}

/** Addresses of dev's root that the other lacks; it has none that dev's lacks. */
function lacks(name: "dev-platform" | "dev-addons", other: SynthesizedRoot): string[] {
  const [before, after] = [root(name).addresses(), other.addresses()];
  expect(after.filter((address) => !before.includes(address))).toEqual([]);
  return before.filter((address) => !after.includes(address));
}

/** Addresses of what an identity of pods consists of. */
const identity = (name: string) => [
  `aws_eks_pod_identity_association.identities_${name}_association`,
  `aws_iam_role.identities_${name}_role`,
  `aws_iam_role_policy.identities_${name}_policy`,
];

const releases = (addons: SynthesizedRoot) => addons.resources("helm_release");
const values = (addons: SynthesizedRoot, release: string) => {
  const [text] = Object(releases(addons)[`releases_${release}`]).values as string[];
  return JSON.parse(text ?? "");
};

describe("an environment without tracing", () => {
  const settings = { monitoring: { ...dev.monitoring, tracing: "none" } } as const;
  const platform = rootWith(PlatformStack, settings);
  const addons = rootWith(AddonsStack, settings);

  it("lacks X-Ray's rules, groups and key, and the collector's identity, and nothing else", () => {
    const gone = lacks("dev-platform", platform);
    const ofTracing = /^aws_xray_\w+\.monitoring_tracing_/;
    expect(gone.filter((address) => !ofTracing.test(address)).sort()).toEqual(identity("otel_collector"));
    expect(gone.filter((address) => ofTracing.test(address)).length).toBeGreaterThan(5);
    expect(Object.keys(platform.json.resource).filter((type) => type.startsWith("aws_xray"))).toEqual([]);
  });

  it("lets Grafana read no traces", () => {
    const policy = (other: SynthesizedRoot) =>
      JSON.parse(String(Object(other.resources("aws_iam_role_policy").identities_grafana_policy).policy));
    const sids = (other: SynthesizedRoot) => policy(other).Statement.map(({ Sid }: { Sid: string }) => Sid);
    expect(sids(root("dev-platform"))).toEqual(["ReadMetrics", "ReadTraces", "DecryptTraces", "FindLogs", "ReadLogs"]);
    expect(sids(platform)).toEqual(["ReadMetrics", "FindLogs", "ReadLogs"]);
  });

  it("lacks the collector and Grafana's source of traces", () => {
    expect(lacks("dev-addons", addons)).toEqual(["helm_release.releases_otel_collector"]);
    const { grafana } = values(addons, "kube_prometheus_stack");
    expect(grafana.additionalDataSources.map(({ name }: { name: string }) => name)).toEqual(["CloudWatch"]);
    expect(grafana.env).toBeUndefined();
  });
});

describe("an environment without logs of containers", () => {
  const settings = { addons: { ...dev.addons, logs: "none" } } as const;

  it("lacks their groups, what reads them, and Fluent Bit's identity, and nothing else", () => {
    const gone = lacks("dev-platform", rootWith(PlatformStack, settings));
    const groups = /^aws_cloudwatch_log_group\.monitoring_workload_logs_/;
    const queries = /^aws_cloudwatch_query_definition\.monitoring_queries_/;
    expect(gone.filter((address) => groups.test(address)).length).toBeGreaterThan(3);
    expect(gone.filter((address) => queries.test(address)).length).toBeGreaterThan(0);
    expect(gone.filter((address) => !groups.test(address) && !queries.test(address)).sort()).toEqual([
      "aws_cloudwatch_log_metric_filter.monitoring_metric_filters_application_errors_core_services",
      "aws_cloudwatch_log_metric_filter.monitoring_metric_filters_application_errors_microservices",
      ...identity("fluent_bit"),
    ]);
  });

  it("shows no errors of services", () => {
    const platform = rootWith(PlatformStack, settings);
    expect(JSON.stringify(platform.resources("aws_cloudwatch_dashboard"))).not.toContain("ApplicationErrors");
    expect(JSON.stringify(root("dev-platform").resources("aws_cloudwatch_dashboard"))).toContain("ApplicationErrors");
  });

  it("lacks Fluent Bit", () => {
    expect(lacks("dev-addons", rootWith(AddonsStack, settings))).toEqual(["helm_release.releases_fluent_bit"]);
  });
});

describe("an environment without metrics of Prometheus", () => {
  const settings = { addons: { ...dev.addons, metrics: "none" } } as const;

  it("lacks their identities, secrets and heartbeat, and nothing else", () => {
    const platform = rootWith(PlatformStack, settings);
    expect(lacks("dev-platform", platform).sort()).toEqual(
      [
        "aws_cloudwatch_metric_alarm.monitoring_alarms_cluster_no_heartbeat",
        ...identity("alertmanager"),
        ...identity("grafana"),
        "aws_secretsmanager_secret.secrets_monitoring_alertmanager",
        "aws_secretsmanager_secret.secrets_monitoring_grafana_admin",
        "aws_secretsmanager_secret_policy.secrets_monitoring_alertmanager_policy",
        "aws_secretsmanager_secret_policy.secrets_monitoring_grafana_admin_policy",
        "aws_sns_topic.monitoring_heartbeat",
      ].sort(),
    );
    expect(JSON.stringify(platform.json)).not.toMatch(/heartbeat/);
  });

  it("lacks Prometheus, its kinds, monitors and dashboards, and waits for none of it", () => {
    const addons = rootWith(AddonsStack, settings);
    const gone = lacks("dev-addons", addons);
    expect(gone.filter((address) => !address.startsWith("kubernetes_config_map_v1.dashboards_"))).toEqual([
      "helm_release.releases_kube_prometheus_stack",
      "helm_release.releases_prometheus_operator_crds",
    ]);
    const text = JSON.stringify(releases(addons));
    expect(text).not.toMatch(/kube_prometheus|prometheus_operator/);
    expect(text).not.toMatch(/(service|pod)monitor\\": \{\\n *\\"enabled\\": true/i);
    expect(values(addons, "argo_cd").server.metrics).toEqual({ enabled: true, serviceMonitor: { enabled: false } });
    const custom = values(addons, "custom_resources");
    expect(custom.monitored).toBe(false);
    expect(custom.secrets.map(({ name }: { name: string }) => name)).toEqual([
      "argocd-notifications-secret",
      "lms-repository",
    ]);
  });
});

describe("an environment without Container Insights", () => {
  const monitoring = (platform: SynthesizedRoot) =>
    Object.values(platform.resources("aws_launch_template")).map((template) => template.monitoring);

  it("has metrics of its instances by five minutes, which cost nothing", () => {
    const platform = rootWith(PlatformStack, { cluster: { ...dev.cluster, containerInsights: "none" } });
    expect(monitoring(platform)).toEqual([{ enabled: false }, { enabled: false }, { enabled: false }]);
    expect(monitoring(root("dev-platform"))).toEqual([{ enabled: true }, { enabled: true }, { enabled: true }]);
  });
});
