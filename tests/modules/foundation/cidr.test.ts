import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type CidrBlock,
  cidrSize,
  cidrsOverlap,
  formatCidr,
  parseCidr,
  subdivide,
} from "../../../modules/foundation/cidr";

const block = fc
  .integer({ min: 0, max: 32 })
  .chain((prefix) =>
    fc
      .integer({ min: 0, max: 2 ** prefix - 1 })
      .map((index): CidrBlock => ({ base: index * 2 ** (32 - prefix), prefix })),
  );

describe("parseCidr", () => {
  it.each([
    ["10.0.0.0/16", { base: 167772160, prefix: 16 }],
    ["0.0.0.0/0", { base: 0, prefix: 0 }],
    ["255.255.255.255/32", { base: 4294967295, prefix: 32 }],
  ])("reads %s", (text, expected) => {
    expect(parseCidr(text)).toEqual(expected);
  });

  it.each([
    "",
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.0/33",
    "256.0.0.0/8",
    "10.0.0.1/16",
    "10.0.0.0/16 ",
    "fd00::/8",
    "a.b.c.d/16",
  ])("refuses %j", (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  it("reads back what formatCidr writes", () => {
    fc.assert(
      fc.property(block, (one) => {
        expect(parseCidr(formatCidr(one))).toEqual(one);
      }),
    );
  });
});

describe("cidrsOverlap", () => {
  it.each([
    ["10.0.0.0/16", "10.0.0.0/16", true],
    ["10.0.0.0/16", "10.0.255.0/24", true],
    ["10.0.0.0/16", "10.1.0.0/16", false],
    ["10.0.0.0/8", "10.3.0.0/16", true],
    ["10.0.1.0/24", "10.0.0.0/24", false],
  ])("of %s and %s is %s", (one, other, expected) => {
    expect(cidrsOverlap(parse(one), parse(other))).toBe(expected);
    expect(cidrsOverlap(parse(other), parse(one))).toBe(expected);
  });
});

describe("subdivide", () => {
  it.each([
    ["10.0.0.0/16", 1, 0, "10.0.0.0/17"],
    ["10.0.0.0/16", 3, 4, "10.0.128.0/19"],
    ["10.0.0.0/16", 8, 255, "10.0.255.0/24"],
  ])("%s by %i bits has part %i at %s", (cidr, newBits, index, expected) => {
    expect(formatCidr(subdivide(parse(cidr), newBits, index))).toBe(expected);
  });

  it("cuts a block into disjoint parts that fill it", () => {
    fc.assert(
      fc.property(block, fc.integer({ min: 0, max: 4 }), (whole, newBits) => {
        fc.pre(whole.prefix + newBits <= 32);
        const parts = Array.from({ length: 2 ** newBits }, (_, index) => subdivide(whole, newBits, index));
        expect(parts.reduce((sum, part) => sum + cidrSize(part), 0)).toBe(cidrSize(whole));
        parts.forEach((part, index) => {
          expect(cidrsOverlap(part, whole)).toBe(true);
          expect(parts.slice(index + 1).some((other) => cidrsOverlap(part, other))).toBe(false);
        });
      }),
    );
  });

  it.each([
    [17, 0],
    [1, 2],
    [1, -1],
  ])("refuses %i more bits at part %i", (newBits, index) => {
    expect(() => subdivide(parse("10.0.0.0/16"), newBits, index)).toThrow(
      new RangeError(`10.0.0.0/16 has no part ${index} of ${newBits} more bits`),
    );
  });
});

function parse(text: string): CidrBlock {
  const parsed = parseCidr(text);
  if (!parsed) throw new Error(text);
  return parsed;
}
