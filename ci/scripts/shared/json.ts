import { Failure } from "../../../scripts/failure";
import { textIn } from "./files";

const MAX_QUOTE = 60;

/** The kind of each value of an object that must be there, by its key; of an object with a shape of its own, that shape. */
export interface Shape {
  readonly [key: string]: "text" | "truth" | "list" | "object" | Shape;
}

/** The JSON object, or list, in a text. @param rule `<where>: <what it must be>` @throws Failure for anything else */
export function parsedJson<T extends object>(text: string, rule: string, advice: string): T {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as T;
  } catch {
    // Told below.
  }
  const got = text.trim() === "" ? "nothing" : JSON.stringify(text.trim().slice(0, MAX_QUOTE));
  throw new Failure(`${rule}, got ${got}; ${advice}`);
}

/** The JSON in a file that an earlier script wrote. @throws Failure that says which one to run again */
export function readJson<T extends object>(file: string, shape: Shape, writer: string): T {
  const rule = `${file}: must be what ${writer} wrote`;
  const text = textIn(file);
  if (text === undefined) throw new Failure(`${rule}, got no file; run ${writer} first`);
  const value = parsedJson<T>(text, rule, `run ${writer} again`);
  const missing = misfits(value, shape);
  if (missing.length === 0) return value;
  throw new Failure(`${rule}, got one without ${missing.join(", ")}; run ${writer} again`);
}

/** The keys whose values are not there, or of another kind than in the shape; `a.b` of an object within. */
export function misfits(value: unknown, shape: Shape): string[] {
  const own = kindOf(value) === "object" ? (value as Readonly<Record<string, unknown>>) : {};
  return Object.entries(shape).flatMap(([key, wanted]) => {
    if (typeof wanted === "string") return kindOf(own[key]) === wanted ? [] : [key];
    return kindOf(own[key]) === "object" ? misfits(own[key], wanted).map((inner) => `${key}.${inner}`) : [key];
  });
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (value === null) return "nothing";
  return { string: "text", boolean: "truth", object: "object" }[typeof value as string] ?? "other";
}
