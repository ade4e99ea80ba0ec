import { createRequire } from "node:module";
import fc from "fast-check";
import { expect, it } from "vitest";

type Stringify = (value: unknown, options?: { readonly space: number }) => string | undefined;

const stringify: Stringify = require("../../scripts/stable-stringify");
const original: Stringify = createRequire(require.resolve("cdktf"))("json-stable-stringify");

it("sorts keys, and indents as it is told", () => {
  const value = { b: [1, undefined, {}], a: { d: "x\n", c: undefined }, 10: null, 9: [] };
  const lines = ["{", '  "10": null,', '  "9": [', "  ],", '  "a": {', '    "d": "x\\n"', "  },", '  "b": ['];
  expect(stringify(value, { space: 2 })).toBe(
    [...lines, "    1,", "    null,", "    {", "    }", "  ]", "}"].join("\n"),
  );
  expect(stringify(value)).toBe('{"10":null,"9":[],"a":{"d":"x\\n"},"b":[1,null,{}]}');
  expect(stringify(undefined)).toBeUndefined();
});

it("writes of anything what the package writes that it stands in for", () => {
  const values = fc.anything({ withNullPrototype: true, maxDepth: 3 });
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (value, space) => {
      expect(stringify(value, { space })).toBe(original(value, { space }));
    }),
  );
});
