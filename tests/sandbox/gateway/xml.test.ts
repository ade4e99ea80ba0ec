import { describe, expect, it } from "vitest";
import { buildXml, elementAt, elementsAt, escapeXml, parseXml, textAt } from "../../../sandbox/gateway/xml";

describe("parseXml and buildXml", () => {
  it.each([
    '<?xml version="1.0" encoding="utf-8"?><A xmlns="http://ec2.amazonaws.com/doc"><b>1</b></A>',
    "<A><port>080</port><version>1.10</version><flag>true</flag></A>",
    "<A><item>one</item></A>",
    "<A><item><b>1</b></item><item><b>2</b></item></A>",
    "<A><rule>1</rule><rule>2</rule></A>",
    "<A>&lt;a&gt; &amp; b</A>",
    "<A><empty></empty></A>",
  ])("keep %s", (text) => {
    expect(buildXml(parseXml(text))).toBe(text);
  });

  it("keep the meaning of other ways to write the same", () => {
    expect(buildXml(parseXml("<A>\n  <b/>\n  <c>&#39;x&#39;</c>\n  <d><![CDATA[1<2]]></d>\n</A>"))).toBe(
      "<A><b></b><c>&apos;x&apos;</c><d>1&lt;2</d></A>",
    );
  });

  it("give lists their order", () => {
    expect(parseXml("<A><item>b</item><item>a</item></A>")).toEqual({ A: { item: ["b", "a"] } });
    expect(parseXml("<A><member>b</member></A>")).toEqual({ A: { member: ["b"] } });
  });

  it("find nothing in what is not XML", () => {
    expect(parseXml("")).toEqual({});
  });
});

describe("reading a tree", () => {
  const tree = parseXml("<A><set><item><id>1</id></item><item><id>2</id></item></set><one><id>3</id></one></A>");

  it("goes down a path, to an empty element if there is none", () => {
    expect(elementAt(tree, "A", "one")).toEqual({ id: "3" });
    expect(elementAt(tree, "A", "none", "deeper")).toEqual({});
  });

  it("lists elements, however many there are", () => {
    expect(elementsAt(elementAt(tree, "A", "set"), "item")).toEqual([{ id: "1" }, { id: "2" }]);
    expect(elementsAt(elementAt(tree, "A"), "one")).toEqual([{ id: "3" }]);
    expect(elementsAt(tree, "none")).toEqual([]);
  });

  it("takes text from elements that have nothing else", () => {
    expect(textAt(elementAt(tree, "A", "one"), "id")).toBe("3");
    expect(textAt(elementAt(tree, "A"), "one")).toBeUndefined();
  });
});

describe("escapeXml", () => {
  it("makes text safe inside an element", () => {
    expect(escapeXml(`<a b="c"> & d`)).toBe("&lt;a b=&quot;c&quot;&gt; &amp; d");
  });
});
