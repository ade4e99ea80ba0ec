import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { eventRuleMetrics } from "../../../../modules/alerting/metrics";
import { vaultMetrics } from "../../../../modules/backup/metrics";
import { daysToExpiry, healthCheckMetrics, loadBalancerMetrics, webAclMetrics } from "../../../../modules/edge/metrics";
import { clusterMetrics } from "../../../../modules/eks/metrics";
import { redisNodeMetrics } from "../../../../modules/elasticache/metrics";
import { functionMetrics } from "../../../../modules/lambda/metrics";
import { queueMetrics } from "../../../../modules/messaging/metrics";
import { Dashboards, type DashboardsProps } from "../../../../modules/monitoring/dashboards/dashboards";
import { auroraMetrics, instanceLoad } from "../../../../modules/rds/metrics";
import { distributionMetrics } from "../../../../modules/s3-cloudfront/metrics";
import { transcoderMetrics } from "../../../../modules/video-processing/metrics";
import { natGatewayMetrics } from "../../../../modules/vpc/metrics";
import { Root } from "../../../../stacks/root";
import { synthesize } from "../../../../stacks/synthesize";
import { temporaryFolder } from "../../../sandbox/support";
import { synthesizeRoots } from "../../../support/synthesized";

const log = { name: "/test/log", arn: "arn:aws:logs:us-east-1:444444444444:log-group:/test/log" };
const queue = {
  queue: { metrics: queueMetrics("transcoded") },
  deadLetters: { metrics: queueMetrics("dead-letters") },
};
const submit = { metrics: functionMetrics("lms-test-submit"), timeoutSeconds: 60, logGroup: log };

const PROPS: DashboardsProps = {
  site: { region: "us-east-1", prefix: "lms-test" },
  availabilityPercent: 99.99,
  parts: {
    distribution: { metrics: distributionMetrics("E1DISTRIBUTION") },
    loadBalancer: { metrics: loadBalancerMetrics("app/lms-test/1", { web: "targetgroup/web/1" }) },
    firewall: {
      site: { metrics: webAclMetrics("lms-test-site"), log },
      loadBalancer: { metrics: webAclMetrics("lms-test-load-balancer", "us-east-1"), log },
    },
    contentHost: { metrics: distributionMetrics("E2CONTENT") },
    certificates: {
      daysToExpiry: { global: daysToExpiry("certificate"), content: daysToExpiry("content"), regional: undefined },
    },
    dns: {
      alarms: [],
      siteHealth: { metrics: healthCheckMetrics("site-check") },
      originHealth: { metrics: healthCheckMetrics("origin-check") },
    },
    network: { metrics: { natGateways: { "us-east-1a": natGatewayMetrics("nat-a") } }, flowLogs: { group: log } },
    cluster: { clusterName: "lms-test", metrics: clusterMetrics("lms-test"), logs: log },
    lacks: [],
    database: {
      home: {
        metrics: auroraMetrics("lms-test"),
        loads: { "us-east-1a": instanceLoad("lms-test-a"), "us-east-1b": instanceLoad("lms-test-b") },
        logs: { postgresql: log },
      },
      recovery: undefined,
      limits: { kind: "serverless", maxConnections: 100, memoryGib: 4 },
      events: { home: { failures: eventRuleMetrics("failures").matched, lost: [] }, recovery: undefined },
    },
    redis: {
      sessions: {
        metrics: ["sessions-001", "sessions-002"].map(redisNodeMetrics),
        nodeFacts: { vcpus: 2 },
      },
      cache: { metrics: [redisNodeMetrics("cache-001")], nodeFacts: { vcpus: 2 } },
      passwords: undefined,
    },
    storage: { replication: undefined },
    backups: { metrics: vaultMetrics("lms-test"), lostEvents: eventRuleMetrics("backup-failed").failed },
    queues: { "media/transcoded": queue },
    video: {
      functions: { submit, record: submit, sweep: submit, reportOrphans: submit },
      uploads: queue,
      failures: { metrics: queueMetrics("failures") },
      scheduleFailures: [],
      lostEvents: [],
      transcoder: { metrics: transcoderMetrics("arn:aws:mediaconvert:us-east-1:444444444444:queues/lms-test") },
    },
  },
  alarms: { incidents: { site: { arn: "arn:site" } }, alarms: { "database-cpu": { arn: "arn:cpu" } } },
};

class DashboardRoot extends Root {
  constructor(scope: Construct, props: DashboardsProps) {
    const stateBucket = "state";
    super(scope, "looks", {
      name: "test",
      account: "444444444444",
      region: "us-east-1",
      stateBucket,
      owner: "a",
      costCenter: "b",
    });
    const { urls } = new Dashboards(this, "dashboards", props);
    this.publish("urls", "Dashboards", urls);
  }
}

const root = (change: Partial<DashboardsProps> = {}) => {
  const found = synthesizeRoots([(app) => new DashboardRoot(app, { ...PROPS, ...change })]).get("looks");
  if (found === undefined) throw new Error("no root");
  return found;
};

/** A graph as it is in the JSON that CloudWatch reads. */
interface Shown {
  readonly type: string;
  readonly x: number;
  readonly width: number;
  readonly properties: {
    readonly title?: string;
    readonly region?: string;
    readonly metrics?: readonly unknown[][];
    readonly alarms?: readonly string[];
  };
}

const widgets = (name: string, change?: Partial<DashboardsProps>): readonly Shown[] => {
  const { dashboard_body } = root(change).resources("aws_cloudwatch_dashboard")[`dashboards_${name}`] ?? {};
  return JSON.parse(String(dashboard_body)).widgets;
};
const NAMES = ["overview", "edge", "cluster", "data", "video"];

describe("the dashboards", () => {
  it("are found by their names and addresses", () => {
    const dashboards = root();
    expect(dashboards.attribute("aws_cloudwatch_dashboard", "dashboard_name")).toEqual(
      Object.fromEntries(NAMES.map((name) => [`dashboards_${name}`, `lms-test-${name}`])),
    );
    expect(dashboards.json.output.urls?.value).toEqual(
      Object.fromEntries(
        NAMES.map((name) => [
          name,
          "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/" +
            `\${aws_cloudwatch_dashboard.dashboards_${name}.dashboard_name}`,
        ]),
      ),
    );
  });

  it.each(NAMES)("show %s by dimensions with values, within the grid", (name) => {
    const metrics = widgets(name).flatMap(({ properties }) => properties.metrics ?? []);
    expect(metrics.length).toBeGreaterThan(5);
    for (const metric of metrics.filter(([namespace]) => typeof namespace === "string")) {
      const dimensions = metric.slice(2, -1);
      expect(dimensions.length % 2).toBe(0);
      for (const part of dimensions) expect(part).toMatch(/^\S+$/);
    }
    for (const { x, width } of widgets(name)) expect(x + width).toBeLessThanOrEqual(24);
  });

  it("ask us-east-1 for what is global, and the environment's region for the rest", () => {
    for (const name of NAMES) {
      for (const { properties } of widgets(name, { site: { region: "eu-west-1", prefix: "lms-test" } })) {
        for (const [namespace] of properties.metrics ?? []) {
          if (namespace === "AWS/CloudFront" || namespace === "AWS/Route53")
            expect(properties.region).toBe("us-east-1");
          if (namespace === "AWS/RDS" || namespace === "AWS/SQS") expect(properties.region).toBe("eu-west-1");
        }
      }
    }
  });

  it.each([
    ["overview", ["AWS/ApplicationELB", "AWS/CloudFront", "AWS/ElastiCache", "AWS/RDS", "ContainerInsights"]],
    ["edge", ["AWS/ApplicationELB", "AWS/CloudFront", "AWS/Route53", "AWS/WAFV2"]],
    ["cluster", ["AWS/NATGateway", "ContainerInsights", "LMS"]],
    ["data", ["AWS/ElastiCache", "AWS/RDS", "LMS"]],
    ["video", ["AWS/Lambda", "AWS/MediaConvert", "AWS/SQS"]],
  ])("%s is of %j", (name, namespaces) => {
    const seen = widgets(name).flatMap(({ properties }) => (properties.metrics ?? []).map(([namespace]) => namespace));
    expect([...new Set(seen.filter((each) => typeof each === "string"))].sort()).toEqual(namespaces);
  });
});

it("the cluster's dashboard shows no NAT gateways where there are none", () => {
  const network = { ...PROPS.parts.network, metrics: { natGateways: {} } };
  const shown = widgets("cluster", { parts: { ...PROPS.parts, network } });
  const namespaces = shown.flatMap(({ properties }) => (properties.metrics ?? []).map(([namespace]) => namespace));
  expect([...new Set(namespaces.filter((each) => typeof each === "string"))].sort()).toEqual([
    "ContainerInsights",
    "LMS",
  ]);
  expect(shown.length).toBe(widgets("cluster").length - 4);
});

it("shows nothing of nodes and pods that write no metrics", () => {
  const cluster = { ...PROPS.parts.cluster, metrics: "none" } as const;
  for (const name of ["overview", "cluster"]) {
    const shown = widgets(name, { parts: { ...PROPS.parts, cluster } });
    const namespaces = shown.flatMap(({ properties }) => (properties.metrics ?? []).map(([namespace]) => namespace));
    expect(namespaces, name).not.toContain("ContainerInsights");
    expect(namespaces.length, name).toBeGreaterThan(5);
  }
});

describe("the overview", () => {
  const titled = (title: string, change?: Partial<DashboardsProps>) =>
    widgets("overview", change).find(({ properties }) => properties.title === title)?.properties;
  const metrics = [
    [
      "AWS/CloudFront",
      "Requests",
      "DistributionId",
      "E1DISTRIBUTION",
      "Region",
      "Global",
      { id: "requests", stat: "Sum", visible: false },
    ],
    [
      "AWS/CloudFront",
      "5xxErrorRate",
      "DistributionId",
      "E1DISTRIBUTION",
      "Region",
      "Global",
      { id: "failing", stat: "Average", visible: false },
    ],
  ];

  it("shows the states of all alarms", () => {
    expect(titled("Incidents")?.alarms).toEqual(["arn:site"]);
    expect(titled("Warnings")?.alarms).toEqual(["arn:cpu"]);
  });

  it("shows how much was served, and how much of the allowed failures is left", () => {
    expect(titled("Served in 30 days, percent")?.metrics).toEqual([
      [{ expression: "100 - RUNNING_SUM(requests * failing) / RUNNING_SUM(requests)", label: "Served" }],
      ...metrics,
    ]);
    expect(titled("Left of what 99.99 percent allow")?.metrics).toEqual([
      [{ expression: "100 - 100 * (RUNNING_SUM(requests * failing) / RUNNING_SUM(requests)) / 0.01", label: "Left" }],
      ...metrics,
    ]);
  });

  it("shows what was promised for the thirty days that it is promised for, in points that are kept as long", () => {
    for (const title of ["Served in 30 days, percent", "Left of what 99.99 percent allow"]) {
      expect(titled(title), title).toMatchObject({ start: "-P30D", period: 300 });
    }
    expect(titled("Requests a minute")).not.toHaveProperty("start");
  });

  it("shows no budget where nothing is promised", () => {
    const titles = widgets("overview", { availabilityPercent: "none" }).map(({ properties }) => properties.title);
    expect(titles).toContain("Served in 30 days, percent");
    expect(titles.filter((title) => title?.startsWith("Left"))).toEqual([]);
  });
});

it("finds errors of every service, whichever there are", () => {
  const errors = widgets("cluster").find(({ properties }) => properties.title === "Errors of services, by service");
  expect(errors?.properties.metrics).toEqual([
    [{ expression: `SEARCH('{LMS,Service} MetricName="ApplicationErrors"', 'Sum')`, label: "Errors" }],
  ]);
});

it("tells all that is wrong with a layout, by its path", () => {
  const alarms = { incidents: {}, alarms: PROPS.alarms.alarms };
  const { problems } = synthesize(() => [(app) => new DashboardRoot(app, { ...PROPS, alarms })], temporaryFolder());
  expect(problems).toEqual([
    'looks/dashboards: overview: "Incidents" must have from 1 to 100 alarms, got 0; remove it',
  ]);
});
