import type { Json, JsonObject } from "../json";
import type { AwsRequest } from "../request";
import { formParameters } from "./form-parameters";
import type { FoundOperation } from "./operation";
import { type Member, type ServiceModel, type Shape, scalar, shapeOf } from "./service-models";
import { xmlBody, xmlParameters } from "./xml-parameters";

/**
 * The parameters of a request by the names of the operation's model, whatever the protocol: as the AWS CLI has them.
 * @see https://smithy.io/2.0/aws/protocols/index.html
 */
export function parametersOf(model: ServiceModel, found: FoundOperation, request: AwsRequest): JsonObject {
  const { input } = found.operation;
  if (input === undefined) return {};
  if (request.protocol === "json") return request.parameters;
  const shape = shapeOf(model, input);
  if (request.protocol === "query") return formParameters(model, shape, request);
  return { ...bodyParameters(model, shape, request), ...restParameters(model, shape, found, request) };
}

/** What a REST request has in its path, its query string and its headers. */
function restParameters(model: ServiceModel, shape: Shape, { labels }: FoundOperation, request: AwsRequest) {
  const parameters: JsonObject = {};
  for (const [name, member] of Object.entries(shape.members ?? {})) {
    const found = valueAt(name, member);
    if (found !== undefined) parameters[name] = found;
  }
  return parameters;

  function valueAt(name: string, member: Member): Json {
    const { location, locationName = name } = member;
    const type = shapeOf(model, member);
    if (location === "uri") return scalarOr(type, labels[locationName]);
    if (location === "header") {
      return scalarOr(type, [request.headers[locationName.toLowerCase()]].flat().join(",") || undefined);
    }
    if (location !== "querystring" || !request.query.has(locationName)) return undefined;
    const texts = request.query.getAll(locationName);
    return type.type === "list" ? texts : scalarOr(type, texts[0]);
  }
}

function scalarOr(shape: Shape, text: string | undefined): Json {
  return text === undefined ? undefined : scalar(shape, text);
}

/** What a REST request has in its body: one member that is all of it, or all members that are nowhere else. */
function bodyParameters(model: ServiceModel, shape: Shape, request: AwsRequest): JsonObject {
  const isXml = request.protocol === "rest-xml";
  const { payload } = shape;
  if (payload === undefined) {
    if (isXml) return xmlParameters(model, shape, xmlBody(request));
    const members = Object.entries(shape.members ?? {}).filter(([, { location }]) => location === undefined);
    return Object.fromEntries(
      members.map(([name, { locationName = name }]) => [name, request.parameters[locationName]]),
    );
  }
  const member = shapeOf(model, shape.members?.[payload] ?? { shape: "" });
  if (request.body.length === 0) return {};
  if (member.type !== "structure") return { [payload]: request.body.toString() };
  return { [payload]: isXml ? xmlParameters(model, member, xmlBody(request)) : request.parameters };
}
