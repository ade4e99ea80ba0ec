import { describe, expect, it } from "vitest";
import {
  numberAt,
  objectAt,
  objectsAt,
  parseObject,
  pick,
  requiredString,
  stringAt,
  stringMapAt,
  stringsAt,
} from "../../../sandbox/gateway/json";

const object = { text: "a", number: 1, object: { a: "b", c: 1 }, list: ["a", 1, { b: 2 }], nothing: null, empty: "" };

describe("reading a JSON object", () => {
  it("gives fields of the right type", () => {
    expect(stringAt(object, "text")).toBe("a");
    expect(numberAt(object, "number")).toBe(1);
    expect(objectAt(object, "object")).toEqual({ a: "b", c: 1 });
    expect(stringsAt(object, "list")).toEqual(["a"]);
    expect(objectsAt(object, "list")).toEqual([{ b: 2 }]);
    expect(stringMapAt(object, "object")).toEqual({ a: "b" });
  });

  it.each(["none", "nothing"])("gives nothing for the field %s", (field) => {
    expect(stringAt(object, field)).toBeUndefined();
    expect(numberAt(object, field)).toBeUndefined();
    expect(objectAt(object, field)).toBeUndefined();
    expect(stringsAt(object, field)).toEqual([]);
    expect(objectsAt(object, field)).toEqual([]);
    expect(stringMapAt(object, field)).toEqual({});
  });

  it("does not take an array for an object", () => {
    expect(objectAt(object, "list")).toBeUndefined();
  });

  it("picks the fields that there are", () => {
    expect(pick(object, ["text", "nothing", "none"])).toEqual({ text: "a", nothing: null });
  });
});

describe("requiredString", () => {
  it("gives the field", () => {
    expect(requiredString(object, "text")).toBe("a");
  });

  it.each(["none", "nothing", "number", "empty"])("refuses the field %s", (field) => {
    expect(() => requiredString(object, field)).toThrow(
      expect.objectContaining({ code: "InvalidParameterException", message: `${field} is required`, status: 400 }),
    );
  });

  it("uses the error code of the service", () => {
    expect(() => requiredString(object, "none", "ValidationError")).toThrow(
      expect.objectContaining({ code: "ValidationError" }),
    );
  });
});

describe("parseObject", () => {
  it("reads an object and nothing else", () => {
    expect(parseObject('{"a":1}')).toEqual({ a: 1 });
    for (const text of ["", "[1]", "1", "null", "{"]) expect(parseObject(text)).toBeUndefined();
  });
});
