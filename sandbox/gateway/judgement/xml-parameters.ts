import type { Json, JsonObject } from "../json";
import type { AwsRequest } from "../request";
import { parseXml, type XmlElement, type XmlNode } from "../xml";
import { type Member, type ServiceModel, type Shape, scalar, shapeOf } from "./service-models";

/** The root element of a body. */
export function xmlBody({ body }: AwsRequest): XmlNode {
  const { "?xml": _declaration, ...document } = parseXml(body.toString());
  return Object.values(document)[0] ?? "";
}

/** The parameters in an element. @see https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html */
export function xmlParameters(model: ServiceModel, { members = {} }: Shape, element: XmlNode): JsonObject {
  if (!isElement(element)) return {};
  const read = Object.entries(members).flatMap(([name, member]) => {
    const node = nodeOf(name, member, element);
    return member.location !== undefined || node === undefined ? [] : [[name, value(member, node)] as const];
  });
  return Object.fromEntries(read);

  function nodeOf(name: string, member: Member, parent: XmlElement): XmlNode | undefined {
    const shape = shapeOf(model, member);
    const flatName = isFlat(member, shape) ? shape.member?.locationName : undefined;
    const own = member.locationName ?? name;
    return member.xmlAttribute ? parent[`@${own}`] : (parent[own] ?? parent[flatName ?? own]);
  }

  function value(member: Member, node: XmlNode): Json {
    const shape = shapeOf(model, member);
    if (shape.type === "list") return list(member, shape, node);
    if (shape.type === "structure") return xmlParameters(model, shape, isList(node) ? (node[0] ?? "") : node);
    if (shape.type === "map") return {};
    const text = isElement(node) ? node["#text"] : node;
    return typeof text === "string" ? scalar(shape, text) : undefined;
  }

  function list(member: Member, shape: Shape, node: XmlNode): Json {
    const item = shape.member;
    if (item === undefined) return [];
    const items = isFlat(member, shape) ? node : isElement(node) ? node[item.locationName ?? "member"] : undefined;
    return (isList(items) ? items : [items]).flatMap((one) => (one === undefined ? [] : [value(item, one)]));
  }
}

function isFlat(member: Member, shape: Shape): boolean {
  return shape.flattened === true || member.flattened === true;
}

function isElement(node: XmlNode | undefined): node is XmlElement {
  return typeof node === "object" && !isList(node);
}

function isList(node: XmlNode | undefined): node is readonly XmlNode[] {
  return Array.isArray(node);
}
