import type { RedisNodeMetrics } from "../../elasticache";
import type { Metric, Signal } from "../../foundation/metrics";
import type { WatchedStore } from "../watched-parts";

/** The lines of a graph by what its legend calls them. */
export type Lines = Readonly<Record<string, Signal>>;

/** A part of a dashboard, before it has a place there. Sizes are in units of the grid, which is 24 wide. */
export interface Widget {
  readonly type: "alarm" | "metric" | "text";
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Options of a graph that differ from the defaults. */
export interface GraphOptions {
  /** A third of the dashboard by default. */
  readonly width?: number;
  /** `timeSeries` by default, `singleValue` for a number at a glance. */
  readonly view?: "timeSeries" | "singleValue";
  /** Whether the lines are parts of one whole, drawn on top of each other. */
  readonly stacked?: boolean;
  /** The left axis, which begins with 0: what it measures, and where it ends if that is known. */
  readonly axis?: { readonly label?: string; readonly max?: number };
  /** Seconds that a point stands for, 60 by default. CloudWatch keeps 60 for 15 days and 300 for 63. */
  readonly periodSeconds?: number;
  /** What is shown whatever the dashboard's own time is, such as `-P30D` for the last thirty days. */
  readonly start?: string;
}

const GRAPH = { width: 8, height: 6 } as const;
const FULL_WIDTH = 24;

/** Text over the whole width, in Markdown. */
export function heading(markdown: string): Widget {
  return { type: "text", width: FULL_WIDTH, height: 2, properties: { markdown, background: "transparent" } };
}

/** The states of alarms, those that changed last first. */
export function alarmStates(title: string, alarms: readonly { readonly arn: string }[]): Widget {
  return {
    type: "alarm",
    width: FULL_WIDTH,
    height: 3,
    properties: { title, alarms: alarms.map(({ arn }) => arn), sortBy: "stateUpdatedTimestamp" },
  };
}

/**
 * A graph of metrics of one region.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function graph(title: string, region: string, lines: Lines, options: GraphOptions = {}): Widget {
  const { width = GRAPH.width, view = "timeSeries", stacked = false, axis = {}, periodSeconds = 60, start } = options;
  return {
    type: "metric",
    width,
    height: GRAPH.height,
    properties: {
      title,
      region,
      view,
      stacked,
      period: periodSeconds,
      ...(start === undefined ? {} : { start }),
      metrics: Object.entries(lines).flatMap(([label, line]) => rowsOf(label, line)),
      ...(view === "timeSeries" ? { yAxis: { left: { min: 0, showUnits: false, ...axis } } } : {}),
    },
  };
}

/** The rows of a widget's `metrics`: a metric has one, a calculation one for itself and a hidden one for each metric. */
function rowsOf(label: string, line: Signal): unknown[] {
  if ("expression" in line) {
    const hidden = Object.entries(line.metrics).map(([id, metric]) => rowOf(metric, { id, visible: false }));
    return [[{ expression: line.expression, label }], ...hidden];
  }
  return [rowOf(line, { label })];
}

function rowOf(
  { namespace, name, statistic, dimensions }: Metric,
  options: Readonly<Record<string, unknown>>,
): unknown[] {
  return [namespace, name, ...Object.entries(dimensions).flat(), { stat: statistic, ...options }];
}

/** One metric of each item, by the item's name. */
export function each<T>(items: Readonly<Record<string, T>>, metric: (item: T) => Metric): Lines {
  return Object.fromEntries(Object.entries(items).map(([name, item]) => [name, metric(item)]));
}

/** One metric of each node of a Redis store. */
export function eachNode({ metrics }: WatchedStore, pick: (node: RedisNodeMetrics) => Metric): Lines {
  return Object.fromEntries(metrics.map((node, index) => [`node ${index + 1}`, pick(node)]));
}

/** Widgets beside each other, from the left. */
export type Row = readonly Widget[];

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const GRID_WIDTH = 24;
const MAX_WIDGETS = 500;
const MAX_METRICS = 500;
const MAX_ALARMS = 100;

/** The body of a dashboard: its rows one below the other, the last three hours by default. */
export function dashboardBody(rows: readonly Row[]): string {
  let y = 0;
  const widgets = rows.flatMap((row) => {
    let x = 0;
    const placed = row.map((widget) => {
      const place = { x, y };
      x += widget.width;
      return { ...place, ...widget };
    });
    y += Math.max(...row.map(({ height }) => height));
    return placed;
  });
  return JSON.stringify({ start: "-PT3H", periodOverride: "inherit", widgets });
}

/**
 * Checks rows against the grid and the limits of CloudWatch.
 * @param dashboard its name, which messages begin with
 * @returns every problem at once, `[]` when there is none
 */
export function layoutProblems(dashboard: string, rows: readonly Row[]): string[] {
  const widgets = rows.flat();
  const problems = rows.flatMap((row, index) => rowProblems(`${dashboard}: row ${index + 1}`, row));
  if (widgets.length > MAX_WIDGETS) {
    problems.push(`${dashboard}: must have at most ${MAX_WIDGETS} widgets, got ${widgets.length}; make a second one`);
  }
  return [...problems, ...widgets.flatMap((widget) => contentProblems(dashboard, widget))];
}

function rowProblems(where: string, row: Row): string[] {
  if (row.length === 0) return [`${where} must have a widget, got none; remove it`];
  const malformed = row
    .flatMap(({ width, height }) => [width, height])
    .filter((size) => !(Number.isInteger(size) && size >= 1))
    .map((size) => `${where} must have sizes of 1 and more whole units of the grid, got ${size}; give a whole number`);
  const width = row.reduce((sum, widget) => sum + widget.width, 0);
  if (width <= GRID_WIDTH) return malformed;
  return [...malformed, `${where} must be at most ${GRID_WIDTH} units wide, got ${width}; begin another row`];
}

function contentProblems(dashboard: string, { properties }: Widget): string[] {
  const { title, alarms, metrics } = properties;
  const where = `${dashboard}: ${JSON.stringify(title)}`;
  if (Array.isArray(alarms)) return amountProblems(where, "alarms", alarms.length, MAX_ALARMS);
  if (!Array.isArray(metrics)) return [];
  const ids = metrics.flatMap((row: unknown[]) => (row.at(-1) as { readonly id?: string }).id ?? []);
  const repeated = ids.filter((id, index) => ids.indexOf(id) < index);
  return [
    ...amountProblems(where, "metrics", metrics.length, MAX_METRICS),
    ...[...new Set(repeated)].map(
      (id) => `${where} must use an id once, got ${JSON.stringify(id)} again; rename it in one calculation`,
    ),
  ];
}

function amountProblems(where: string, what: string, amount: number, most: number): string[] {
  if (amount >= 1 && amount <= most) return [];
  return [`${where} must have from 1 to ${most} ${what}, got ${amount}; ${amount === 0 ? "remove" : "divide"} it`];
}
