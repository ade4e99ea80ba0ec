import type { Json, JsonObject } from "../json";
import type { AwsRequest, Form } from "../request";
import { type Member, type ServiceModel, type Shape, scalar, shapeOf } from "./service-models";

/** A form as a tree: the name `Tag.1.Key` is three branches. */
interface Tree {
  [name: string]: Tree | string;
}

/**
 * The parameters in a form of the query protocol, or of EC2's kind of it, in which lists have no name of their own.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 * @see https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 */
export function formParameters(model: ServiceModel, input: Shape, { form, service }: AwsRequest): JsonObject {
  const isEc2 = service === "ec2";
  return structure(input, treeOf(form));

  function structure({ members = {} }: Shape, tree: Tree): JsonObject {
    const read = Object.entries(members).flatMap(([name, member]) => {
      const node = tree[nameOf(name, member)];
      return node === undefined ? [] : [[name, value(member, node)] as const];
    });
    return Object.fromEntries(read);
  }

  function nameOf(name: string, member: Member): string {
    if (isEc2) return member.queryName ?? capitalized(member.locationName ?? name);
    const shape = shapeOf(model, member);
    const ofItems = isFlat(member, shape) ? shape.member?.locationName : undefined;
    return ofItems ?? member.locationName ?? name;
  }

  function value(member: Member, node: Tree | string): Json {
    const shape = shapeOf(model, member);
    if (shape.type === "list") return list(member, shape, node);
    if (shape.type === "map") return map(member, shape, node);
    if (shape.type === "structure") return structure(shape, typeof node === "string" ? {} : node);
    return typeof node === "string" ? scalar(shape, node) : undefined;
  }

  function list(member: Member, shape: Shape, node: Tree | string): Json {
    const item = shape.member;
    if (item === undefined || typeof node === "string") return [];
    const items = isEc2 || isFlat(member, shape) ? node : node[item.locationName ?? "member"];
    return numbered(items).map((one) => value(item, one));
  }

  function map(member: Member, shape: Shape, node: Tree | string): Json {
    const { key, value: content } = shape;
    if (key === undefined || content === undefined || typeof node === "string") return {};
    const entries = numbered(isFlat(member, shape) ? node : node.entry).flatMap((one) => {
      if (typeof one === "string") return [];
      const of = one[content.locationName ?? "value"];
      return of === undefined ? [] : [[String(one[key.locationName ?? "key"]), value(content, of)] as const];
    });
    return Object.fromEntries(entries);
  }
}

function isFlat(member: Member, shape: Shape): boolean {
  return shape.flattened === true || member.flattened === true;
}

function treeOf(form: Form): Tree {
  const root: Tree = {};
  for (const [name, text] of Object.entries(form)) {
    const path = name.split(".");
    const last = path.pop() ?? "";
    let tree = root;
    for (const part of path) {
      const branch = tree[part];
      const below: Tree = typeof branch === "object" ? branch : {};
      tree[part] = below;
      tree = below;
    }
    tree[last] ??= text;
  }
  return root;
}

/** The branches 1, 2, 3 and so on, in order. */
function numbered(node: Tree | string | undefined): (Tree | string)[] {
  if (node === undefined || typeof node === "string") return [];
  const numbers = Object.keys(node).map(Number).filter(Number.isInteger);
  return numbers.sort((one, other) => one - other).flatMap((number) => node[number] ?? []);
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}
