import type { Environment } from "../environments/environment";
import { GLOBAL_REGION } from "../modules/foundation/regions";
import { settingsProblems } from "../modules/foundation/schema";
import { block, inText, literal } from "./hcl";
import type { Module } from "./module";
import type { NamedSetting } from "./setting-variables";
import { snake } from "./variables";

/** Values that are wrong for most rules. */
const WRONG = { number: [-1, 1e12], string: ["?", ""], list: [["?"]] } as const;

/** Prefix of names in the tests of a module, other than any default. */
const OTHER_NAME = "lms-tried";

/**
 * File of `terraform test` for a module: with a provider that plays AWS it plans the module, looks whether resources have
 * what variables say, and gives each setting a wrong value, which must be refused.
 */
export function moduleTest(module: Module, like: Environment, settings: readonly NamedSetting[]): string {
  const { variables, aliases } = module;
  const inputs = Object.fromEntries(
    Object.entries(variables)
      .filter(([, variable]) => !("default" in variable))
      .map(([name, variable]) => [name, example(variable.type, name, like.region)]),
  );
  const given = { ...("name" in variables ? { name: literal(OTHER_NAME) } : {}), ...inputs };
  const asserts = Object.values(assertions(module));
  const plans = block('run "plan"', [{ command: "plan" }], asserts);
  const refusals = settings.flatMap((setting) => (setting.name in variables ? refusal(setting) : []));
  return `${[
    ...["aws", ...aliases].map((alias) => mock(alias, like)),
    block("variables", [given]),
    plans,
    ...refusals,
  ].join("\n\n")}\n`;
}

function mock(alias: string, { account, region }: Environment): string {
  const data = (type: string, values: object) => block(`mock_data ${literal(type)}`, [{ defaults: literal(values) }]);
  return block(
    'mock_provider "aws"',
    [alias === "aws" ? {} : { alias: literal(alias) }],
    [
      data("aws_region", { id: region }),
      data("aws_caller_identity", { account_id: account }),
      data("aws_autoscaling_groups", { names: [] }),
    ],
  );
}

/** Expression of a value of a type; those of ARNs are in the region of the module. */
function example(type: string, name: string, region: string): string {
  const object = /^object\(\{ (.*) \}\)$/.exec(type)?.[1];
  if (object !== undefined) {
    const fields = object.split(/, (?=\w+ = )/).map((field) => field.split(" = "));
    return literalObject(fields.map(([key = "", inner = ""]) => [key, example(inner, name, region)]));
  }
  if (type.startsWith("list")) return `[for letter in ["a", "b", "c"] : ${literal(`${name}-${inText("letter")}`)}]`;
  const service = /kms/.test(name) ? "kms" : /sns/.test(name) ? "sns" : "iam";
  const place = name.startsWith("global_") ? GLOBAL_REGION : region;
  return literal(/arn|sns/.test(name) ? `arn:aws:${service}:${place}:111111111111:key/example` : "example");
}

function literalObject(entries: readonly (readonly [string, string])[]): string {
  return `{ ${entries.map(([key, value]) => `${key} = ${value}`).join(", ")} }`;
}

/** An assertion for each argument that is a variable and nothing else. */
function assertions({ main, variables }: Module): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [type, named] of Object.entries(
    main.resource as Readonly<Record<string, Readonly<Record<string, object>>>>,
  )) {
    for (const [name, argumentsOf] of Object.entries(named)) {
      for (const [argument, value] of Object.entries(argumentsOf)) {
        const variable = /^\$\{(var\.(\w+)[\w.]*)\}$/.exec(String(value));
        const [, expression = "", root = ""] = variable ?? [];
        if (
          variable === null ||
          variables[root]?.default === undefined ||
          variables[root]?.sensitive ||
          root === "tags"
        )
          continue;
        const argumentPath = `${type}.${name}.${argument}`;
        const condition = Array.isArray(variables[root]?.default)
          ? `length(${argumentPath}) == length(${expression})`
          : `tostring(${argumentPath}) == tostring(${expression})`;
        found[expression] ??= block("assert", [
          { condition, error_message: literal(`${argumentPath} must be ${expression}`) },
        ]);
      }
    }
  }
  return found;
}

/** A run for each value of a setting, with a wrong one in its place. */
function refusal({ name, fields }: NamedSetting): string[] {
  return fields.map(({ keys, schema, default: value }) => {
    const wrong = wrongLike(value).find((each) => settingsProblems("", schema, each).length > 0);
    if (wrong === undefined)
      throw new RangeError(`${name}: must have a wrong value to try, got none; add one to WRONG`);
    const given = keys.map(snake).reduceRight((inner, key) => `{ ${key} = ${inner} }`, literal(wrong));
    return block(
      `run ${literal(["refuses", name, ...keys.map(snake)].join("_"))}`,
      [{ command: "plan" }, { expect_failures: `[var.${name}]` }],
      [block("variables", [{ [name]: given }])],
    );
  });
}

/** Wrong values of the type of a right one, so that its rule refuses them and not its type. */
function wrongLike(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return WRONG.list;
  return typeof value === "number" ? WRONG.number : WRONG.string;
}
