import type { Attributes } from "../../../support/synthesized";
import { evaluate, type Series } from "./metric-math";

// A model of how CloudWatch evaluates an alarm, for alarms as Terraform is given them.

export type State = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** What a metric has in a minute: nothing, one value, or the values of single requests. */
export type Reading = number | readonly number[] | undefined;

/** Readings by the name of the metric, minute by minute, of the resource that the dimensions name. */
export type World = Readonly<Record<string, (minute: number, dimensions: string) => Reading>>;

interface Metric {
  readonly metric_name: string;
  readonly period: number;
  readonly stat: string;
  readonly dimensions?: Readonly<Record<string, string>>;
}

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly metric?: Metric;
}

/**
 * Periods beyond the evaluated ones that CloudWatch looks back for readings. How many it does not tell; in its own example
 * it is two.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const LOOK_BACK = 2;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
const SAMPLES_FOR_P99 = 1000;

/** The states of an alarm at the end of each of its periods, from the beginning of the world. */
export function statesOf(alarm: Attributes, world: World, minutes: number, usual = Number.NaN): State[] {
  const queries = queriesOf(alarm);
  const period = Math.max(...queries.map(({ metric }) => metric?.period ?? 0));
  const count = Math.floor((minutes * 60) / period);
  const lists = queries.flatMap(({ id, metric }) =>
    metric === undefined ? [] : [[id, seriesOf(metric, world, count)] as const],
  );
  const expression = queries.find(({ id, expression }) => id === "value" && expression !== undefined)?.expression;
  const value = expression === undefined ? lists[0]?.[1] : evaluate(expression, Object.fromEntries(lists), count);
  if (value === undefined) throw new Error("an alarm must have a value");
  const states: State[] = [];
  for (let end = 1; end <= count; end++) {
    states.push(stateOf(alarm, value.slice(0, end), usual, states.at(-1) ?? "INSUFFICIENT_DATA"));
  }
  return states;
}

/** The state of an alarm after a series of values, the newest last. */
export function stateOf(alarm: Attributes, values: Series, usual: number, before: State): State {
  const periods = Number(alarm.evaluation_periods);
  const toAlarm = Number(alarm.datapoints_to_alarm);
  const range = values.slice(-(periods + LOOK_BACK));
  const readings = range.filter((value) => value !== undefined).slice(-periods);
  const breaching = readings.filter((value) => breaches(alarm, value, usual)).length;
  const missing = periods - readings.length;
  if (missing === 0) return breaching >= toAlarm ? "ALARM" : "OK";
  switch (alarm.treat_missing_data) {
    case "breaching":
      return breaching + missing >= toAlarm ? "ALARM" : "OK";
    case "notBreaching":
      return breaching >= toAlarm ? "ALARM" : "OK";
    case "ignore":
      if (breaching >= toAlarm) return "ALARM";
      return breaching < readings.length ? "OK" : before;
    default:
      if (readings.length === 0) return "INSUFFICIENT_DATA";
      return breaching === readings.length || breaching >= toAlarm ? "ALARM" : "OK";
  }
}

function breaches({ comparison_operator, threshold }: Attributes, value: number, usual: number): boolean {
  switch (comparison_operator) {
    case "GreaterThanThreshold":
      return value > Number(threshold);
    case "LessThanThreshold":
      return value < Number(threshold);
    case "GreaterThanUpperThreshold":
      if (Number.isNaN(usual)) throw new Error("the world must say what is usual");
      return value > usual;
    default:
      throw new Error(`unknown comparison ${comparison_operator}`);
  }
}

function queriesOf(alarm: Attributes): readonly Query[] {
  if (alarm.metric_query !== undefined) return alarm.metric_query as readonly Query[];
  const { metric_name, period, statistic, extended_statistic, dimensions } = alarm;
  const stat = statistic ?? extended_statistic;
  return [{ id: "value", metric: { metric_name, period, stat, dimensions } as Metric }];
}

/** What a metric is in each period; nothing where there is no reading, or too few for a percentile. */
function seriesOf({ metric_name, period, stat, dimensions }: Metric, world: World, count: number): Series {
  const read = world[metric_name];
  if (read === undefined) throw new Error(`the world must say what ${metric_name} is`);
  const of = JSON.stringify(dimensions ?? {});
  const minutes = period / 60;
  return Array.from({ length: count }, (_, index) => {
    const values = Array.from({ length: minutes }, (_, minute) => read(index * minutes + minute, of)).flatMap(
      (reading) => reading ?? [],
    );
    return values.length === 0 ? undefined : statistic(stat, values);
  });
}

function statistic(stat: string, values: readonly number[]): number | undefined {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (stat) {
    case "Sum":
      return sum;
    case "Average":
      return sum / values.length;
    case "Maximum":
      return Math.max(...values);
    case "Minimum":
      return Math.min(...values);
    case "p99":
      if (values.length < SAMPLES_FOR_P99) return undefined;
      return [...values].sort((one, other) => one - other)[Math.ceil(values.length * 0.99) - 1];
    default:
      throw new Error(`unknown statistic ${stat}`);
  }
}
