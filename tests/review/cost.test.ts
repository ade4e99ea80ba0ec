import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ENVIRONMENTS } from "../../environments";
import { dev } from "../../environments/dev";
import { small } from "../../environments/small";
import { budgetProblems } from "../../review/cost/budget";
import { environmentCosts } from "../../review/cost/environment-costs";
import { ledgerOf } from "../../review/cost/ledger";
import { pricedSynth } from "../../review/cost/priced-synth";
import { BY_USE, FREE, RULES } from "../../review/cost/rules";
import { costTable, unknownText } from "../../review/cost/table";
import { monthlyPrice, PRICES } from "../../review/facts/prices";
import { allRoots } from "../support/synthesized";

const ledger = (resource: Record<string, Record<string, Record<string, unknown>>>, provider = {}) =>
  ledgerOf(pricedSynth({ terraform: { backend: {}, required_providers: {} }, resource, provider }));
const lines = (...args: Parameters<typeof ledger>) =>
  ledger(...args).lines.map(({ what, minimum, maximum }) => [
    what,
    Number(minimum.toFixed(2)),
    Number(maximum.toFixed(2)),
  ]);
const ref = (expression: string) => `$\{${expression}}`;

describe("what things cost in a month:", () => {
  test.each<[string, Parameters<typeof ledger>[0], unknown[]]>([
    ["an EKS cluster", { aws_eks_cluster: { c: {} } }, [["EKS cluster", 73, 73]]],
    [
      "a NAT gateway and its address",
      { aws_nat_gateway: { n: {} }, aws_eip: { e: {} } },
      [
        ["NAT gateway", 32.85, 32.85],
        ["public IPv4 address", 3.65, 3.65],
      ],
    ],
    [
      "a load balancer in two zones",
      { aws_lb: { l: { load_balancer_type: "application", internal: false, subnets: ["a", "b"] } } },
      [
        ["application load balancer", 16.43, 16.43],
        ["public IPv4 address", 7.3, 7.3],
      ],
    ],
    [
      "nodes with their disks",
      {
        aws_eks_node_group: {
          g: {
            instance_types: ["t3.large", "m6i.large"],
            scaling_config: { min_size: 1, desired_size: 2, max_size: 4 },
            launch_template: { id: ref("aws_launch_template.t.id") },
          },
        },
        aws_launch_template: { t: { block_device_mappings: [{ ebs: { volume_size: 50, volume_type: "gp3" } }] } },
      },
      [
        ["t3.large", 60.74, 242.94],
        ["gp3 GiB", 4, 16],
      ],
    ],
    [
      "nodes with public addresses",
      {
        aws_eks_node_group: {
          g: {
            instance_types: ["t3.large"],
            scaling_config: { min_size: 1, max_size: 2 },
            subnet_ids: [ref("aws_subnet.a.id"), ref("aws_subnet.b.id")],
          },
        },
        aws_subnet: { a: { map_public_ip_on_launch: true }, b: { map_public_ip_on_launch: true } },
      },
      [
        ["t3.large", 60.74, 121.47],
        ["gp3 GiB", 1.6, 3.2],
        ["public IPv4 address", 3.65, 7.3],
      ],
    ],
    [
      "a serverless database",
      {
        aws_rds_cluster: { c: { serverlessv2_scaling_configuration: { min_capacity: 0.5, max_capacity: 2 } } },
        aws_rds_cluster_instance: {
          i: { instance_class: "db.serverless", cluster_identifier: ref("aws_rds_cluster.c.id") },
        },
      },
      [["Aurora capacity unit", 43.8, 175.2]],
    ],
    [
      "readers that autoscaling may add",
      {
        aws_rds_cluster: { c: {} },
        aws_rds_cluster_instance: {
          w: { instance_class: "db.r7g.large", cluster_identifier: ref("aws_rds_cluster.c.id") },
          r: { instance_class: "db.r7g.large", cluster_identifier: ref("aws_rds_cluster.c.id") },
        },
        aws_appautoscaling_target: { t: { max_capacity: 3, resource_id: `cluster:${ref("aws_rds_cluster.c.id")}` } },
      },
      [
        ["db.r7g.large", 0, 402.96],
        ["db.r7g.large", 201.48, 201.48],
        ["db.r7g.large", 201.48, 201.48],
      ],
    ],
    [
      "Redis with two replicas",
      { aws_elasticache_replication_group: { r: { node_type: "cache.r7g.large", num_cache_clusters: 3 } } },
      [["cache.r7g.large", 479.61, 479.61]],
    ],
    [
      "endpoints, a gateway's for nothing",
      {
        aws_vpc_endpoint: {
          i: { vpc_endpoint_type: "Interface", subnet_ids: ["a", "b", "c"] },
          g: { vpc_endpoint_type: "Gateway" },
        },
      },
      [["interface endpoint in a zone", 21.9, 21.9]],
    ],
    [
      "a health check by HTTPS",
      { aws_route53_health_check: { h: { type: "HTTPS", request_interval: 30 } } },
      [
        ["health check", 0.5, 0.5],
        ["health check's optional feature", 1, 1],
      ],
    ],
    [
      "alarms, by their metrics",
      {
        aws_cloudwatch_metric_alarm: {
          one: { metric_name: "m" },
          two: {
            metric_query: [
              { id: "e" },
              { id: "a", metric: {}, return_data: false },
              { id: "b", metric: { metric_name: "b" } },
            ],
          },
        },
      },
      [
        ["alarm's metric", 0.1, 0.1],
        ["alarm's metric", 0.2, 0.2],
      ],
    ],
    [
      "a firewall",
      { aws_wafv2_web_acl: { a: { rule_json: "[{},{},{}]" } } },
      [
        ["web ACL", 5, 5],
        ["web ACL rule", 3, 3],
      ],
    ],
  ])("%s", (_, resource, expected) => {
    expect(lines(resource)).toEqual(expected);
  });
});

test("another region has prices of its own", () => {
  const provider = { aws: [{ region: "us-east-1" }, { alias: "recovery", region: "eu-west-1" }] };
  expect(lines({ aws_nat_gateway: { a: {}, b: { provider: "aws.recovery" } } }, provider)).toEqual([
    ["NAT gateway", 32.85, 32.85],
    ["NAT gateway", 35.04, 35.04],
  ]);
});

test("what has no known price is named with its number, and in no sum", () => {
  const found = ledger({
    aws_rds_cluster_instance: { a: { instance_class: "db.x9.huge" }, b: { instance_class: "db.x9.huge" } },
    aws_msk_cluster: { k: {} },
  });
  expect([found.minimum, found.maximum]).toEqual([0, 0]);
  expect([...found.unknown]).toEqual([
    ["db.x9.huge in us-east-1", 2],
    ["aws_msk_cluster", 1],
  ]);
  expect(unknownText([{ environment: "dev", ledger: found, budget: 1 }])).toBe(
    "Without a known price, and in no sum: 2 db.x9.huge in us-east-1 (dev), 1 aws_msk_cluster (dev).",
  );
});

test("every type that the platform uses is priced, free, or known to cost by use", () => {
  const types = [...allRoots().values()].flatMap(({ json }) => Object.keys(json.resource));
  const known = (type: string) => type in RULES || type in BY_USE || FREE.has(type) || type.startsWith("kubernetes_");
  expect([...new Set(types)].filter((type) => !known(type))).toEqual([]);
});

test("every price has a page of AWS and the day of its price list", () => {
  const prices = Object.values(PRICES).flatMap((table) => Object.entries(table));
  expect(prices.length).toBeGreaterThan(45);
  for (const [what, { usd, source, asOf }] of prices) {
    expect([what, usd > 0, source]).toEqual([
      what,
      true,
      expect.stringMatching(/^https:\/\/aws\.amazon\.com\/[\w/-]+\/pricing\/$/),
    ]);
    expect(asOf).toMatch(/^2026-\d{2}-\d{2}$/);
  }
  expect(monthlyPrice("t3.large", "us-east-1")).toBeCloseTo(60.736, 3);
  expect(monthlyPrice("t3.large", "eu-west-1")).toBeCloseTo(66.576, 3);
  expect(monthlyPrice("t3.large", "mars-north-1")).toBeUndefined();
  expect(monthlyPrice("toString", "us-east-1")).toBeUndefined();
});

test("the README's table is that of the code", () => {
  const costs = [...ENVIRONMENTS, small].flatMap(environmentCosts);
  const text = `<!-- reckoned by npm run cost -->\n\n${costTable(costs)}\n\n${unknownText(costs)}\n\n<!-- end of the reckoning -->`;
  expect(readFileSync("README.md", "utf8"), "run: npm run cost -- --write").toContain(text);
});

test("a synth refuses a budget below what the environment costs at its smallest scale", () => {
  const cost = ledger({ aws_eks_cluster: { a: {}, b: {} } });
  const with_ = (monthlyUsd: number) => ({
    ...dev,
    monitoring: { ...dev.monitoring, budget: { ...dev.monitoring.budget, monthlyUsd } },
  });
  expect(budgetProblems(with_(146), cost)).toEqual([]);
  expect(budgetProblems(with_(145), cost)).toEqual([
    "dev.monitoring.budget.monthlyUsd: must be at least what the environment costs at its smallest scale, 146, got 145; make it cheaper, or raise the budget (npm run cost)",
  ]);
});
