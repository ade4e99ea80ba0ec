import { describe, expect, it } from "vitest";
import { measurement } from "../../../modules/alerting/alarm";
import { alarmProblems, descriptionProblems } from "../../../modules/alerting/alarm-checks";
import { type AlarmSpec, countOf, PERCENT, type RunbookSection } from "../../../modules/alerting/alarm-spec";
import { type Metric, overAll } from "../../../modules/foundation/metrics";

const METRIC: Metric = {
  namespace: "AWS/RDS",
  name: "CPUUtilization",
  statistic: "Maximum",
  dimensions: { DBClusterIdentifier: "lms" },
};
const GOOD: AlarmSpec = {
  meaning: "It is slow.",
  runbook: "database-load",
  signal: METRIC,
  range: PERCENT,
  threshold: { above: 90 },
  window: { periodSeconds: 60, periods: 5 },
  missingData: "silent-when-idle",
  incident: "none",
};
const problems = (change: Partial<AlarmSpec>) => alarmProblems({ ...GOOD, ...change });

it("has the number of its metrics in the query of each, so that none stays as it was when there are more or fewer", () => {
  const nodes = ["a", "b"].map((id) => ({ ...METRIC, dimensions: { CacheClusterId: id } }));
  expect(measurement({ ...GOOD, signal: overAll("MAX", nodes) }).metricQuery).toMatchObject([
    { id: "m1", label: "1 of 2", metric: { dimensions: { CacheClusterId: "a" } } },
    { id: "m2", label: "2 of 2", metric: { dimensions: { CacheClusterId: "b" } } },
    { id: "value", label: "Value", expression: "MAX([m1, m2])" },
  ]);
});

it("finds nothing wrong with a good alarm", () => {
  expect(alarmProblems(GOOD)).toEqual([]);
});

describe("what an alarm says of itself", () => {
  it("must link a section of the runbooks", () => {
    expect(problems({ runbook: "make-tea" as RunbookSection })).toEqual([
      'runbook: must be a section of docs/runbooks.md, got "make-tea"; write the section, and add it to RUNBOOK_SECTIONS',
    ]);
  });

  it.each([
    ["", 40],
    ["x".repeat(1000), 1040],
  ])("must be something that CloudWatch takes: %s", (meaning, length) => {
    expect(descriptionProblems(meaning, "database-load")).toEqual([
      `meaning: must say something, with the link at most 1024 characters, got ${length}; say in a sentence what learners notice`,
    ]);
  });
});

describe("a window", () => {
  it.each([0, 45, 90, -60, 86_460, 1.5])(
    "must have periods that CloudWatch knows, not of %d seconds",
    (periodSeconds) => {
      expect(problems({ window: { periodSeconds, periods: 1 } })[0]).toBe(
        `window.periodSeconds: must be 10, 20, 30 or a multiple of 60 up to 86400, got ${periodSeconds}; choose one that CloudWatch knows`,
      );
    },
  );

  it.each([10, 20, 30])("must not look for a metric of AWS every %d seconds", (periodSeconds) => {
    expect(problems({ window: { periodSeconds, periods: 1 } })).toEqual([
      `window.periodSeconds: must be 60 at least for AWS/RDS, got ${periodSeconds}; AWS writes its own metrics once a minute`,
    ]);
    expect(problems({ signal: { ...METRIC, namespace: "Own" }, window: { periodSeconds, periods: 1 } })).toEqual([]);
  });

  it.each([
    { periodSeconds: 60, periods: 1441, longest: 86_400 },
    { periodSeconds: 300, periods: 289, longest: 86_400 },
    { periodSeconds: 3600, periods: 169, longest: 604_800 },
    { periodSeconds: 86_400, periods: 8, longest: 604_800 },
    { periodSeconds: 60, periods: 0, longest: 86_400 },
    { periodSeconds: 60, periods: 1.5, longest: 86_400 },
  ])("must end before CloudWatch forgets: $periods of $periodSeconds seconds", ({ longest, ...window }) => {
    expect(problems({ window: { ...window, breaching: 1 } })[0]).toBe(
      `window.periods: must be a whole number from 1, and together at most ${longest} seconds with periods of ` +
        `${window.periodSeconds}, got ${window.periods}; shorten the window, or lengthen its periods to an hour or more`,
    );
  });

  it.each([
    { periodSeconds: 60, periods: 1440 },
    { periodSeconds: 3600, periods: 168 },
    { periodSeconds: 86_400, periods: 7 },
  ])("may be $periods periods of $periodSeconds seconds", (window) => {
    expect(problems({ window })).toEqual([]);
  });

  it.each([0, 6, 1.5])("must not want %d of 5 periods", (breaching) => {
    expect(problems({ window: { periodSeconds: 60, periods: 5, breaching } })).toEqual([
      `window.breaching: must be a whole number from 1 to periods 5, got ${breaching}; lower it`,
    ]);
  });
});

describe("a threshold", () => {
  const REMEDY = "the metric has no value beyond it, or none on this side of it";
  it.each<[string, Partial<AlarmSpec>, string]>([
    ["more than everything", { threshold: { above: 100 } }, "at least 0 and below 100 percent, got 100"],
    ["a percentage above 100", { threshold: { above: 120 } }, "at least 0 and below 100 percent, got 120"],
    ["a negative percentage", { threshold: { above: -1 } }, "at least 0 and below 100 percent, got -1"],
    ["less than nothing", { threshold: { below: 0 } }, "above 0 and at most 100 percent, got 0"],
    ["a negative count", { threshold: { above: -5 }, range: countOf("pods") }, "at least 0 pods, got -5"],
    ["fewer than none", { threshold: { below: 0 }, range: countOf("pods") }, "above 0 pods, got 0"],
    [
      "more connections than there are",
      { threshold: { above: 5001 }, range: { unit: "connections", least: 0, most: 5000 } },
      "at least 0 and below 5000 connections, got 5001",
    ],
    ["no number", { threshold: { above: Number.NaN } }, "at least 0 and below 100 percent, got NaN"],
  ])("must not be %s", (_, change, message) => {
    expect(problems(change)).toEqual([`threshold: must be ${message}; ${REMEDY}`]);
  });

  it.each([0, -1])("must not be %d standard deviations above the usual", (aboveUsual) => {
    expect(problems({ threshold: { aboveUsual } })).toEqual([
      `threshold: must be above 0 standard deviations, got ${aboveUsual}; 2 or 3 leave out what is usual`,
    ]);
  });

  it.each<Partial<AlarmSpec>>([
    { threshold: { above: 0 } },
    { threshold: { above: 99.9 } },
    { threshold: { below: 100 } },
    { threshold: { above: 1e9 }, range: countOf("bytes") },
    { threshold: { aboveUsual: 2.5 } },
  ])("may be %o", (change) => {
    expect(problems(change)).toEqual([]);
  });
});

describe("an expression", () => {
  const expression = (text: string, ids: readonly string[]) =>
    problems({ signal: { expression: text, metrics: Object.fromEntries(ids.map((id) => [id, METRIC])) } });

  it("is of metrics that it has", () => {
    expect(expression("100 * FILL(failed, 0) / all_requests", ["failed", "all_requests"])).toEqual([]);
    expect(expression("a + b", ["a"])).toEqual([
      'signal: must name metrics that it has, got "b" in a + b; add the metric',
    ]);
    expect(expression("a * 2", ["a", "b"])).toEqual([
      'signal: must use each of its metrics, got "b" not in a * 2; remove it',
    ]);
  });

  it.each(["M1", "1a", "a-b", "_a"])("must have ids as CloudWatch wants them, not %s", (id) => {
    expect(expression(`MAX([m1, ${id}])`, ["m1", id])).toContain(
      `signal: must have ids of a lower-case letter, then letters, digits or _, got ${JSON.stringify(id)}; rename it`,
    );
  });

  it("must be of ten metrics at most", () => {
    const metrics = Array.from({ length: 11 }, () => METRIC);
    expect(problems({ signal: overAll("MAX", metrics) })).toEqual([
      "signal: must be of 1 to 10 metrics, got 11; make more than one alarm of it",
    ]);
    expect(problems({ signal: overAll("MAX", metrics.slice(1)) })).toEqual([]);
    expect(problems({ signal: overAll("MAX", []) })).toEqual([
      "signal: must be of 1 to 10 metrics, got 0; make more than one alarm of it",
    ]);
  });

  it("is the metric itself over one", () => {
    expect(overAll("SUM", [METRIC])).toEqual(METRIC);
    expect(overAll("SUM", [METRIC, METRIC])).toEqual({
      expression: "SUM([m1, m2])",
      metrics: { m1: METRIC, m2: METRIC },
    });
  });
});

it("tells everything at once", () => {
  expect(
    problems({ meaning: "", threshold: { above: 200 }, window: { periodSeconds: 7, periods: 1 } }).map(
      (problem) => problem.split(":")[0],
    ),
  ).toEqual(["meaning", "window.periodSeconds", "threshold"]);
});
