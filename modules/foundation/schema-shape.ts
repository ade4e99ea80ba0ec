import * as v from "valibot";
import type { Rule } from "./checks";

// The parts that schemas of settings are made of.

/** Schema of settings of one type. */
export type Schema<T> = v.GenericSchema<unknown, T>;

/** The settings that a schema describes. */
export type SettingsOf<S extends Schema<unknown>> = v.InferOutput<S>;

/** Schemas of the settings of a group, by their keys. */
export type Entries = Readonly<Record<string, Schema<unknown>>>;

/** The settings of a group. The comments on its entries are theirs, too. */
export type GroupOf<E extends Entries> = { readonly [Key in keyof E]: v.InferOutput<E[Key]> };

/** Least and greatest number of elements, and what to do about another. */
export interface Limits {
  readonly least: number;
  readonly most: number;
  readonly remedy: string;
}

/** Limits of a list. */
export interface ListLimits extends Limits {
  /** An element in words, such as `zone`; each is named once. */
  readonly each: string;
}

/** The parts of a schema, for who walks through it. */
export type Shape =
  | { readonly is: "value"; readonly type: "string" | "number"; readonly rule: Rule<never> }
  | { readonly is: "word"; readonly words: readonly (string | number)[]; readonly remedy: string }
  | { readonly is: "either"; readonly words: readonly string[]; readonly other: Schema<unknown> }
  | { readonly is: "list"; readonly item: Schema<unknown>; readonly limits: ListLimits }
  | { readonly is: "table"; readonly key: Rule<string>; readonly value: Schema<unknown>; readonly limits: Limits }
  | { readonly is: "group"; readonly entries: Entries }
  | { readonly is: "choice"; readonly by: string; readonly groups: Entries };

/** The shape of a schema. @throws TypeError for one that was not made here */
export function shapeOf(schema: Schema<unknown>): Shape {
  const { shape } = v.getMetadata(schema as v.GenericSchema) as { readonly shape?: Shape };
  if (shape === undefined) throw new TypeError("a schema of settings must be made by schema.ts");
  return shape;
}

/** A schema with its shape. */
export function shaped<T>(schema: Schema<T>, shape: Shape): Schema<T> {
  return v.pipe(schema, v.metadata({ shape }));
}

/** Tells whether a value is one of some words. */
export function isAmong(words: readonly unknown[], input: unknown): boolean {
  return words.includes(input);
}

/** Tells whether a value has keys, as groups and tables do. */
export function isGroup(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === "object" && input !== null && !Array.isArray(input);
}

/** Tells whether a value is what JavaScript needs it to be for a shape, whatever is in it. */
export function isOfType(input: unknown, shape: Shape): boolean {
  if (shape.is === "value") return typeof input === shape.type;
  return shape.is === "list" ? Array.isArray(input) : isGroup(input);
}

/** Names what a shape holds, such as `a list`. */
export function inWords(shape: Shape): string {
  if (shape.is === "value") return shape.rule.must.replace(/^be /, "");
  return shape.is === "list" ? "a list" : "a group of settings";
}

/** Tells whether a number of elements is allowed. */
export function isWithin(got: number, { least, most }: Limits): boolean {
  return got >= least && got <= most;
}

/** The numbers of elements that are allowed, in words. */
export function amount({ least, most }: Limits): string {
  if (least === 0) return `at most ${most} elements`;
  return `${least} to ${most} elements`;
}
