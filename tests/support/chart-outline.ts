import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Shape } from "../../gitops/checks/kubernetes/shape";
import type { ChartFacts } from "./chart-values";

type Values = Readonly<Record<string, unknown>>;

/** Words of a schema that say nothing of what is valid. */
const PROSE = ["$comment", "default", "description", "examples", "title"];
/** Words of a schema below which keys are names, whatever they are. */
const NAMES = ["$defs", "definitions", "properties"];

/** What the tests need to know of an unpacked chart, whose dependencies are in its charts/. */
export function chartOutline(folder: string): ChartFacts {
  const { name, version } = parse(readFileSync(join(folder, "Chart.yaml"), "utf8")) as {
    name: string;
    version: string;
  };
  const schema = join(folder, "values.schema.json");
  return {
    chart: name,
    version,
    values: outlineOf(sorted(defaultsOf(folder))) as ChartFacts["values"],
    ...(existsSync(schema) ? { schema: withoutProse(JSON.parse(readFileSync(schema, "utf8"))) as object } : {}),
  };
}

/** The default values of a chart with those of its dependencies, by the names under which they take them. */
function defaultsOf(folder: string): Values {
  const { dependencies = [] } = parse(readFileSync(join(folder, "Chart.yaml"), "utf8")) as {
    dependencies?: readonly { name: string; alias?: string }[];
  };
  const own = parse(readFileSync(join(folder, "values.yaml"), "utf8")) as Values | null;
  const charts = join(folder, "charts");
  const present = existsSync(charts) ? readdirSync(charts) : [];
  const inherited = dependencies
    .filter(({ name }) => present.includes(name))
    .map(({ name, alias = name }): [string, Values] => [alias, defaultsOf(join(charts, name))]);
  return merged(Object.fromEntries(inherited), own ?? {});
}

function merged(one: Values, other: Values): Values {
  const both = Object.entries(other).map(([key, value]): [string, unknown] => {
    const inherited = one[key];
    return [key, isMap(inherited) && isMap(value) ? merged(inherited, value) : value];
  });
  return { ...one, ...Object.fromEntries(both) };
}

function sorted(values: Values): Values {
  const entries = Object.entries(values).map(([key, value]): [string, unknown] => [
    key,
    isMap(value) ? sorted(value) : value,
  ]);
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The shape of values that set nothing which the defaults do not have. */
function outlineOf(value: unknown): Shape {
  if (Array.isArray(value)) return ["any"];
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [`${key}?`, outlineOf(child)]));
  }
  return value === null || value === undefined ? "any" : typeof value;
}

function withoutProse(schema: unknown, keysAreNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((element) => withoutProse(element));
  if (!isMap(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([word]) => keysAreNames || !PROSE.includes(word))
      .map(([word, child]) => [word, withoutProse(child, !keysAreNames && NAMES.includes(word))]),
  );
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
