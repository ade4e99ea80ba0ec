import * as v from "valibot";
import { isReference, problem, type Rule, ruleProblem } from "./checks";
import { closest } from "./closest";
import { wholeRule } from "./conditions";
import {
  amount,
  type Entries,
  type GroupOf,
  inWords,
  isAmong,
  isGroup,
  isOfType,
  isWithin,
  type Limits,
  type ListLimits,
  type Schema,
  shaped,
  shapeOf,
} from "./schema-shape";

export type { GroupOf, Schema, SettingsOf } from "./schema-shape";

// The shape of settings, told once: it gives their TypeScript types, their check at run time, and their reference. A
// value that only Terraform will know, a reference or a variable, fits everywhere, as in `checks.ts`.

/** Text that holds to a rule. */
export function text(rule: Rule<string>): Schema<string> {
  return value("string", rule);
}

/** Number that holds to a rule. */
export function number(rule: Rule<number>): Schema<number> {
  return value("number", { ...rule, holds: (got) => Number.isFinite(got) && rule.holds(got) });
}

/** Whole number of a range. */
export function whole(range: readonly [number, number], remedy: string): Schema<number> {
  return number(wholeRule(range, remedy));
}

/** One of the words that are known. */
export function word<const T extends string | number>(words: readonly T[], remedy = "choose one of these"): Schema<T> {
  const check = v.custom<T>(
    (got) => isAmong(words, got) || isReference(got),
    ({ input }) => {
      const meant = typeof input === "string" ? closest(input, words.map(String)) : undefined;
      return problem("", `must be one of ${words.join(", ")}`, input, meant ? `did you mean ${meant}?` : remedy);
    },
  );
  return shaped(check, { is: "word", words, remedy });
}

/** One of some words, or another setting: `none` or a group. */
export function either<const W extends string, T>(words: readonly W[], other: Schema<T>): Schema<W | T> {
  const must = `must be ${words.map((each) => JSON.stringify(each)).join(", ")} or ${inWords(shapeOf(other))}`;
  const oneOfThem = v.custom<W | T>(
    (got) => isAmong(words, got) || isReference(got),
    ({ input }) => problem("", must, input, "write one of these"),
  );
  const isOther = (input: unknown) => !isAmong(words, input) && isOfType(input, shapeOf(other));
  const byInput = v.lazy((input): Schema<W | T> => (isOther(input) ? other : oneOfThem));
  return shaped(byInput, { is: "either", words, other });
}

/** List of settings. */
export function list<T>(item: Schema<T>, limits: ListLimits): Schema<readonly T[]> {
  const array = v.pipe(
    v.array(item, ({ input }) => problem("", "must be a list", input, `write each ${limits.each} in brackets`)),
    v.rawCheck(({ dataset, addIssue }) => {
      const got = dataset.value;
      if (!Array.isArray(got)) return;
      const say = (message: string) => addIssue({ message });
      if (!isWithin(got.length, limits)) say(problem("", `must have ${amount(limits)}`, got, limits.remedy));
      const texts = got.map((each) => (typeof each === "object" ? JSON.stringify(each) : each));
      for (const repeated of new Set(
        texts.filter((each, index) => !isReference(each) && texts.indexOf(each) < index),
      )) {
        say(problem("", `must name each ${limits.each} once`, repeated, "remove the repetition"));
      }
    }),
  );
  const byInput = v.lazy((input): Schema<readonly T[]> => (isReference(input) ? (v.any() as Schema<T[]>) : array));
  return shaped(byInput, { is: "list", item, limits });
}

/** Settings by names that the user gives. */
export function table<T>(key: Rule<string>, each: Schema<T>, limits: Limits): Schema<Readonly<Record<string, T>>> {
  const record = v.pipe(
    groupOnly(limits.remedy),
    v.record(v.string(), each),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!isGroup(dataset.value)) return;
      const names = Object.keys(dataset.value);
      const say = (message: string) => addIssue({ message });
      if (!isWithin(names.length, limits)) say(problem("", `must have ${amount(limits)}`, names, limits.remedy));
      for (const name of names.filter((each) => !key.holds(each))) {
        say(ruleProblem("", name, { ...key, must: `have keys that ${key.must.replace(/^be /, "are ")}` }));
      }
    }),
  );
  return shaped(record as unknown as Schema<Record<string, T>>, { is: "table", key, value: each, limits });
}

/** Mark of the problem of a key that is not known. */
const KNOWN_KEY = "known key";

/** Settings by the keys that are known: each of them, and no other. */
export function group<const E extends Entries>(entries: E): Schema<GroupOf<E>> {
  const known = Object.keys(entries);
  const object = v.pipe(
    groupOnly(`it has ${known.join(", ")}`),
    v.looseObject(entries, missing),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!isGroup(dataset.value)) return;
      for (const key of Object.keys(dataset.value).filter((each) => !Object.hasOwn(entries, each))) {
        const meant = closest(key, known);
        const remedy = meant === undefined ? `it has ${known.join(", ")}` : `did you mean ${meant}?`;
        addIssue({
          expected: KNOWN_KEY,
          received: meant ?? key,
          message: problem("", "must have no other keys than those it knows", key, remedy),
        });
      }
    }),
  );
  return shaped(object as unknown as Schema<GroupOf<E>>, { is: "group", entries });
}

/** Group that has a key of its own, or another one that lacks it. */
export function marked<M, O>(key: string, having: Schema<M>, lacking: Schema<O>): Schema<M | O> {
  const byInput = v.lazy((input): Schema<M | O> => (isGroup(input) && Object.hasOwn(input, key) ? having : lacking));
  return shaped(byInput, { is: "choice", by: "key", groups: { [key]: having, "none of these": lacking } });
}

/** Groups of settings, of which the setting `by` chooses one. */
export function choice<const G extends Entries>(by: string, groups: G): Schema<v.InferOutput<G[keyof G]>> {
  // A group of an unknown kind is judged by its kind alone: no one can tell what else it should have.
  const unknownKind = v.pipe(groupOnly(`it has ${by}`), v.looseObject({ [by]: word(Object.keys(groups)) }, missing));
  const byInput = v.lazy((input) => {
    const kind = isGroup(input) ? String(input[by]) : "";
    return (Object.hasOwn(groups, kind) ? groups[kind] : undefined) ?? unknownKind;
  });
  return shaped(byInput as Schema<v.InferOutput<G[keyof G]>>, { is: "choice", by, groups });
}

/**
 * Checks settings against their schema.
 * @param where what messages begin with, such as `prod.network`; with `""` they begin with the key
 * @param otherKeys whether groups may have keys that they do not know: `allowed` for what a compiler has seen
 * @returns every problem at once, `[]` when there is none
 */
export function settingsProblems(
  where: string,
  schema: Schema<unknown>,
  settings: unknown,
  otherKeys: "allowed" | "refused" = "allowed",
): string[] {
  const { issues = [] } = v.safeParse(schema, settings);
  const others = issues.filter(({ expected }) => expected === KNOWN_KEY);
  // A key with a slip in it is told once, and not also as one that is missing.
  const mistyped = new Set(others.map(({ path, received }) => pathOf(where, path, received)));
  const told =
    otherKeys === "allowed"
      ? issues.filter((issue) => !others.includes(issue))
      : issues.filter((issue) => !isMissing(issue) || !mistyped.has(pathOf(where, issue.path)));
  return [...new Set(told.map(({ path, message }) => `${pathOf(where, path)}${message}`))];
}

function value<T>(type: "string" | "number", rule: Rule<T>): Schema<T> {
  const check = v.custom<T>(
    (got) => isReference(got) || (typeof got === type && rule.holds(got as T)),
    ({ input }) => ruleProblem("", input as T, rule),
  );
  return shaped(check, { is: "value", type, rule });
}

function groupOnly(remedy: string) {
  return v.custom<Record<string, unknown>>(isGroup, ({ input }) =>
    problem("", "must be a group of settings", input, remedy),
  );
}

function missing(): string {
  return problem("", "must be set", undefined, "docs/settings.md tells what it is");
}

function isMissing({ type, path }: v.BaseIssue<unknown>): boolean {
  return type === "loose_object" && path?.at(-1)?.origin === "key";
}

/** Where a problem is. An element of a list is told by its value, unless it has settings of its own. */
function pathOf(where: string, path: v.BaseIssue<unknown>["path"] = undefined, key?: string): string {
  const items = [...(path ?? [])];
  const last = items.at(-1);
  if (last?.type === "array" && !isGroup(last.value)) items.pop();
  const own = items.map((item) => (item.type === "array" ? `[${item.key}]` : `.${item.key}`)).join("");
  const keys = key === undefined ? own : `${own}.${key}`;
  return where === "" ? keys.replace(/^\./, "") : `${where}${keys}`;
}
