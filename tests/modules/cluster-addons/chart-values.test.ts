import { describe, expect, it } from "vitest";
import { platformAddons } from "../../../modules/cluster-addons/platform-addons";
import { chartFacts, chartValueProblems } from "../../support/chart-values";
import { context, SETTINGS, SMALL_SETTINGS } from "./fixture";

const sizes = { large: platformAddons(context(SETTINGS)), small: platformAddons(context(SMALL_SETTINGS)) };

/** Charts of add-ons with their values, but for the project's own. */
function released(size: keyof typeof sizes) {
  return Object.values(sizes[size]).flatMap(({ chart, values }) => (chart === "local" ? [] : [{ ...chart, values }]));
}

describe.each(["large", "small"] as const)("the values of a %s environment", (size) => {
  it.each(released(size))("of $name have only keys that the chart has, of the types that it takes", (chart) => {
    expect(chartValueProblems(chart.name, chart.values)).toEqual([]);
  });
});

it.each(released("large"))("of $name are checked against the chart in the version that is released", (chart) => {
  expect(chartFacts(chart.name)).toMatchObject({ chart: chart.name, version: chart.version });
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
