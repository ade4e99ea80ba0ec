import type { AwsRequest } from "../../request";
import { type Answer, AwsError, emptyAnswer, xmlAnswer } from "../../responses";
import { type Context, type Route, route } from "../../service";
import { Kind } from "../../store";
import { distributionsWith } from "./distribution-configs";
import { API, newEtag, requiredElement, requireMatch, textOf } from "./documents";

/** One stage of a function: what is being worked on, or what runs. */
interface Stage {
  readonly config: string;
  readonly code: Buffer;
  readonly etag: string;
  readonly modified: string;
}

/** A CloudFront function; `live` once it was published. */
interface EdgeFunction {
  readonly name: string;
  readonly created: string;
  readonly development: Stage;
  readonly live?: Stage;
}

const functions = new Kind<EdgeFunction>("CloudFront function, by name");

/** CloudFront functions, which moto does not have. They do not run: no request reaches a distribution here. */
export const functionRoutes: readonly Route[] = [
  route("POST", `${API}/function`, (request, context) => {
    const name = textOf(request.body.toString(), "Name");
    if (context.remembered(functions).has(name)) {
      throw new AwsError("FunctionAlreadyExists", `A function with this name already exists: ${name}`, 409);
    }
    const development = stageOf(request);
    const made = { name, created: development.modified, development };
    context.remembered(functions).set(name, made);
    return summary(context, made, "DEVELOPMENT", 201);
  }),
  route("POST", `${API}/function/{name}/publish`, (request, context, { name }) => {
    const found = matchingFunction(request, context, name);
    const published = { ...found, live: found.development };
    context.remembered(functions).set(name, published);
    return summary(context, published, "LIVE");
  }),
  route("GET", `${API}/function/{name}/describe`, (request, context, { name }) =>
    summary(context, findFunction(context, name), stageName(request)),
  ),
  route("GET", `${API}/function/{name}`, (request, context, { name }) => {
    const { code, etag } = stage(findFunction(context, name), stageName(request));
    return { status: 200, headers: { "content-type": "application/octet-stream", etag }, body: code };
  }),
  route("PUT", `${API}/function/{name}`, (request, context, { name }) => {
    const changed = { ...matchingFunction(request, context, name), development: stageOf(request) };
    context.remembered(functions).set(name, changed);
    return summary(context, changed, "DEVELOPMENT");
  }),
  route("DELETE", `${API}/function/{name}`, (request, context, { name }) => {
    matchingFunction(request, context, name);
    if (distributionsWith(context, `<FunctionARN>${arnOf(context, name)}</FunctionARN>`)) {
      throw new AwsError("FunctionInUse", `The function is in use: ${name}`, 409);
    }
    context.remembered(functions).delete(name);
    return emptyAnswer();
  }),
];

/** @throws AwsError if a distribution cannot use the function of that ARN, because it is not there or not published */
export function requirePublishedFunction(context: Context, arn: string): void {
  if (context.remembered(functions).get(arn.split("/").at(-1) ?? "")?.live !== undefined) return;
  throw new AwsError("InvalidFunctionAssociation", `The function does not exist or is not published: ${arn}`);
}

function findFunction(context: Context, name: string): EdgeFunction {
  const found = context.remembered(functions).get(name);
  if (found === undefined) throw missing(name);
  return found;
}

function matchingFunction(request: AwsRequest, context: Context, name: string): EdgeFunction {
  const found = findFunction(context, name);
  requireMatch(request, found.development.etag);
  return found;
}

function stage(found: EdgeFunction, name: "LIVE" | "DEVELOPMENT"): Stage {
  const wanted = name === "LIVE" ? found.live : found.development;
  if (wanted === undefined) throw missing(found.name);
  return wanted;
}

function missing(name: string): AwsError {
  return new AwsError("NoSuchFunctionExists", `The specified function does not exist: ${name}`, 404);
}

function stageName(request: AwsRequest): "LIVE" | "DEVELOPMENT" {
  return request.query.get("Stage") === "LIVE" ? "LIVE" : "DEVELOPMENT";
}

function stageOf(request: AwsRequest): Stage {
  return {
    config: requiredElement(request, "FunctionConfig"),
    code: Buffer.from(textOf(request.body.toString(), "FunctionCode"), "base64"),
    etag: newEtag(),
    modified: new Date().toISOString(),
  };
}

function summary(context: Context, found: EdgeFunction, name: "LIVE" | "DEVELOPMENT", status = 200): Answer {
  const { config, etag, modified } = stage(found, name);
  const state = found.live === undefined ? "UNPUBLISHED" : "UNASSOCIATED";
  const metadata =
    `<FunctionARN>${arnOf(context, found.name)}</FunctionARN><Stage>${name}</Stage>` +
    `<CreatedTime>${found.created}</CreatedTime><LastModifiedTime>${modified}</LastModifiedTime>`;
  return xmlAnswer(
    `<FunctionSummary><Name>${found.name}</Name><Status>${state}</Status>${config}` +
      `<FunctionMetadata>${metadata}</FunctionMetadata></FunctionSummary>`,
    status,
    { etag, location: `https://cloudfront.amazonaws.com${API}/function/${found.name}` },
  );
}

function arnOf({ account }: Context, name: string): string {
  return `arn:aws:cloudfront::${account}:function/${name}`;
}
