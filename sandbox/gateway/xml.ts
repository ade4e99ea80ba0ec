import { XMLBuilder, XMLParser } from "fast-xml-parser";

/** An element's content: text, or its children by name. A name that occurs more than once holds an array. */
export type XmlNode = string | XmlElement | readonly XmlNode[];

/** The children of an element by name; attributes have the prefix `@`. */
export interface XmlElement {
  [name: string]: XmlNode | undefined;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  // Numbers and booleans stay text, so that "012" and "1.10" survive.
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  // Otherwise "&#39;" would come out as "&amp;#39;".
  htmlEntities: true,
  isArray: (name) => name === "item" || name === "member",
});

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: "@", suppressBooleanAttributes: false });

/** The document as a tree. `item` and `member` elements are always arrays, others only where they repeat. */
export function parseXml(text: string): XmlElement {
  const document: unknown = parser.parse(text);
  return isElement(document) ? document : {};
}

/** The tree as XML text, the inverse of `parseXml`. */
export function buildXml(tree: XmlElement): string {
  return builder.build(tree);
}

/** Text made safe inside an element. */
export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** The child element at a path of names, an empty one if there is none. */
export function elementAt(parent: XmlElement, ...path: readonly string[]): XmlElement {
  let element = parent;
  for (const name of path) {
    const child = element[name];
    if (!isElement(child)) return {};
    element = child;
  }
  return element;
}

/** The child's text; undefined if there is no such child or it has children of its own. */
export function textAt(parent: XmlElement, name: string): string | undefined {
  const child = parent[name];
  return typeof child === "string" ? child : undefined;
}

/** The child elements of that name, in order, however many there are. */
export function elementsAt(parent: XmlElement, name: string): XmlElement[] {
  const child = parent[name];
  return (Array.isArray(child) ? child : [child]).filter(isElement);
}

function isElement(value: unknown): value is XmlElement {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
