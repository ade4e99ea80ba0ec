import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../../sandbox/gateway/judgement/rules/index";
import type { ServiceModels } from "../../../sandbox/gateway/judgement/service-models";
import { refusalsPage } from "../../../sandbox/refusals/page";
import { type Refusal, type Refusals, sourceOf } from "../../../sandbox/refusals/refusal";
import { REFUSALS } from "../../../sandbox/refusals/table";
import { PROJECT } from "../../../scripts/synth";
import { allRoots } from "../../support/synthesized";
import { awsModels } from "../gateway/judgement/support";

const ALL = Object.values(REFUSALS).flat();
const at = (by: Refusal[0]) => [
  ...new Set(ALL.filter(([refuser]) => refuser === by).map(([, operation]) => operation)),
];
const parts = (operation: string) => operation.split(" ") as [service: string, name: string];

describe("the table of refusals", () => {
  let models: ServiceModels;
  beforeAll(async () => {
    models = await awsModels();
  });

  it("has a row for every type of AWS in the synthesized roots, and for no other", () => {
    const types = [...allRoots().values()].flatMap(({ json }) => Object.keys(json.resource));
    const ofAws = new Set(types.filter((type) => type.startsWith("aws_")));
    expect(Object.keys(REFUSALS).sort()).toEqual([...ofAws].sort());
    expect(Object.entries(REFUSALS).filter(([, refusals]) => refusals.length === 0)).toEqual([]);
  });

  it("names every rule, and none that does not exist", () => {
    const written = Object.entries(rules).flatMap(([service, own]) =>
      Object.keys(own).map((name) => `${service} ${name}`),
    );
    expect(at("rule").sort()).toEqual(written.sort());
  });

  it("names operations that AWS's models have", () => {
    const unknown = ALL.map(([, operation]) => operation).filter((operation) => {
      const [service, name] = parts(operation);
      return models.of(service)?.operations[name] === undefined;
    });
    expect(unknown).toEqual([]);
  });

  it("leaves to the models only what they restrict", () => {
    const free = at("model").filter((operation) => {
      const [service, name] = parts(operation);
      const model = models.of(service);
      return !restricts(model?.shapes ?? {}, model?.operations[name]?.input?.shape ?? "", new Set());
    });
    expect(free).toEqual([]);
  });
});

/** Whether a shape, or one within it, may not be everything. */
function restricts(shapes: Readonly<Record<string, object>>, name: string, seen: Set<string>): boolean {
  if (seen.has(name)) return false;
  seen.add(name);
  const {
    required,
    enum: values,
    min,
    max,
    pattern,
    members = {},
    member,
    key,
    value,
  } = (shapes[name] ?? {}) as {
    readonly [field: string]: unknown;
  } & { readonly members?: Readonly<Record<string, { readonly shape: string }>> };
  if ([required, values, min, max, pattern].some((constraint) => constraint !== undefined)) return true;
  const within = [...Object.values(members), member, key, value].filter((one) => one !== undefined);
  return within.some((one) => restricts(shapes, (one as { readonly shape: string }).shape, seen));
}

describe("the page of refusals", () => {
  it("has a line for each, with the source", () => {
    const table: Refusals = {
      aws_a: [
        ["model", "kms CreateKey", "wrong values"],
        ["nobody", "kms CreateKey", "others", "https://example.com"],
      ],
    };
    expect(refusalsPage(table).split("\n").slice(-3)).toEqual([
      "| `aws_a` | wrong values | AWS's model | [kms CreateKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html) |",
      "|  | others | **nobody** | [kms CreateKey](https://example.com) |",
      "",
    ]);
  });

  it("knows the reference of every service", () => {
    expect(
      ALL.map(sourceOf).filter((source) => !/^https:\/\/[\w./#-]+$/.test(source) || /undefined/.test(source)),
    ).toEqual([]);
  });

  it("is the one in docs; npm run refusals writes it anew", () => {
    expect(readFileSync(join(PROJECT, "docs/refusals.md"), "utf8")).toBe(refusalsPage(REFUSALS));
  });
});
