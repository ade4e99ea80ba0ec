import { among, type Condition } from "../modules/foundation/conditions";
import { type Schema, type Shape, shapeOf } from "../modules/foundation/schema-shape";
import type { Validation, Variable } from "./module";
import { type SettingField, type SettingVariable, snake } from "./variables";

/** Finds the comment of a setting by its keys. */
export type SettingComment = (keys: readonly string[]) => string;

/** A setting's variable, with the name that a module gives it. */
export interface NamedSetting extends SettingVariable {
  readonly qualified: string;
  readonly name: string;
}

/** Variable of a setting, or of a group of settings: its type, its default and its rules are those of the settings. */
export function settingVariable({ name, keys, fields }: NamedSetting, commentOf: SettingComment): Variable {
  const comment = (more: readonly string[]) => oneLine(commentOf([...keys, ...more]));
  const alone = fields.length === 1 && fields[0]?.keys.length === 0 ? fields[0] : undefined;
  const described = fields
    .filter((field) => field.keys.length > 0)
    .map((field) => `${field.keys.map(snake).join(".")}: ${comment(field.told)}`);
  const secret = fields.some(({ schema }) => isSecret(shapeOf(schema)));
  return {
    type: alone === undefined ? objectType(fields, []) : typeOf(alone),
    description: [comment([]), ...described].filter((text) => text !== "").join("\n"),
    default: alone === undefined ? {} : alone.default,
    nullable: false,
    ...(secret ? { sensitive: true as const } : {}),
    validation: fields.flatMap((field) => validations([name, ...field.keys.map(snake)].join("."), field.schema)),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function isSecret(shape: Shape): boolean {
  return shape.is === "value" && shape.rule.secret === true;
}

function typeOf({ default: value }: Pick<SettingField, "default">): string {
  if (Array.isArray(value)) return `list(${typeof value[0] === "number" ? "number" : "string"})`;
  return typeof value === "number" ? "number" : "string";
}

/** Type of a group, in which every value may be left out. */
function objectType(fields: readonly SettingField[], above: readonly string[]): string {
  const keys = [...new Set(fields.map(({ keys }) => keys[above.length] ?? ""))];
  const entries = keys.map((key) => {
    const inside = fields.filter((field) => field.keys[above.length] === key);
    const leaf = inside.find((field) => field.keys.length === above.length + 1);
    const type = leaf === undefined ? objectType(inside, [...above, key]) : typeOf(leaf);
    return `${snake(key)} = optional(${type}, ${leaf === undefined ? "{}" : JSON.stringify(leaf.default)})`;
  });
  return `object({ ${entries.join(", ")} })`;
}

/** The rules of a setting, in the words of the synth's errors. */
function validations(path: string, schema: Schema<unknown>): Validation[] {
  const shape = shapeOf(schema);
  const value = `var.${path}`;
  const validation = (condition: string, must: string, remedy: string, secret = false): Validation => ({
    condition: `\${${condition}}`,
    error_message: `${path}: must ${must}, got ${secret ? "something else" : `\${jsonencode(${value})}`}; ${remedy}`,
  });
  switch (shape.is) {
    case "value":
      return [validation(conditionOf(shape, path)(value), shape.rule.must, remedyOf(shape), isSecret(shape))];
    case "word":
      return [validation(among(shape.words)(value), `be one of ${shape.words.join(", ")}`, shape.remedy)];
    case "list": {
      const { least, most, remedy, each } = shape.limits;
      const amount = least === 0 ? `at most ${most} elements` : `${least} to ${most} elements`;
      const item = shapeOf(shape.item);
      const [must, itemRemedy] =
        item.is === "word"
          ? [`be one of ${item.words.join(", ")}`, item.remedy]
          : item.is === "value"
            ? [item.rule.must, remedyOf(item)]
            : ["", ""];
      return [
        validation(`length(${value}) >= ${least} && length(${value}) <= ${most}`, `have ${amount}`, remedy),
        validation(`length(distinct(${value})) == length(${value})`, `name each ${each} once`, "remove the repetition"),
        validation(`alltrue([for each in ${value} : ${conditionOf(item, path)("each")}])`, must, itemRemedy),
      ];
    }
    case "either":
      return validations(path, shape.other);
    default:
      throw new TypeError(`${path}: must be a value, a word or a list to be a variable`);
  }
}

function conditionOf(shape: Shape, path: string): Condition {
  if (shape.is === "word") return among(shape.words);
  const condition = shape.is === "value" ? shape.rule.condition : undefined;
  if (condition === undefined)
    throw new TypeError(`${path}: must have a condition in Terraform's language; add it to its rule`);
  return condition;
}

function remedyOf({ rule }: Extract<Shape, { readonly is: "value" }>): string {
  return typeof rule.remedy === "string" ? rule.remedy : rule.remedy("" as never);
}
