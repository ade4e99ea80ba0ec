/**
 * Writes what the tests know of a chart: the outline of its default values and, when it has one, the schema of its values.
 *
 *     helm pull cert-manager --repo https://charts.jetstack.io --version v1.21.1 --untar --untardir /tmp/charts
 *     node scripts/run.js tests/charts/outline.ts /tmp/charts/cert-manager
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Shape } from "../support/shape";

type Values = Readonly<Record<string, unknown>>;

/** Words of a schema that say nothing of what is valid. */
const PROSE = ["$comment", "default", "description", "examples", "title"];

/** The default values of a chart with those of its dependencies, by the names under which they take them. */
function defaultsOf(chart: string): Values {
  const { dependencies = [] } = parse(readFileSync(join(chart, "Chart.yaml"), "utf8")) as {
    dependencies?: readonly { name: string; alias?: string }[];
  };
  const own = parse(readFileSync(join(chart, "values.yaml"), "utf8")) as Values | null;
  const folder = join(chart, "charts");
  const present = existsSync(folder) ? readdirSync(folder) : [];
  const inherited = dependencies
    .filter(({ name }) => present.includes(name))
    .map(({ name, alias = name }): [string, Values] => [alias, defaultsOf(join(folder, name))]);
  return merged(Object.fromEntries(inherited), own ?? {});
}

function merged(one: Values, other: Values): Values {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return Object.fromEntries(
    keys.map((key) => {
      const [left, right] = [one[key], other[key]];
      return [key, isMap(left) && isMap(right) ? merged(left, right) : (right ?? left)];
    }),
  );
}

/** The shape of values that set nothing which the defaults do not have. */
function outline(value: unknown): Shape {
  if (Array.isArray(value)) return ["any"];
  if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [`${key}?`, outline(child)]));
  return value === null || value === undefined ? "any" : typeof value;
}

function withoutProse(schema: unknown, names = false): unknown {
  if (Array.isArray(schema)) return schema.map((element) => withoutProse(element));
  if (!isMap(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([word]) => names || !PROSE.includes(word))
      .map(([word, child]) => [
        word,
        withoutProse(child, !names && ["properties", "$defs", "definitions"].includes(word)),
      ]),
  );
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

for (const chart of process.argv.slice(2)) {
  const { name, version } = parse(readFileSync(join(chart, "Chart.yaml"), "utf8")) as { name: string; version: string };
  const schema = join(chart, "values.schema.json");
  const facts = {
    chart: name,
    version,
    values: outline(merged({}, defaultsOf(chart))),
    ...(existsSync(schema) ? { schema: withoutProse(JSON.parse(readFileSync(schema, "utf8"))) } : {}),
  };
  writeFileSync(join("tests/charts", `${name}.json`), `${JSON.stringify(facts)}\n`);
}
