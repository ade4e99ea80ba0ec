import { describe, expect, it } from "vitest";
import { closest } from "../../../modules/foundation/closest";
import {
  choice,
  either,
  group,
  list,
  marked,
  number,
  type Schema,
  settingsProblems,
  table,
  text,
  whole,
  word,
} from "../../../modules/foundation/schema";

/** How a value that Terraform alone knows looks before it is resolved. */
const REFERENCE = ["$", "{TfToken[TOKEN.1]}"].join("");
const NAME = { must: "be lower-case letters", holds: (name: string) => /^[a-z]+$/.test(name), remedy: "write some" };

const problems = (schema: Schema<unknown>, value: unknown) => settingsProblems("prod", schema, value, "refused");

describe("single values", () => {
  it("hold to their rule", () => {
    expect(problems(text(NAME), "abc")).toEqual([]);
    expect(problems(text(NAME), "ABC")).toEqual([`prod: must be lower-case letters, got "ABC"; write some`]);
    expect(problems(whole([1, 3], "count"), 3)).toEqual([]);
    expect(problems(whole([1, 3], "count"), 2.5)).toEqual(["prod: must be a whole number from 1 to 3, got 2.5; count"]);
  });

  it.each([undefined, null, true, 5, ["abc"], { abc: 1 }])("are no text where they are %j", (value) => {
    const got = value === undefined ? "nothing" : JSON.stringify(value);
    expect(problems(text(NAME), value)).toEqual([`prod: must be lower-case letters, got ${got}; write some`]);
  });

  it.each(["5", Number.NaN, Number.POSITIVE_INFINITY, null, [5]])("are no number where they are %j", (value) => {
    const any = number({ must: "be a number", holds: () => true, remedy: "write one" });
    expect(problems(any, value)).toHaveLength(1);
  });

  it("are never judged where Terraform alone knows them", () => {
    expect(problems(text(NAME), REFERENCE)).toEqual([]);
    expect(problems(word(["on"]), REFERENCE)).toEqual([]);
    expect(problems(either(["none"], whole([1, 2], "")), REFERENCE)).toEqual([]);
  });

  it("leave out of the message what nobody should read, and shorten what is long", () => {
    expect(problems(text({ ...NAME, secret: true }), "TOP SECRET")).toEqual([
      "prod: must be lower-case letters, got something else; write some",
    ]);
    expect(problems(text(NAME), "A".repeat(1000))).toEqual([
      `prod: must be lower-case letters, got "${"A".repeat(299)}... (1002 characters); write some`,
    ]);
  });
});

const LIMITS = { least: 1, most: 2, each: "name", remedy: "choose" };

describe("words", () => {
  it("are those that are known", () => {
    expect(problems(word(["block", "count"]), "count")).toEqual([]);
    expect(problems(word(["block", "count"], "choose"), "refuse")).toEqual([
      'prod: must be one of block, count, got "refuse"; choose',
    ]);
  });

  it.each(["Block", "blok", "blcok", "BLOCK"])("tell what %s means", (mistyped) => {
    expect(problems(word(["block", "count"]), mistyped)).toEqual([
      `prod: must be one of block, count, got "${mistyped}"; did you mean block?`,
    ]);
  });

  it("may be numbers", () => {
    expect(problems(word([7, 14]), 14)).toEqual([]);
    expect(problems(word([7, 14], "choose"), "14")).toEqual(['prod: must be one of 7, 14, got "14"; did you mean 14?']);
  });

  it("may stand beside another setting", () => {
    const schema = either(["none"], whole([1, 9], "count"));
    expect(problems(schema, "none")).toEqual([]);
    expect(problems(schema, 9)).toEqual([]);
    expect(problems(schema, 10)).toEqual(["prod: must be a whole number from 1 to 9, got 10; count"]);
    expect(problems(schema, "None")).toEqual([
      'prod: must be "none" or a whole number from 1 to 9, got "None"; write one of these',
    ]);
  });
});

describe("lists", () => {
  const names = list(text(NAME), LIMITS);

  it("have a number of elements, each once, and each by its rule", () => {
    expect(problems(names, ["a", "b"])).toEqual([]);
    expect(problems(names, [])).toEqual(["prod: must have 1 to 2 elements, got []; choose"]);
    expect(problems(names, ["a", "b", "c"])).toEqual(['prod: must have 1 to 2 elements, got ["a","b","c"]; choose']);
    expect(problems(names, ["a", "a"])).toEqual(['prod: must name each name once, got "a"; remove the repetition']);
    expect(problems(names, ["a", "B"])).toEqual(['prod: must be lower-case letters, got "B"; write some']);
    expect(problems(names, "a")).toEqual(['prod: must be a list, got "a"; write each name in brackets']);
  });

  it("tell where in an element a problem is", () => {
    const groups = list(group({ name: text(NAME) }), { ...LIMITS, least: 0 });
    expect(problems(groups, [{ name: "a" }, { name: "B" }])).toEqual([
      'prod[1].name: must be lower-case letters, got "B"; write some',
    ]);
    expect(problems(groups, [{ name: "a" }, { name: "a" }])).toEqual([
      'prod: must name each name once, got "{\\"name\\":\\"a\\"}"; remove the repetition',
    ]);
    expect(problems(groups, [{ name: "a" }, { name: "b" }, { name: "c" }])).toHaveLength(1);
  });
});

describe("groups", () => {
  const schema = group({ name: text(NAME), recovery: either(["none"], group({ days: whole([1, 9], "count") })) });

  it("have each of their settings and no other", () => {
    expect(problems(schema, { name: "a", recovery: { days: 1 } })).toEqual([]);
    expect(problems(schema, { name: "a" })).toEqual([
      "prod.recovery: must be set, got nothing; docs/settings.md tells what it is",
    ]);
    expect(problems(schema, { name: "a", recovery: "none", colour: 1 })).toEqual([
      'prod: must have no other keys than those it knows, got "colour"; it has name, recovery',
    ]);
    expect(problems(schema, { name: "a", recovery: 5 })).toEqual([
      'prod.recovery: must be "none" or a group of settings, got 5; write one of these',
    ]);
    expect(problems(schema, ["a"])).toEqual(['prod: must be a group of settings, got ["a"]; it has name, recovery']);
  });

  it("tell once of a key that is mistyped, also in an element of a list", () => {
    const groups = list(schema, { least: 0, most: 2, each: "group", remedy: "choose" });
    expect(problems(groups, [{ name: "a", recovry: "none" }])).toEqual([
      'prod[0]: must have no other keys than those it knows, got "recovry"; did you mean recovery?',
    ]);
    expect(problems(schema, { name: "a", recovry: "none" })).toEqual([
      'prod: must have no other keys than those it knows, got "recovry"; did you mean recovery?',
    ]);
  });

  it("tell of a missing key that is like another one, and of a missing one where other keys may be", () => {
    const range = group({ minSize: whole([0, 9], "count"), maxSize: whole([0, 9], "count") });
    const missing = "maxSize: must be set, got nothing; docs/settings.md tells what it is";
    expect(problems(range, { minSize: 1 })).toEqual([`prod.${missing}`]);
    expect(settingsProblems("", range, { minSize: 1, maxSzie: 2 })).toEqual([missing]);
  });

  it("may have other keys where a compiler has seen them", () => {
    expect(settingsProblems("", schema, { name: "A", recovery: "none", colour: 1 })).toEqual([
      'name: must be lower-case letters, got "A"; write some',
    ]);
  });

  it("tell all problems at once", () => {
    expect(problems(schema, { name: 1, recovery: { days: 0, more: 1 } })).toHaveLength(3);
  });
});

describe("tables", () => {
  const schema = table(NAME, whole([1, 9], "count"), { least: 1, most: 2, remedy: "choose" });

  it("have names and values by their rules", () => {
    expect(problems(schema, { a: 1, b: 2 })).toEqual([]);
    expect(problems(schema, {})).toEqual(["prod: must have 1 to 2 elements, got []; choose"]);
    expect(problems(schema, { a: 0 })).toEqual(["prod.a: must be a whole number from 1 to 9, got 0; count"]);
    expect(problems(schema, { A: 1 })).toEqual([
      'prod: must have keys that are lower-case letters, got "A"; write some',
    ]);
    expect(problems(schema, [1])).toEqual(["prod: must be a group of settings, got [1]; choose"]);
  });
});

describe("choices", () => {
  const schema = choice("kind", {
    one: group({ kind: word(["one"]), name: text(NAME) }),
    two: group({ kind: word(["two"]), days: whole([1, 9], "count") }),
  });

  it("are judged by their kind", () => {
    expect(problems(schema, { kind: "two", days: 1 })).toEqual([]);
    expect(problems(schema, { kind: "two", days: 0 })).toEqual([
      "prod.days: must be a whole number from 1 to 9, got 0; count",
    ]);
    expect(problems(schema, { kind: "two", name: "a", days: 1 })).toEqual([
      'prod: must have no other keys than those it knows, got "name"; it has kind, days',
    ]);
  });

  it.each(["three", "toString", 5])("are of a kind that is known, and not %j", (kind) => {
    expect(problems(schema, { kind, days: 0 })).toEqual([
      `prod.kind: must be one of one, two, got ${JSON.stringify(kind)}; choose one of these`,
    ]);
  });

  it("have a kind", () => {
    expect(problems(schema, { days: 0 })).toEqual([
      "prod.kind: must be set, got nothing; docs/settings.md tells what it is",
    ]);
  });
});

describe("groups told apart by a key", () => {
  const schema = either(["none"], marked("leaving", group({ leaving: text(NAME) }), group({ region: text(NAME) })));

  it("are the one that has the key, or else the other", () => {
    expect(problems(schema, "none")).toEqual([]);
    expect(problems(schema, { leaving: "here" })).toEqual([]);
    expect(problems(schema, { leaving: 5 })).toEqual(["prod.leaving: must be lower-case letters, got 5; write some"]);
    expect(problems(schema, { region: "HERE" })).toEqual([
      'prod.region: must be lower-case letters, got "HERE"; write some',
    ]);
    expect(problems(schema, { leaving: "here", region: "there" })).toEqual([
      'prod: must have no other keys than those it knows, got "region"; it has leaving',
    ]);
  });
});

describe("closest", () => {
  it.each([
    ["recovry", "recovery"],
    ["natGatewyas", "natGateways"],
    ["Retained", "retained"],
    ["On", "on"],
  ])("knows that %s means %s", (mistyped, meant) => {
    expect(closest(mistyped, ["recovery", "natGateways", "retained", "on"])).toBe(meant);
  });

  it.each(["", "no", "x".repeat(10_000), "constructor"])("does not guess what %j means", (mistyped) => {
    expect(closest(mistyped, ["recovery", "on"])).toBeUndefined();
  });
});
