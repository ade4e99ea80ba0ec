import type { JsonObject } from "../json";
import type { AwsRequest } from "../request";
import { AwsError } from "../responses";
import type { Context } from "../service";
import { elementAt, elementsAt, type XmlElement } from "../xml";

/** What a rule may look at besides the parameters: the local AWS as it is before the request. */
export interface Scene extends Context {
  readonly request: AwsRequest;
}

/** Something that AWS refuses and its models do not tell. @throws AwsError in AWS's words */
export type Rule = (parameters: JsonObject, scene: Scene) => void | Promise<void>;

/** The rules of a service by operation. */
export type Rules = Readonly<Record<string, Rule>>;

/** @throws AwsError always */
export function refuse(code: string, message: string, status?: number): never {
  throw new AwsError(code, message, status);
}

/** Versions that moto must be told, because it has two services under one name. */
const VERSIONS: Readonly<Record<string, string>> = { elasticloadbalancing: "2015-12-01" };

/** The result of an operation of the query protocol. */
export async function resultOf(
  scene: Context,
  service: string,
  action: string,
  form: Readonly<Record<string, string>> = {},
): Promise<XmlElement> {
  const version = VERSIONS[service] === undefined ? {} : { Version: VERSIONS[service] };
  const answer = await scene.callQuery(service, { Action: action, ...version, ...form });
  return elementAt(answer, `${action}Response`, `${action}Result`);
}

/** The members that an operation of the query protocol lists. */
export async function describeQuery(
  scene: Context,
  service: string,
  action: string,
  list: string,
  member = "member",
  form: Readonly<Record<string, string>> = {},
): Promise<XmlElement[]> {
  return elementsAt(elementAt(await resultOf(scene, service, action, form), list), member);
}

/** The items that a `Describe...` operation of EC2 lists. */
export async function describeEc2(
  scene: Context,
  action: string,
  list: string,
  form: Readonly<Record<string, string>> = {},
): Promise<XmlElement[]> {
  const answer = await scene.callQuery("ec2", { Action: action, Version: "2016-11-15", ...form });
  return elementsAt(elementAt(answer, `${action}Response`, list), "item");
}

/** Parameters of EC2 that name things, such as `SubnetId.1`. */
export function numbered(name: string, values: readonly string[]): Record<string, string> {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]));
}
