import { describe, expect, it } from "vitest";
import { plainCopy } from "../../environments/plain-data";

const problems = (value: unknown) => plainCopy("dev", value).problems;
const plain = (path: string, got: string) => [`${path}: must be plain data, got ${got}; write the value itself`];

const within: Record<string, unknown> = {};
within.itself = within;
const holes: unknown[] = [];
holes[2] = 1;
const hidden = Object.defineProperty({}, "account", { value: "1", enumerable: false });

describe("plainCopy", () => {
  it("copies settings as they are", () => {
    const settings = { name: "dev", zones: ["a", "b"], sizes: { one: 1, none: null }, pem: "BEGIN\nEND\n" };
    const { copy, problems: none } = plainCopy("dev", settings);
    expect([copy, none]).toEqual([settings, []]);
    expect(copy).not.toBe(settings);
  });

  it.each<[string, unknown, string, string]>([
    ["a function", { a: () => 1 }, "dev.a", "a function"],
    ["a symbol", { a: [Symbol("s")] }, "dev.a[0]", "a symbol"],
    ["a bigint", { a: 1n }, "dev.a", "a bigint"],
    [
      "a getter",
      {
        get a() {
          return 1;
        },
      },
      "dev.a",
      "a getter or setter",
    ],
    ["a proxy", { a: new Proxy({}, {}) }, "dev.a", "a proxy"],
    ["a class's object", { a: new Date(0) }, "dev.a", "an object with a prototype of its own"],
    ["an object without a prototype", { a: Object.create(null) }, "dev.a", "an object with a prototype of its own"],
    ["inherited settings", { a: Object.create({ b: 1 }) }, "dev.a", "an object with a prototype of its own"],
    ["a list of a class", { a: new (class extends Array {})() }, "dev.a", "a list with a prototype of its own"],
    ["a list with holes", { a: holes }, "dev.a", "a list with holes or other keys"],
    ["a list with keys", { a: Object.assign(["b"], { c: 1 }) }, "dev.a", "a list with holes or other keys"],
    ["a hidden key", { a: hidden }, "dev.a.account", "a hidden key"],
    ["a symbol as key", { [Symbol("s")]: 1 }, "dev", "a key that is a symbol"],
    ["the prototype as key", JSON.parse('{"__proto__":{"a":1}}'), "dev", 'the key "__proto__", which every object has'],
    ["the constructor as key", { constructor: 1 }, "dev", 'the key "constructor", which every object has'],
    ["settings within themselves", within, "dev.itself", "settings within themselves"],
  ])("refuses %s", (_, value, path, got) => {
    expect(problems(value)).toEqual(plain(path, got));
  });

  it("does not run what it refuses", () => {
    let ran = 0;
    const count = () => {
      ran += 1;
      return ran;
    };
    plainCopy("dev", { a: Object.defineProperty({}, "b", { get: count, enumerable: true }), c: { toJSON: count } });
    expect(ran).toBe(0);
  });

  it("ends with settings that grow", () => {
    let grown: object = {};
    for (let level = 0; level < 11; level++) grown = { a: grown, b: grown, c: grown, d: grown };
    expect(problems(grown)).toEqual([expect.stringMatching(/: must be plain data, got more than 5000 values; write/)]);
  });

  it.each(["$", "%"])("refuses texts in which Terraform replaces %s{...}", (sign) => {
    expect(problems({ owner: `${sign}{path.module}` })).toEqual([
      `dev.owner: must have no $${"{"} or %{, which Terraform replaces, got "${sign}{path.module}"; write the value itself`,
    ]);
  });

  it.each(["a\u0000b", "a\rb", "a\tb", "\u007f", "\ud800"])("refuses the text %j, which is not printable", (text) => {
    expect(problems([text])).toEqual([
      `dev[0]: must have printable characters only, got ${JSON.stringify(text)}; write the value anew`,
    ]);
  });
});
