import {
  App,
  DefaultTokenResolver,
  dependable,
  Fn,
  Lazy,
  Op,
  ref,
  StringConcat,
  TerraformStack,
  Token,
  Tokenization,
} from "cdktf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Resolver, resolveArgumentsOnce } from "../../stacks/cdktf-resolve";

const stack = new TerraformStack(new App(), "stack");
const options = { scope: stack, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false };

const fast = (value: unknown) => new Resolver(stack).resolve(value);
const slow = (value: unknown) => Tokenization.resolve(value, options);

/** What came of it: the value, or the message. */
function outcome(resolve: () => unknown): unknown {
  try {
    return { value: resolve() };
  } catch (error) {
    return { message: String(error) };
  }
}

/** Resolves a value as the project does, after seeing that cdktf by itself does the same. */
function resolve(value: unknown): unknown {
  const resolved = outcome(() => fast(value));
  expect(resolved).toEqual(outcome(() => slow(value)));
  return resolved;
}

const token = Lazy.stringValue({ produce: () => "produced" });

describe("Resolver", () => {
  it("leaves what has no tokens as it is", () => {
    const plain = { text: "a", number: 1.5, no: false, none: null, list: ["b", { c: [] }], empty: {} };
    expect(resolve(plain)).toEqual({ value: plain });
    expect(resolve({ a: undefined, b: [undefined, 1] })).toEqual({ value: { b: [1] } });
  });

  it.each<[string, unknown]>([
    ["a text", token],
    ["within a text", `a-${token}-b`],
    ["a reference", Token.asString(ref("aws_a.b.id", stack))],
    ["a reference with a token in it", Token.asString(ref(`aws_a.b[${Token.asNumber(Fn.lengthOf(["a"]))}].id`, stack))],
    ["a reference to a number", Token.asString(ref("aws_a.b1e5.id", stack))],
    ["what must be there before", dependable({ fqn: Token.asString(ref("aws_a.b", stack)) })],
    ["what must be there before, named in a text", dependable({ fqn: "aws_a.b" })],
    ["what must be there before, by another", dependable({ fqn: dependable({ fqn: "aws_a.b" }) })],
    [
      "a reference beside what must be there before",
      `${dependable({ fqn: "aws_a.b" })}-${Token.asString(ref("aws_a.b.id"))}`,
    ],
    ["a number", Token.asNumber(Fn.lengthOf(["a", "b"]))],
    ["a number in a text", `port ${Token.asNumber(Lazy.numberValue({ produce: () => 5432 }))}`],
    ["a list", Token.asList(Fn.split(",", "a,b"))],
    ["a list of numbers", Token.asNumberList(Lazy.listValue({ produce: () => ["1"] }))],
    ["a map", Token.asStringMap(Fn.zipmap(["a"], ["b"]))],
    ["a map of anything", Token.asAnyMap(Fn.zipmap(["a"], ["b"]))],
    ["an element beside it", [token, ...Token.asList(Fn.split(",", "a,b"))]],
    ["a key", { [token]: 1 }],
    ["an object that resolves itself", { resolve: () => "own", creationStack: [], toString: () => "x" }],
  ])("resolves a token that is %s", (_, value) => {
    resolve(value);
    resolve({ deep: [{ value }], beside: 1 });
  });

  it.each<[string, unknown]>([
    ["a function", () => 1],
    ["a construct", stack],
    ["a token of a list in a text", Token.asList(Fn.split(",", "a,b"))[0]],
    ["a number that stands for a map", Token.NUMBER_MAP_TOKEN_VALUE],
    ["a text that stands for a map", Token.STRING_MAP_TOKEN_VALUE],
  ])("refuses %s in cdktf's words", (_, value) => {
    expect(resolve({ within: { value } })).toHaveProperty("message");
  });

  it("does as cdktf with escapes, numbers with exponents and anything else", () => {
    for (const text of [`$$\{a}`, `$\{a.b}`, "%{ if a }", "1e5", "-3e+308", "us-east-1", "}", "a&{b"])
      resolve([text, { text }]);
    for (const number of [0, -1, 1e308, -1e290, Number.NaN, Number.POSITIVE_INFINITY]) resolve({ number });
    resolve({ date: new Date(0), map: new Map([["a", 1]]), big: 1n });
    fc.assert(fc.property(fc.object({ withDate: true, withNullPrototype: true }), (value) => void resolve(value)));
  });
});

describe("resolveArgumentsOnce", () => {
  it("makes of what is nested what cdktf makes of it, and asks for each part once, not 32 times", () => {
    let asked = 0;
    const part = Lazy.anyValue({
      produce: () => {
        asked += 1;
        return "data.a.b";
      },
    });
    const nested = () => {
      const sum = Token.asNumber(Fn.sum(Token.asList(Fn.concat([[0], part]))));
      const least = Token.asNumber(Fn.max([1, sum]));
      const found = Token.asNumber(Fn.lengthOf(["a", Token.asString(Fn.join("-", ["b", token]))]));
      return Fn.conditional(Op.lt(found, 1), 2, Fn.min([3, least]));
    };
    resolveArgumentsOnce();
    expect(Tokenization.resolve(nested(), options)).toBe(
      `$\{(length(["a", join("-", ["b", produced])]) < 1) ? 2 : min(3, max(1, sum(concat([0], data.a.b))))}`,
    );
    expect(asked).toBe(1);
  });
});

describe("Resolver of texts", () => {
  it.each<[string, string]>([
    ["tokens side by side", `${token}${token}`],
    ["tokens between plain text", `a-${token}/b-${token}`],
    ["a token before a brace", `${token}}`],
    ["a token in a reference", `$\{aws:${token}}-${token}`],
    ["a token in an expression", `$\{replace("${token}", "a", "b")}`],
    ["a token beside an escape", `${token}-$$\{a}`],
    ["a token beside one of a number", `${token}:${Token.asNumber(Lazy.numberValue({ produce: () => 5432 }))}`],
    ["a token beside a directive", `${token}%{ if a }`],
    ["a call of a function beside a token", `${Token.asString(Fn.join("-", [token, "a"]))}/${token}`],
    ["a token that stands for one", `${Lazy.stringValue({ produce: () => `within-${token}` })}/${token}`],
    ["a token that stands for a number", `${token}-${Token.asString(Lazy.numberValue({ produce: () => 5 }))}`],
    ["a token of a list", `${token}-${Token.asList(Fn.split(",", "a,b"))[0]}`],
  ])("makes of %s what cdktf makes of it", (_, text) => {
    resolve([text, { text }]);
  });

  it("asks a token once for each text", () => {
    let asked = 0;
    const counted = Lazy.stringValue({
      produce: () => {
        asked += 1;
        return `value ${asked}`;
      },
    });
    const resolver = new Resolver(stack);
    expect(resolver.resolve([counted, { again: counted }])).toEqual(["value 1", { again: "value 1" }]);
    expect(resolver.resolve(counted)).toBe("value 1");
    expect(fast(counted)).toBe("value 2");
  });
});
