import { describe, expect, it } from "vitest";
import {
  alarmStates,
  dashboardBody,
  graph,
  heading,
  layoutProblems,
  type Row,
  type Widget,
} from "../../../../modules/monitoring/dashboards/widgets";

const LINE = {
  Load: { namespace: "AWS/RDS", name: "CPUUtilization", statistic: "Average", dimensions: { A: "1", B: "2" } },
} as const;
const size = (width: number, height: number): Widget => ({ type: "text", width, height, properties: {} });
const problems = (...rows: readonly Row[]) => layoutProblems("overview", rows);

describe("the body of a dashboard", () => {
  it("has its rows one below the other, as high as their highest widget", () => {
    const body = JSON.parse(dashboardBody([[size(24, 2)], [size(8, 6), size(8, 3), size(8, 6)], [size(12, 6)]]));
    expect(body.widgets.map(({ x, y }: { x: number; y: number }) => [x, y])).toEqual([
      [0, 0],
      [0, 2],
      [8, 2],
      [16, 2],
      [0, 8],
    ]);
    expect(body).toMatchObject({ start: "-PT3H", periodOverride: "inherit" });
  });
});

describe("a graph", () => {
  it("is a third of the dashboard, begins with 0, and has a point a minute", () => {
    expect(graph("Load", "us-east-1", LINE)).toEqual({
      type: "metric",
      width: 8,
      height: 6,
      properties: {
        title: "Load",
        region: "us-east-1",
        view: "timeSeries",
        stacked: false,
        period: 60,
        metrics: [["AWS/RDS", "CPUUtilization", "A", "1", "B", "2", { stat: "Average", label: "Load" }]],
        yAxis: { left: { min: 0, showUnits: false } },
      },
    });
  });

  it("shows a calculation, and hides what it is worked out of", () => {
    const { properties } = graph("Share", "us-east-1", {
      Share: { expression: "100 * m1", metrics: { m1: LINE.Load } },
    });
    expect(properties.metrics).toEqual([
      [{ expression: "100 * m1", label: "Share" }],
      ["AWS/RDS", "CPUUtilization", "A", "1", "B", "2", { stat: "Average", id: "m1", visible: false }],
    ]);
  });

  it("says what its axis measures, and may be wider, stacked or coarser", () => {
    const options = {
      width: 12,
      stacked: true,
      axis: { label: "percent", max: 100 },
      periodSeconds: 300,
    };
    expect(graph("Load", "us-east-1", LINE, options)).toMatchObject({
      width: 12,
      properties: {
        stacked: true,
        period: 300,
        yAxis: { left: { min: 0, showUnits: false, label: "percent", max: 100 } },
      },
    });
  });

  it("may be a number, which has no axis", () => {
    const { properties } = graph("Load", "us-east-1", LINE, { view: "singleValue" });
    expect(properties.view).toBe("singleValue");
    expect(properties).not.toHaveProperty("yAxis");
  });
});

it("shows text and the states of alarms over the whole width", () => {
  expect(heading("# Data")).toEqual({
    type: "text",
    width: 24,
    height: 2,
    properties: { markdown: "# Data", background: "transparent" },
  });
  expect(alarmStates("Incidents", [{ arn: "arn:1" }, { arn: "arn:2" }])).toEqual({
    type: "alarm",
    width: 24,
    height: 3,
    properties: { title: "Incidents", alarms: ["arn:1", "arn:2"], sortBy: "stateUpdatedTimestamp" },
  });
});

describe("a layout", () => {
  it("may fill the grid", () => {
    expect(problems([size(24, 1)], [size(8, 6), size(8, 6), size(8, 6)])).toEqual([]);
  });

  it("must not be wider than the grid", () => {
    expect(problems([size(24, 1)], [size(12, 6), size(13, 6)])).toEqual([
      "overview: row 2 must be at most 24 units wide, got 25; begin another row",
    ]);
    expect(problems([size(25, 6)])).toEqual([
      "overview: row 1 must be at most 24 units wide, got 25; begin another row",
    ]);
  });

  it.each([0, -1, 1.5])("must not have a size of %d", (amount) => {
    const problem = `overview: row 1 must have sizes of 1 and more whole units of the grid, got ${amount}; give a whole number`;
    expect(problems([size(amount, 6)])).toEqual([problem]);
    expect(problems([size(6, amount)])).toEqual([problem]);
  });

  it("must have something in each row", () => {
    expect(problems([])).toEqual(["overview: row 1 must have a widget, got none; remove it"]);
  });

  it("must not have more widgets than CloudWatch takes", () => {
    const rows = (amount: number) => Array.from({ length: amount }, () => [size(1, 1)]);
    expect(problems(...rows(500))).toEqual([]);
    expect(problems(...rows(501))).toEqual(["overview: must have at most 500 widgets, got 501; make a second one"]);
  });

  it("must not have more metrics in a graph than CloudWatch takes, or none", () => {
    const lines = (amount: number) =>
      graph("Load", "us-east-1", Object.fromEntries(Array.from({ length: amount }, (_, index) => [index, LINE.Load])));
    expect(problems([lines(500)])).toEqual([]);
    expect(problems([lines(501)])).toEqual(['overview: "Load" must have from 1 to 500 metrics, got 501; divide it']);
    expect(problems([lines(0)])).toEqual(['overview: "Load" must have from 1 to 500 metrics, got 0; remove it']);
  });

  it("must not have more alarms in a widget than CloudWatch takes, or none", () => {
    const states = (amount: number) =>
      alarmStates(
        "Incidents",
        Array.from({ length: amount }, (_, index) => ({ arn: `arn:${index}` })),
      );
    expect(problems([states(100)])).toEqual([]);
    expect(problems([states(101)])).toEqual([
      'overview: "Incidents" must have from 1 to 100 alarms, got 101; divide it',
    ]);
    expect(problems([states(0)])).toEqual(['overview: "Incidents" must have from 1 to 100 alarms, got 0; remove it']);
  });

  it("must not use the id of a metric twice in a graph", () => {
    const calculation = { expression: "m1", metrics: { m1: LINE.Load } };
    expect(problems([graph("Load", "us-east-1", { A: calculation, B: calculation })])).toEqual([
      'overview: "Load" must use an id once, got "m1" again; rename it in one calculation',
    ]);
  });
});
