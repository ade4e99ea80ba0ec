import { describe, expect, it } from "vitest";
import { type State, stateOf } from "./cloudwatch";
import { evaluate, type Series } from "./metric-math";

/** A series as AWS writes it: `0` within the threshold, `X` beyond it, `-` missing. */
const series = (text: string): Series =>
  text.split(" ").map((point) => (point === "-" ? undefined : point === "X" ? 1 : 0));

const state = (text: string, treat_missing_data: string, toAlarm = 3): State =>
  stateOf(
    {
      evaluation_periods: 3,
      datapoints_to_alarm: toAlarm,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0.5,
      treat_missing_data,
    },
    series(text),
    Number.NaN,
    "INSUFFICIENT_DATA",
  );

const KEPT = "INSUFFICIENT_DATA";

// The tables of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
describe("missing data", () => {
  it.each<[string, State, State, State, State]>([
    ["0 - X - X", "OK", "OK", "OK", "OK"],
    ["- - - - 0", "OK", "OK", "OK", "OK"],
    ["- - - - -", "INSUFFICIENT_DATA", KEPT, "ALARM", "OK"],
    ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["- - X - -", "ALARM", KEPT, "ALARM", "OK"],
  ])("of 3 of 3: %s", (text, missing, ignore, breaching, notBreaching) => {
    expect(["missing", "ignore", "breaching", "notBreaching"].map((treatment) => state(text, treatment))).toEqual([
      missing,
      ignore,
      breaching,
      notBreaching,
    ]);
  });

  it.each<[string, State, State, State, State]>([
    ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
    ["0 - X - -", "OK", "OK", "ALARM", "OK"],
    ["- - - - 0", "OK", "OK", "ALARM", "OK"],
    ["- - - X -", "ALARM", KEPT, "ALARM", "OK"],
  ])("of 2 of 3: %s", (text, missing, ignore, breaching, notBreaching) => {
    expect(["missing", "ignore", "breaching", "notBreaching"].map((treatment) => state(text, treatment, 2))).toEqual([
      missing,
      ignore,
      breaching,
      notBreaching,
    ]);
  });
});

describe("metric math", () => {
  const metrics = { a: [1, undefined, 3], b: [2, 4, undefined], none: [undefined, undefined, undefined] };
  it.each<[string, Series]>([
    ["a + b * 2", [5, undefined, undefined]],
    ["FILL(a, 0) + FILL(none, 0)", [1, 0, 3]],
    ["MAX([a, b])", [2, 4, 3]],
    ["SUM([a, b, none])", [3, 4, 3]],
    ["MIN([a / 2, none])", [0.5, undefined, 1.5]],
    ["DIFF(FILL(a, 0))", [undefined, -1, 3]],
    ["IF(FILL(a, 0) >= 1, 100, 0)", [100, 0, 100]],
    ["100 * FILL(a, 0) / (FILL(a, 0) + FILL(none, 0))", [100, undefined, 100]],
  ])("has the value of %s", (expression, expected) => {
    expect(evaluate(expression, metrics, 3)).toEqual(expected);
  });

  it.each(["c", "MAX([a)", "a a", "MEDIAN(a)", "a ? b"])("does not take %s", (expression) => {
    expect(() => evaluate(expression, metrics, 3)).toThrow();
  });
});
