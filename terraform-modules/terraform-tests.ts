import type { Environment } from "../environments/environment";
import { settingsProblems } from "../modules/foundation/schema";
import { block, inText, literal } from "./hcl";
import type { Module, Variable } from "./module";
import type { NamedSetting } from "./setting-variables";
import { regionOf } from "./taken-variables";
import { snake } from "./variables";

/** Values that are wrong for most rules. */
const WRONG = { number: [-1, 1e12], string: ["?", ""], list: [["?"]] } as const;

/** What the URL of a PagerDuty integration looks like; the plan refuses another. */
const PAGER_DUTY_URL = `https://events.pagerduty.com/integration/${"0".repeat(32)}/enqueue`;

/** Region that no environment is in. */
const ELSEWHERE = "me-south-1";

/** Prefix of names in the tests of a module, other than any default. */
const OTHER_NAME = "lms-tried";

/**
 * Tells whether Terraform can run tests of a module: its mock providers have no ephemeral resources, such as the password of a
 * database that is in two regions.
 * @see https://github.com/hashicorp/terraform/pull/38928 where a later version learned it
 */
export function isTestable({ main }: Module): boolean {
  return main.ephemeral === undefined;
}

/**
 * File of `terraform test` for a module: with a provider that plays AWS it plans the module, looks whether resources have
 * what variables say, and gives each setting a wrong value, which must be refused.
 */
export function moduleTest(module: Module, like: Environment): string {
  const { variables, aliases } = module;
  const inputs = Object.fromEntries(
    Object.entries(variables)
      .filter(([, variable]) => !("default" in variable))
      .map(([name, variable]) => [name, example(variable, like.region)(variable.type, name)]),
  );
  const given = { ...("name" in variables ? { name: literal(OTHER_NAME) } : {}), ...inputs };
  const asserts = Object.values(assertions(module));
  const plans = block('run "plan"', [{ command: "plan" }], asserts);
  return `${[
    ...["aws", ...aliases].map((alias) => mock(alias, like)),
    block("variables", [given]),
    plans,
    ...module.settings.flatMap(refusals),
    ...module.takes.flatMap(({ name }) => misfits(name, variables[name] as Variable, like.region)),
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
      data("aws_ssm_parameter", { value: PAGER_DUTY_URL }),
    ],
  );
}

/**
 * Makes the expression of a value of a type at a place in a variable. ARNs are in the region of the module, or where they
 * must be, and lists have as many elements as they must.
 * @param elsewhere region that ARNs are in instead
 * @param more elements that lists have too many
 */
function example({ validation = [] }: Variable, region: string, elsewhere?: string, more = 0) {
  const ofType = (type: string, path: string): string => {
    const object = /^object\(\{ (.*) \}\)$/.exec(type)?.[1];
    if (object !== undefined) {
      const fields = object.split(/, (?=\w+ = )/).map((field) => field.split(" = "));
      return literalObject(fields.map(([key = "", inner = ""]) => [key, ofType(inner, `${path}.${key}`)]));
    }
    if (type.startsWith("list")) {
      const length = validation.map(({ condition }) => lengthIn(condition, path)).find((each) => each !== undefined);
      return `[for index in range(${(length ?? 1) + more}) : "example-${inText("index")}"]`;
    }
    const { service, region: place } = regionOf(path.replace(/\..*/, ""), region) ?? { service: "iam", region };
    return literal(
      /arn|sns_topics/.test(path) ? `arn:aws:${service}:${elsewhere ?? place}:111111111111:key/example` : "example",
    );
  };
  return ofType;
}

/** Number of elements that a condition wants of a list. */
function lengthIn(condition: string, path: string): number | undefined {
  const length = new RegExp(`^\\$\\{length\\(var\\.${path}\\) == (\\d+)\\}$`).exec(condition)?.[1];
  return length === undefined ? undefined : Number(length);
}

/** Runs with what another module hands out that does not fit: of another region, or of another number of zones. */
function misfits(name: string, variable: Variable, region: string): string[] {
  const isOfZones =
    variable.validation?.some(({ condition }) => condition.startsWith(`\${length(var.${name}.`)) ?? false;
  return [
    ...(regionOf(name, region) === undefined
      ? []
      : [refusal(name, ["of_another_region"], example(variable, region, ELSEWHERE)(variable.type, name))]),
    ...(isOfZones
      ? [refusal(name, ["of_other_zones"], example(variable, region, undefined, 1)(variable.type, name))]
      : []),
  ];
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
        const condition = `try(tostring(${argumentPath}) == tostring(${expression}), toset(${argumentPath}) == toset(${expression}))`;
        found[expression] ??= block("assert", [
          { condition, error_message: literal(`${argumentPath} must be ${expression}`) },
        ]);
      }
    }
  }
  return found;
}

/** A run for each value of a setting, with a wrong one in its place. */
function refusals({ name, fields }: NamedSetting): string[] {
  return fields.map(({ keys, schema, default: value }) => {
    const wrong = wrongLike(value).find((each) => settingsProblems("", schema, each).length > 0);
    if (wrong === undefined)
      throw new RangeError(`${name}: must have a wrong value to try, got none; add one to WRONG`);
    const given = keys.map(snake).reduceRight((inner, key) => `{ ${key} = ${inner} }`, literal(wrong));
    return refusal(name, keys.map(snake), given);
  });
}

/** A run that gives a variable a value, which must be refused. */
function refusal(name: string, about: readonly string[], given: string): string {
  return block(
    `run ${literal(["refuses", name, ...about].join("_"))}`,
    [{ command: "plan" }, { expect_failures: `[var.${name}]` }],
    [block("variables", [{ [name]: given }])],
  );
}

/** Wrong values of the type of a right one, so that its rule refuses them and not its type. */
function wrongLike(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return WRONG.list;
  return typeof value === "number" ? WRONG.number : WRONG.string;
}
