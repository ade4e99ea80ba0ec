import { ref, Token } from "cdktf";
import { type Environment, environmentSchema } from "../environments/environment";
import { isGlobal } from "../modules/foundation/regions";
import { type Schema, shapeOf } from "../modules/foundation/schema-shape";

// An environment of which every value that Terraform may know alone is a variable. What is decided when the modules are
// written stays as it is: the words that choose a structure, and the names and lists that resources are made from.

/** Values that the code computes with or makes resources from, beside words, lists and names of tables. */
const STRUCTURE =
  /^(access|addons|stateBucket|storage\.(oldVersionDays|backupFileRetentionDays)|edge\.originVerifyVersion|cache\.\w+\.replicas|database\.capacity\.(min|max)CapacityAcu|monitoring\.alarms\.availabilityPercent|recovery\.(region|database\.masterPasswordVersion))\b/;

/** Words and lists that are handed on as they are, so that Terraform may know them alone. */
const OPEN =
  /^(logRetentionDays|distribution\.priceClass|cluster\.publicAccess|cluster\.nodeGroups\.[\w-]+\.instanceTypes|monitoring\.budget\.mail)$/;

/** One variable of a module that a setting becomes, or a group of settings. */
export interface SettingVariable {
  /** Keys of the setting in an environment: `["network", "cidr"]`. */
  readonly keys: readonly string[];
  readonly fields: readonly SettingField[];
}

/** A value that is within a variable, or the variable itself. */
export interface SettingField {
  /** Keys within the variable; none when the variable is the value. */
  readonly keys: readonly string[];
  /** Keys from the variable on, without names that users give, by which its comment is found. */
  readonly told: readonly string[];
  readonly schema: Schema<unknown>;
  readonly default: unknown;
}

/**
 * Marks in the place of names that are in addresses as well, and so must be known: a cut turns them into variables. A zone is
 * the mark of its region and its letter.
 */
export const MARKS = {
  environment: "zzname",
  region: { home: "zz-home-1", recovery: "zz-recovery-1" },
} as const;

const ACCOUNT = "data.aws_caller_identity.current.account_id";
const REGION = "data.aws_region.current.id";

/** Name in Terraform: `backupWindow` is `backup_window`, and `2026` is `key_2026`. */
export function snake(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll("-", "_");
  return /^\d/.test(words) ? `key_${words}` : words;
}

/** Name of a setting's variable before a module gives it its own: `network_cidr`. */
export function qualifiedName(keys: readonly string[]): string {
  return keys.map(snake).join("_");
}

/** An environment of variables, and these. @param like the environment whose structure and values it takes */
export function variableEnvironment(like: Environment): {
  readonly environment: Environment;
  readonly variables: readonly SettingVariable[];
} {
  const walk = new Walk(like);
  const settings = walk.settings(environmentSchema, like, []) as Environment;
  const environment = {
    ...settings,
    name: MARKS.environment,
    account: Token.asString(ref(ACCOUNT)),
    // What is not us-east-1 has parts there, and is decided when the modules are written.
    region: isGlobal(like.region) ? Token.asString(ref(REGION)) : MARKS.region.home,
  };
  return { environment, variables: [...walk.variables.values()] };
}

/** One walk through an environment. */
class Walk {
  readonly variables = new Map<string, SettingVariable & { readonly fields: SettingField[] }>();

  constructor(private readonly like: Environment) {}

  settings(schema: Schema<unknown>, value: unknown, keys: readonly string[], told = keys): unknown {
    const shape = shapeOf(schema);
    const place = keys.join(".");
    if (STRUCTURE.test(place)) return this.marked(value);
    if (OPEN.test(place) && value !== "none") return this.variable(schema, value, keys, told);
    switch (shape.is) {
      case "value":
        return ["name", "account", "region"].includes(place) ? value : this.variable(schema, value, keys, told);
      case "word":
      case "list":
        return this.marked(value);
      case "either":
        return shape.words.includes(value as string) ? value : this.settings(shape.other, value, keys, told);
      case "table":
        return mapEntries(value, (each, key) => [
          this.marked(key),
          this.settings(shape.value, each, [...keys, key], told),
        ]);
      case "group":
        return mapEntries(shape.entries, (each, key) => [
          key,
          this.settings(each, (value as Readonly<Record<string, unknown>>)[key], [...keys, key], [...told, key]),
        ]);
      case "choice":
        return this.settings(chosen(shape, value), value, keys, told);
    }
  }

  /** Words and lists, with a mark in the place of each zone. */
  private marked(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.marked(each));
    if (typeof value === "object" && value !== null) {
      return mapEntries(value, (each, key) => [this.marked(key), this.marked(each)]);
    }
    const { region, recovery } = this.like;
    const other = recovery !== "none" && "region" in recovery ? recovery.region : undefined;
    const letter = typeof value === "string" ? value.slice(-1) : "";
    if (letter !== "" && value === `${region}${letter}`) return `${MARKS.region.home}${letter}`;
    if (letter !== "" && value === `${other}${letter}`) return `${MARKS.region.recovery}${letter}`;
    return value;
  }

  private variable(schema: Schema<unknown>, value: unknown, keys: readonly string[], told: readonly string[]): unknown {
    const [own, within] = [keys.slice(0, 2), keys.slice(2)];
    const name = qualifiedName(own);
    const known = this.variables.get(name) ?? { keys: own, fields: [] };
    this.variables.set(name, known);
    known.fields.push({ keys: within, told: told.slice(2), schema, default: value });
    const expression = ref(["var", name, ...within.map(snake)].join("."));
    if (Array.isArray(value)) return Token.asList(expression);
    return typeof value === "number" ? Token.asNumber(expression) : Token.asString(expression);
  }
}

type Choice = Extract<ReturnType<typeof shapeOf>, { readonly is: "choice" }>;

/** The group that a value chooses. */
function chosen({ by, groups }: Choice, value: unknown): Schema<unknown> {
  const settings = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(groups);
  const name = by === "key" ? (names.find((key) => key in settings) ?? names.at(-1)) : String(settings[by]);
  const group = groups[name ?? ""];
  if (group === undefined) throw new TypeError(`a setting must choose one of ${names.join(", ")}`);
  return group;
}

function mapEntries(value: unknown, map: (each: never, key: string) => readonly [unknown, unknown]): unknown {
  return Object.fromEntries(Object.entries(value as object).map(([key, each]) => map(each as never, key)));
}
