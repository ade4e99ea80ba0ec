import { describe, expect, it } from "vitest";
import { CHARTS } from "../../../modules/cluster-addons/chart-versions";
import { platformAddons } from "../../../modules/cluster-addons/platform-addons";
import { chartFacts, chartValueProblems } from "../../support/chart-values";
import { context, SETTINGS, SMALL_SETTINGS } from "./fixture";

const sizes = { large: platformAddons(context(SETTINGS)), small: platformAddons(context(SMALL_SETTINGS)) };

describe.each(["large", "small"] as const)("the values of a %s environment", (size) => {
  const released = Object.entries(sizes[size]).filter(([, { chart }]) => chart !== "local");

  it.each(released)("of %s have only keys that the chart has, of the types that it takes", (_, { chart, values }) => {
    expect(chartValueProblems(chart, values)).toEqual([]);
  });
});

it("are checked against every pinned chart in the version that is pinned, and all of them are used", () => {
  for (const [chart, { version }] of Object.entries(CHARTS)) {
    expect(chartFacts(chart)).toMatchObject({ chart, version });
  }
  const used = Object.values(sizes.large).map(({ chart }) => chart);
  expect(used.filter((chart) => chart !== "local").sort()).toEqual(Object.keys(CHARTS));
});

it.each([
  // external-dns has no such key, and says nothing about it.
  ["external-dns", { aws: { zoneType: "public" } }, /^external-dns: aws: must be a known key; choose from .*affinity/],
  ["argo-cd", { server: { config: {} } }, /^argo-cd: server\.config: must be a known key; choose from .*replicas/],
  ["cluster-autoscaler", { serviceAccount: { name: "x" } }, /^cluster-autoscaler: serviceAccount: must be a known key/],
  [
    "kube-prometheus-stack",
    { grafana: { replica: 2 } },
    /^kube-prometheus-stack: grafana\.replica: must be a known key/,
  ],
  [
    "aws-for-fluent-bit",
    { cloudWatchLogs: { enabled: "yes" } },
    /cloudWatchLogs\.enabled: must be boolean, got "yes"$/,
  ],
  // What only the schema knows.
  ["external-dns", { policy: "delete" }, /^external-dns: policy: must be equal to one of the allowed values/],
])("of %s may not be %j", (chart, values, problem) => {
  const problems = chartValueProblems(chart, values);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
});

it("may take a default away", () => {
  expect(chartValueProblems("opentelemetry-collector", { config: { receivers: { zipkin: null } } })).toEqual([]);
});
