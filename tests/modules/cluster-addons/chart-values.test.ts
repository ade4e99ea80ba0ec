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

it("knows every chart in the version that is pinned", () => {
  for (const [chart, { version }] of Object.entries(CHARTS))
    expect(chartFacts(chart)).toMatchObject({ chart, version });
});
