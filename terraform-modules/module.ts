import { GLOBAL_REGION, isGlobal } from "../modules/foundation/regions";
import { AREAS, type Area } from "./areas";
import type { CutModule } from "./cut";
import { inText } from "./hcl";
import type { Platform } from "./platform";
import { type NamedSetting, type SettingComment, settingVariable } from "./setting-variables";
import { contractVariable, type Given, givenVariable } from "./taken-variables";

/** A variable of a module, as Terraform's JSON has it. */
export interface Variable {
  readonly type: string;
  readonly description: string;
  readonly default?: unknown;
  readonly nullable: boolean;
  readonly sensitive?: true;
  readonly validation?: readonly Validation[];
}

/** Condition of a variable, and what is said when it does not hold. */
export interface Validation {
  readonly condition: string;
  readonly error_message: string;
}

/** Value that a module takes of others, and its keys that are used; none when it is one value. */
export interface Taken {
  readonly name: string;
  readonly keys: readonly string[];
}

/** A Terraform module. */
export interface Module {
  readonly name: CutModule["name"];
  readonly about: string;
  readonly main: Readonly<Record<string, unknown>>;
  readonly variables: Readonly<Record<string, Variable>>;
  /** The settings that variables are of. */
  readonly settings: readonly NamedSetting[];
  /** Variables that another module's output of the same name is for. */
  readonly takes: readonly Taken[];
  readonly outputs: Readonly<
    Record<string, { readonly description: string; readonly value: unknown; readonly sensitive?: true }>
  >;
  /** Aliases of the AWS provider that it is handed beside the default one. */
  readonly aliases: readonly string[];
}

const VARIABLE = /(?<![\w.])var\.(\w+)/g;

/** Data sources of whoever runs a module, for what is in names and policies. */
const OWN_DATA = ["aws_caller_identity", "aws_region"] as const;

/** Refuses us-east-1 or any other region, whichever the structure of a module is not made for. */
function ofItsRegion(region: string) {
  const [relation, must] = isGlobal(region) ? ["==", "be"] : ["!=", "be another than"];
  const condition = inText(`self.id ${relation} ${JSON.stringify(GLOBAL_REGION)}`);
  const error_message = `region: must ${must} ${GLOBAL_REGION}, where CloudFront and Route 53 write logs and metrics, got ${inText("self.id")}; write the modules like an environment that is there`;
  return { lifecycle: { postcondition: [{ condition, error_message }] } };
}

/** Makes a module of what was cut out of a platform: each variable that it uses has its own name and a definition. */
export function moduleOf(cut: CutModule, platform: Platform, commentOf: SettingComment): Module {
  const variables: Record<string, Variable> = {};
  const define = (name: string, variable: Variable) => {
    if (name in variables)
      throw new RangeError(`${cut.name}: must have one variable ${name}, got two; rename one in NAMES`);
    variables[name] = variable;
  };
  const used = new Set<string>();
  const text = JSON.stringify({
    resource: cut.resource,
    data: cut.data,
    ephemeral: cut.ephemeral,
    gives: [...cut.gives],
  });
  for (const [, name = ""] of text.matchAll(VARIABLE)) used.add(name);
  if (text.includes("local.path")) used.add("name");
  for (const name of platform.given.keys()) {
    if (used.has(name)) define(name, givenVariable(name, platform.given.get(name) as Given));
  }
  const settings = platform.settings.filter(({ qualified }) => used.has(qualified));
  for (const setting of settings) define(setting.name, settingVariable(setting, commentOf));
  const names = new Map(settings.map(({ qualified, name }) => [qualified, name]));
  for (const [name, places] of cut.takes) define(name, contractVariable(name, places));
  const unknown = [...used].filter((name) => !(name in variables) && !names.has(name));
  if (unknown.length > 0)
    throw new RangeError(`${cut.name}: must define each variable, got none for ${unknown.join(", ")}`);

  const named = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value).replace(VARIABLE, (_, name: string) => `var.${names.get(name) ?? name}`)) as T;
  const everything = JSON.stringify(variables) + text;
  const { about, global } = AREAS[cut.name] as Area;
  const ownData = OWN_DATA.filter(
    (type) => everything.includes(`data.${type}.current`) || (global && type === "aws_region"),
  );
  const data = {
    ...named(cut.data),
    ...Object.fromEntries(
      ownData.map((type) => [type, { current: global && type === "aws_region" ? ofItsRegion(platform.region) : {} }]),
    ),
  };
  return {
    name: cut.name,
    about,
    main: {
      ...(text.includes("local.path") ? { locals: { path: inText('replace(var.name, "-", "/")') } } : {}),
      ...(Object.keys(data).length > 0 ? { data } : {}),
      ...(Object.keys(cut.ephemeral).length > 0 ? { ephemeral: named(cut.ephemeral) } : {}),
      resource: named(cut.resource),
    },
    variables: Object.fromEntries(Object.entries(variables).sort(([one], [other]) => (one < other ? -1 : 1))),
    settings,
    takes: [...cut.takes].map(([name, places]) => ({
      name,
      keys: [...new Set(places.flatMap(({ keys }) => keys.slice(0, 1).map(String)))],
    })),
    outputs: named(Object.fromEntries([...cut.gives].sort(([one], [other]) => (one < other ? -1 : 1)))),
    aliases: [...new Set([...text.matchAll(/"provider":"aws\.(\w+)"/g)].map(([, alias = ""]) => alias))].sort(),
  };
}

/** Name of a module in a root: its folder, without hyphens. */
export function identifier({ name }: Pick<Module, "name">): string {
  return name.replaceAll("-", "_");
}
