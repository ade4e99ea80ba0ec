import { isObject, type Json } from "../json";
import { type ServiceModel, type Shape, shapeOf } from "./service-models";

/** A constraint of a model that a request breaks, in AWS's words. */
export type Violation = string;

/**
 * The constraints that a value breaks: what must be there, lists of values, patterns, lengths and ranges. The wording is
 * that of the services' own validation, with the members' names as they write them.
 */
export function violationsOf(model: ServiceModel, shape: Shape, value: Json, path = ""): Violation[] {
  const broken = constraintsOf(shape, value).map(
    (constraint) => `Value ${quoted(value)} at '${path}' failed to satisfy constraint: Member must ${constraint}`,
  );
  return [...broken, ...violationsWithin()];

  function violationsWithin(): Violation[] {
    if (shape.type === "structure" && isObject(value)) {
      const missing = (shape.required ?? []).filter((name) => value[name] === undefined || value[name] === null);
      return [
        ...missing.map((name) => `Value null at '${memberPath(name)}' failed to satisfy constraint: ${NOT_NULL}`),
        ...Object.entries(shape.members ?? {}).flatMap(([name, member]) => below(member, value[name], name)),
      ];
    }
    if (shape.type === "list" && Array.isArray(value)) {
      return value.flatMap((item, index) => below(shape.member, item, `${index + 1}.member`));
    }
    if (shape.type === "map" && isObject(value)) {
      return Object.entries(value).flatMap(([key, content]) => [
        ...below(shape.key, key, "key"),
        ...below(shape.value, content, `${key}.value`),
      ]);
    }
    return [];
  }

  function below(member: { readonly shape: string } | undefined, content: Json, name: string): Violation[] {
    if (member === undefined || content === undefined || content === null) return [];
    return violationsOf(model, shapeOf(model, member), content, memberPath(name));
  }

  function memberPath(name: string): string {
    const camel = name.slice(0, 1).toLowerCase() + name.slice(1);
    return path === "" ? camel : `${path}.${camel}`;
  }
}

const NOT_NULL = "Member must not be null";

/** What a value itself must be and is not. */
function constraintsOf(shape: Shape, value: Json): string[] {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, pattern } = shape;
  if (typeof value === "number") {
    if (value < min) return [`have value greater than or equal to ${min}`];
    return value > max ? [`have value less than or equal to ${max}`] : [];
  }
  const length = lengthOf(shape, value);
  const broken: string[] = [];
  if (length < min) broken.push(`have length greater than or equal to ${min}`);
  if (length > max) broken.push(`have length less than or equal to ${max}`);
  if (shape.type !== "string" || typeof value !== "string") return broken;
  if (shape.enum !== undefined && !shape.enum.includes(value)) {
    broken.push(`satisfy enum value set: [${shape.enum.join(", ")}]`);
  }
  if (pattern !== undefined && expressionOf(pattern)?.test(value) === false) {
    broken.push(`satisfy regular expression pattern: ${pattern}`);
  }
  return broken;
}

/** The length that bounds are for; NaN, which is neither below nor above any, where there is none. */
function lengthOf({ type }: Shape, value: Json): number {
  if (type === "string" && typeof value === "string") return [...value].length;
  if (type === "list" && Array.isArray(value)) return value.length;
  if (type === "map" && isObject(value)) return Object.keys(value).length;
  return Number.NaN;
}

function quoted(value: Json): string {
  return `'${typeof value === "string" ? value : JSON.stringify(value)}'`;
}

const expressions = new Map<string, RegExp | undefined>();

/**
 * The expression of a model's pattern, which is Java's and must match the whole text; undefined where JavaScript has
 * nothing like it.
 */
export function expressionOf(pattern: string): RegExp | undefined {
  if (!expressions.has(pattern)) expressions.set(pattern, compile(pattern));
  return expressions.get(pattern);
}

function compile(pattern: string): RegExp | undefined {
  const ignoresCase = pattern.includes("(?i)") ? "i" : "";
  const text = pattern
    .replaceAll("(?i)", "")
    .replaceAll("\\p{Print}", "[\\x20-\\x7E]")
    // Java reads a hyphen behind a class as one, JavaScript does not where it knows Unicode.
    .replace(/(\\p\{\w+\})-(?!\])/g, "$1\\-");
  const whole = `^(?:${text})$`;
  // Without Unicode, JavaScript takes escapes of what needs none, as Java does, but knows no classes.
  const flags = text.includes("\\p{") ? ["u"] : ["u", ""];
  for (const unicode of flags) {
    try {
      return new RegExp(whole, ignoresCase + unicode);
    } catch {}
  }
  return undefined;
}
