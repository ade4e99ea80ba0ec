import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ErrorObject } from "ajv";
import Ajv2020 from "ajv/dist/2020";
import { type Shape, shapeProblems } from "../../gitops/checks/kubernetes/shape";
import { FREE_FORM } from "../charts/free-form";

/** What tests/charts/ knows of a chart. */
export interface ChartFacts {
  readonly chart: string;
  readonly version: string;
  /** The outline of its default values, with those of its dependencies. */
  readonly values: { readonly [key: string]: Shape };
  /** The schema of its values, for a chart that has one. */
  readonly schema?: { readonly $schema?: string };
}

const CHARTS = join(__dirname, "../charts");

export function chartFacts(chart: string): ChartFacts {
  return JSON.parse(readFileSync(join(CHARTS, `${chart}.json`), "utf8")) as ChartFacts;
}

/**
 * What a chart would refuse of values, or worse, ignore: most charts say nothing about a key that does not exist. A key
 * exists when the chart has a default for it, or when `FREE_FORM` says so. `null` is how values take a default away.
 * @returns one line a problem, `<chart>: <path>: must be a known key; …`; `[]` when there is none
 */
export function chartValueProblems(chart: string, values: Readonly<Record<string, unknown>>): string[] {
  const { values: outline, schema } = chartFacts(chart);
  const known = Object.entries(FREE_FORM[chart] ?? {}).reduce<Shape>(
    (shape, [path, free]) => withKey(shape, path.split("/"), free),
    outline,
  );
  const set = withoutNulls(values);
  return [...shapeProblems(set, known), ...(schema === undefined ? [] : schemaProblems(schema, set))].map(
    (problem) => `${chart}: ${problem}`,
  );
}

function withoutNulls(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const set = Object.entries(value).filter(([, child]) => child !== null);
  return Object.fromEntries(set.map(([key, child]) => [key, withoutNulls(child)]));
}

/** The shape with one more key, or with another shape for a key that it has. */
function withKey(shape: Shape, [key = "", ...rest]: readonly string[], free: Shape): Shape {
  if (typeof shape !== "object" || Array.isArray(shape)) return withKey({}, [key, ...rest], free);
  const map = shape as { readonly [key: string]: Shape };
  return { ...map, [`${key}?`]: rest.length === 0 ? free : withKey(map[`${key}?`] ?? {}, rest, free) };
}

function schemaProblems(schema: { readonly $schema?: string }, values: unknown): string[] {
  const options = { allErrors: true, strict: false, validateFormats: false, logger: false } as const;
  const ajv = schema.$schema?.includes("2020-12") ? new Ajv2020(options) : new Ajv(options);
  const validate = ajv.compile(schema);
  validate(values);
  // What is required and not set, the chart's defaults bring.
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== "required").map(describe);
}

function describe({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath.slice(1).replaceAll("/", ".")}: ${message} ${JSON.stringify(params)}`;
}
