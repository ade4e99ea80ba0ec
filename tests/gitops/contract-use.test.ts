import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import schema from "../../gitops/charts/lms-service/values.schema.json";
import { helmTemplate } from "../../gitops/checks/kubernetes/helm";
import { LMS_SERVICE_NAMES } from "../../modules/foundation/services";
import { contractFile, parseContract } from "../../scripts/contract/contract-file";
import { PROJECT } from "../../scripts/synth";
import { temporaryFolder } from "../sandbox/support";
import { COURSES, SERVICE_CHART } from "./fixture";

type Tree = { [key: string]: Tree | string | number };

/** The chart without its schema, which would refuse a mark in place of a value. */
function chartWithoutSchema(): string {
  const folder = temporaryFolder();
  cpSync(SERVICE_CHART, folder, { recursive: true });
  rmSync(join(folder, "values.schema.json"));
  return folder;
}

/** A tree with a mark in place of each value that is found again in any text, and the marks by the values' paths. */
function marked(tree: Tree, marks: Map<string, string>, path: readonly string[] = []): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      const at = [...path, key];
      if (typeof value === "object") return [key, marked(value, marks, at)];
      const mark = typeof value === "number" ? 20_000 + marks.size : `mark-${20_000 + marks.size}-mark`;
      marks.set(at.join("."), String(mark));
      return [key, mark];
    }),
  );
}

/** The paths in a contract whose value is in nothing that the chart makes for the service. */
function unused(environment: string, service: string): string[] {
  const { services, ...common } = parseContract(readFileSync(join(PROJECT, contractFile(environment)), "utf8"));
  const own = services[service as keyof typeof services];
  const marks = new Map<string, string>();
  const platform = marked(common as unknown as Tree, marks);
  const entry = marked(own as unknown as Tree, marks);
  const values = {
    ...COURSES,
    platform: { ...platform, services: { [service]: entry } },
    name: service,
    namespace: entry.namespace,
    serviceAccount: entry.serviceAccount,
    callers: [],
    nodes: "general",
  };
  const text = JSON.stringify(helmTemplate(chartWithoutSchema(), values));
  return [...marks].filter(([, mark]) => !text.includes(mark)).map(([path]) => path);
}

describe("each value of the contract has a user", () => {
  it.each(LMS_SERVICE_NAMES)("in what the chart makes for %s", (service) => {
    expect(unused("prod", service)).toEqual([]);
  });
});

describe("each value that a template reads has a source", () => {
  const templates = readdirSync(join(SERVICE_CHART, "templates"));
  const read = (pattern: RegExp) =>
    templates.flatMap((file) =>
      [...readFileSync(join(SERVICE_CHART, "templates", file), "utf8").matchAll(pattern)].map(([, path = ""]) => path),
    );
  /** Whether the schema, which allows nothing that it does not name, has the path. */
  const known = (start: object, path: string) =>
    path.split(".").reduce<object | undefined>((at, key) => {
      const { $ref, properties } = at as { $ref?: string; properties?: Record<string, object> };
      const resolved = $ref === undefined ? properties : definition($ref).properties;
      return resolved?.[key];
    }, start) !== undefined;
  const definition = ($ref: string) =>
    schema.definitions[$ref.replace("#/definitions/", "") as keyof typeof schema.definitions] as {
      properties?: Record<string, object>;
    };

  it.each([
    ["the values", /\.Values\.([A-Za-z.]+)/g, schema],
    ["the contract", /\$platform\.([A-Za-z.]+)/g, schema.definitions.platform],
    ["the service's part of the contract", /\$own\.([A-Za-z.]+)/g, schema.definitions.service],
  ])("in %s", (_what, pattern, start) => {
    const paths = [...new Set(read(pattern))];
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !known(start, path))).toEqual([]);
  });

  it("and every key of the contract must be there, but for those of what stands by or is switched off, and a database that a service does not have", () => {
    type Definition = { readonly properties?: object; readonly required?: readonly string[] };
    const optional = Object.entries(schema.definitions as Record<string, Definition>).flatMap(
      ([name, { properties = {}, required = [] }]) =>
        Object.keys(properties).flatMap((key) => (required.includes(key) ? [] : `${name}.${key}`)),
    );
    expect(optional.sort()).toEqual([
      "platform.standsBy",
      "platform.traces",
      "platform.unmonitored",
      "service.database",
    ]);
    expect(Object.keys(schema.properties).sort()).toEqual([...schema.required].sort());
  });
});
