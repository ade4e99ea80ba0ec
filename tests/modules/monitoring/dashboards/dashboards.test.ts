import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { Dashboards, type DashboardsProps } from "../../../../modules/monitoring/dashboards/dashboards";
import { Root } from "../../../../stacks/root";
import { synthesize } from "../../../../stacks/synthesize";
import { temporaryFolder } from "../../../sandbox/support";
import { synthesizeRoots } from "../../../support/synthesized";

const PROPS: DashboardsProps = {
  site: { region: "us-east-1", prefix: "lms-test" },
  availabilityPercent: 99.99,
  distribution: { distribution: { id: "E1DISTRIBUTION" } },
  loadBalancer: {
    loadBalancer: { arnSuffix: "app/lms-test/1" },
    targetGroups: { byService: new Map([["web", { arnSuffix: "targetgroup/web/1" }]]) },
  },
  firewall: {
    site: { acl: { visibilityConfig: { metricName: "lms-test-site" } } },
    loadBalancer: { acl: { visibilityConfig: { metricName: "lms-test-load-balancer" } } },
  },
  dns: { siteHealth: { id: "site-check" }, originHealth: { id: "origin-check" } },
  network: { natGateways: new Map([["us-east-1a", { id: "nat-a" }]]) },
  cluster: { clusterName: "lms-test" },
  database: {
    home: {
      cluster: { clusterIdentifier: "lms-test" },
      instances: { "us-east-1a": { identifier: "lms-test-a" }, "us-east-1b": { identifier: "lms-test-b" } },
    },
  },
  redis: { sessions: { nodeIds: ["sessions-001", "sessions-002"] }, cache: { nodeIds: ["cache-001"] } },
  functions: { submit: { function: { functionName: "lms-test-submit" } } },
  queues: { "media/transcoded": { queue: { name: "transcoded" }, deadLetters: { name: "transcoded-dead-letters" } } },
  transcoder: { queue: { arn: "arn:aws:mediaconvert:us-east-1:444444444444:queues/lms-test" } },
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
