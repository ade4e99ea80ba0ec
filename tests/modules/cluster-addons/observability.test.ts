import { describe, expect, it } from "vitest";
import { alertmanagerConfig } from "../../../modules/cluster-addons/addons/alertmanager-config";
import { fluentBit } from "../../../modules/cluster-addons/addons/fluent-bit";
import { kubePrometheusStack } from "../../../modules/cluster-addons/addons/kube-prometheus-stack";
import { otelCollector } from "../../../modules/cluster-addons/addons/otel-collector";
import { DASHBOARDS, dashboardJson } from "../../../modules/cluster-addons/dashboards";
import { workloadLogGroup } from "../../../modules/foundation/names";
import { context, METRICS, SETTINGS, SMALL_SETTINGS } from "./fixture";

describe("metrics", () => {
  const values = (settings = SETTINGS) => kubePrometheusStack(context(settings), METRICS).values;

  it("are kept for the environment's time, on a volume of its size, of which a tenth stays free", () => {
    expect(values()).toMatchObject({
      prometheus: {
        prometheusSpec: {
          replicas: 2,
          retention: "30d",
          retentionSize: "90GB",
          externalLabels: { cluster: "lms-test", environment: "test" },
          storageSpec: {
            volumeClaimTemplate: {
              spec: { storageClassName: "gp3", resources: { requests: { storage: "100Gi" } } },
            },
          },
        },
      },
    });
    expect(values(SMALL_SETTINGS)).toMatchObject({
      prometheus: { podDisruptionBudget: { enabled: false }, prometheusSpec: { replicas: 1 } },
      alertmanager: { podDisruptionBudget: { enabled: false }, alertmanagerSpec: { replicas: 1 } },
    });
  });

  it("are of every monitor of the cluster", () => {
    const { prometheusSpec } = values().prometheus as { prometheusSpec: Record<string, unknown> };
    const selectors = Object.entries(prometheusSpec).filter(([key]) => key.endsWith("SelectorNilUsesHelmValues"));
    expect(selectors).toEqual([
      ["podMonitorSelectorNilUsesHelmValues", false],
      ["probeSelectorNilUsesHelmValues", false],
      ["ruleSelectorNilUsesHelmValues", false],
      ["scrapeConfigSelectorNilUsesHelmValues", false],
      ["serviceMonitorSelectorNilUsesHelmValues", false],
    ]);
  });

  it("need no password in the values", () => {
    expect(values()).toMatchObject({
      alertmanager: { alertmanagerSpec: { secrets: ["alertmanager-receivers"] } },
      grafana: {
        admin: { existingSecret: "grafana-admin", userKey: "admin-user", passwordKey: "admin-password" },
      },
    });
    expect(JSON.stringify(values())).not.toMatch(/"(adminPassword|api_url|routing_key|service_key)"/);
  });
});

describe("dashboards", () => {
  const { grafana } = kubePrometheusStack(context(), METRICS).values as {
    grafana: { additionalDataSources: readonly { uid: string; type: string }[] };
  };
  // The chart makes that of Prometheus itself.
  const sources = ["prometheus", ...grafana.additionalDataSources.map(({ uid }) => uid)];

  it("are over Prometheus, CloudWatch and X-Ray", () => {
    expect(sources).toEqual(["prometheus", "cloudwatch", "xray"]);
  });

  it.each(Object.entries(DASHBOARDS))("%s shows its graphs side by side, from sources that exist", (uid, dashboard) => {
    const { panels, ...model } = JSON.parse(dashboardJson(uid, dashboard, "us-east-1")) as {
      uid: string;
      panels: { id: number; datasource: { uid: string }; gridPos: { x: number; y: number }; targets: object[] }[];
    };
    expect(model.uid).toBe(`lms-${uid}`);
    expect(panels.map(({ id }) => id)).toEqual(dashboard.panels.map((_, index) => index + 1));
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${x},${y}`)).size).toBe(panels.length);
    for (const { datasource, targets } of panels) {
      expect(sources).toContain(datasource.uid);
      expect(targets).toHaveLength(1);
    }
  });

  it("ask CloudWatch by a search in the environment's region", () => {
    const dashboard = DASHBOARDS.aws;
    if (dashboard === undefined) throw new Error("no dashboard aws");
    const { panels } = JSON.parse(dashboardJson("aws", dashboard, "eu-west-1"));
    expect(panels[0].targets[0]).toMatchObject({
      region: "eu-west-1",
      expression: `SEARCH('{AWS/ApplicationELB,LoadBalancer} MetricName="TargetResponseTime"', 'p95', 300)`,
    });
    const statistics = panels.map(({ targets }: { targets: { statistic?: string }[] }) => targets[0]?.statistic);
    expect(statistics).toEqual(["p95", "Sum", "Average", "Maximum", "Average", "Maximum"]);
  });
});

describe("logs", () => {
  const { input, cloudWatchLogs } = fluentBit(context()).values as {
    input: { path: string };
    cloudWatchLogs: Record<string, unknown>;
  };

  it("are read of the namespaces that have a log group", () => {
    expect(input.path.split(",")).toEqual(
      ["core-services", "microservices", "data", "monitoring", "security", "argocd", "kube-system"].map(
        (namespace) => `/var/log/containers/*_${namespace}_*.log`,
      ),
    );
  });

  it("go to the group of their namespace, which is Terraform's", () => {
    expect(cloudWatchLogs).toMatchObject({
      region: "us-east-1",
      logGroupTemplate: "/aws/eks/lms-test/workloads/$kubernetes['namespace_name']",
      logStreamTemplate: "$kubernetes['pod_name'].$kubernetes['container_name']",
      autoCreateGroup: false,
    });
    expect(cloudWatchLogs.logGroupName).toBe(workloadLogGroup("lms-test", "kube-system"));
    expect(cloudWatchLogs).not.toHaveProperty("logRetentionDays");
  });
});

describe("traces", () => {
  const { config } = otelCollector(context()).values as {
    config: Record<"receivers" | "processors" | "exporters", Record<string, unknown>> & {
      service: { pipelines: Record<string, Record<string, readonly string[]> | null> };
    };
  };

  it("go to X-Ray, the environment's share of them", () => {
    expect(config.processors.probabilistic_sampler).toEqual({ sampling_percentage: 25 });
    expect(config.exporters.awsxray).toMatchObject({ region: "us-east-1", local_mode: true });
    expect(config.service.pipelines).toEqual({
      traces: {
        receivers: ["otlp"],
        processors: ["memory_limiter", "probabilistic_sampler", "batch"],
        exporters: ["awsxray"],
      },
      metrics: null,
      logs: null,
    });
  });

  it("pass only what is configured, here or by the chart", () => {
    const byChart = { receivers: ["otlp"], processors: ["batch", "memory_limiter"], exporters: [] };
    for (const part of ["receivers", "processors", "exporters"] as const) {
      const known = [...byChart[part], ...Object.keys(config[part])];
      expect(known).toEqual(expect.arrayContaining([...(config.service.pipelines.traces?.[part] ?? [])]));
    }
  });
});

const withPaging = (paging: "on" | "off") =>
  alertmanagerConfig(context({ ...SETTINGS, alerts: { slackChannel: "#alerts", paging } }));
const on = withPaging("on");
const off = withPaging("off");

it("sends critical alerts to PagerDuty and Slack, warnings to Slack, a heartbeat to AWS, and nothing else", () => {
  expect(on.route).toMatchObject({
    receiver: "null",
    routes: [
      {
        receiver: "heartbeat",
        matchers: ['alertname = "Watchdog"'],
        group_wait: "0s",
        group_interval: "1m",
        repeat_interval: "3m",
      },
      { receiver: "null", matchers: ['alertname = "InfoInhibitor"'] },
      { receiver: "pagerduty", matchers: ['severity = "critical"'], continue: true },
      { receiver: "slack", matchers: ['severity =~ "critical|warning"'] },
    ],
  });
});

it("sends the heartbeat to the topic that the platform's alarm watches, as the role that may", () => {
  expect(on.receivers[1]).toEqual({
    name: "heartbeat",
    sns_configs: [
      {
        topic_arn: "arn:aws:sns:us-east-1:555555555555:lms-test-heartbeat",
        sigv4: { region: "us-east-1" },
        send_resolved: false,
        subject: "Heartbeat",
        message: "Prometheus and Alertmanager work.",
      },
    ],
  });
  expect(kubePrometheusStack(context(), METRICS).values).toMatchObject({
    alertmanager: { serviceAccount: { create: true, name: "alertmanager" } },
  });
});

it("keeps a warning silent while its critical alert is told, and information where nothing else is", () => {
  expect(on.inhibit_rules).toEqual([
    {
      source_matchers: ['severity = "critical"'],
      target_matchers: ['severity =~ "warning|info"'],
      equal: ["namespace", "alertname"],
    },
    {
      source_matchers: ['severity = "warning"'],
      target_matchers: ['severity = "info"'],
      equal: ["namespace", "alertname"],
    },
    { source_matchers: ['alertname = "InfoInhibitor"'], target_matchers: ['severity = "info"'], equal: ["namespace"] },
  ]);
});

it("calls no one where paging is off", () => {
  expect(off.route.routes.map(({ receiver }) => receiver)).toEqual(["heartbeat", "null", "slack"]);
  expect(off.receivers.map(({ name }) => name)).toEqual(["null", "heartbeat", "slack"]);
});

it("has a receiver for every route", () => {
  for (const { route, receivers } of [on, off]) {
    const names = receivers.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([route.receiver, ...route.routes.map(({ receiver }) => receiver)]));
  }
});

it("reads what it sends with from the mounted secret", () => {
  expect(on.global.slack_api_url_file).toBe("/etc/alertmanager/secrets/alertmanager-receivers/slack-url");
  expect(on.receivers[2]).toMatchObject({
    pagerduty_configs: [{ routing_key_file: "/etc/alertmanager/secrets/alertmanager-receivers/pagerduty-routing-key" }],
  });
  expect(on.receivers[3]).toMatchObject({ slack_configs: [{ channel: "#alerts", send_resolved: true }] });
});
