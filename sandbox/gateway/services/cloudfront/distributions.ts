import type { AwsRequest } from "../../request";
import { type Answer, AwsError, emptyAnswer, xmlAnswer } from "../../responses";
import { type Context, isSuccess, type Route, route } from "../../service";
import { Kind } from "../../store";
import { elementAt, elementsAt, parseXml, textAt, type XmlElement } from "../../xml";
import { distributionConfigs } from "./distribution-configs";
import { API, type Collection, findDocument, requiredElement, textOf } from "./documents";
import { requirePublishedFunction } from "./functions";
import { keyGroups } from "./keys";
import { cachePolicies, originRequestPolicies, responseHeadersPolicies } from "./policies";

const monitoring = new Kind<string>("monitoring subscription of a CloudFront distribution, by distribution id");

/** Lists that CloudFront gives back whether or not they were put. */
const LISTS = ["Aliases", "OriginGroups", "CacheBehaviors", "CustomErrorResponses"];

/** Which elements of a distribution refer to which documents. */
const REFERENCES: readonly (readonly [string, Collection])[] = [
  ["CachePolicyId", cachePolicies],
  ["OriginRequestPolicyId", originRequestPolicies],
  ["ResponseHeadersPolicyId", responseHeadersPolicies],
  ["KeyGroup", keyGroups],
];

/**
 * Distributions: moto keeps them, but loses much of their configuration, which comes back as it was put; and it accepts
 * what CloudFront refuses. Monitoring subscriptions it does not have.
 */
export const distributionRoutes: readonly Route[] = [
  route("POST", `${API}/distribution`, async (request, context) => {
    const config = checkedConfig(request, context);
    const answer = await context.passOn(targetingOrigin(request, config));
    if (!isSuccess(answer)) return answer;
    context.remembered(distributionConfigs).set(textOf(answer.body.toString(), "Id"), config);
    return withConfig(context, answer, config);
  }),
  route("PUT", `${API}/distribution/{id}/config`, async (request, context, { id }) => {
    const config = checkedConfig(request, context);
    const answer = await context.passOn(targetingOrigin(request, config));
    if (!isSuccess(answer)) return answer;
    context.remembered(distributionConfigs).set(id, config);
    return withConfig(context, answer, config);
  }),
  route("GET", `${API}/distribution/{id}`, keptConfig),
  route("GET", `${API}/distribution/{id}/config`, keptConfig),
  route("DELETE", `${API}/distribution/{id}`, async (request, context, { id }) => {
    const config = context.remembered(distributionConfigs).get(id) ?? "";
    if (textAt(contentOf(config), "Enabled") === "true") {
      throw new AwsError("DistributionNotDisabled", "The distribution you are trying to delete is not disabled", 409);
    }
    const answer = await context.passOn(request);
    if (isSuccess(answer)) context.remembered(distributionConfigs).delete(id);
    return answer;
  }),
  route("GET", `${API}/tagging`, tagsByMotoArn),
  route("POST", `${API}/tagging`, tagsByMotoArn),
  route("POST", `${API}/distributions/{id}/monitoring-subscription`, (request, context, { id }) => {
    requireDistribution(context, id);
    const subscription = requiredElement(request, "MonitoringSubscription");
    context.remembered(monitoring).set(id, subscription);
    return xmlAnswer(subscription);
  }),
  route("GET", `${API}/distributions/{id}/monitoring-subscription`, (_request, context, { id }) => {
    requireDistribution(context, id);
    return xmlAnswer(subscriptionOf(context, id));
  }),
  route("DELETE", `${API}/distributions/{id}/monitoring-subscription`, (_request, context, { id }) => {
    requireDistribution(context, id);
    subscriptionOf(context, id);
    context.remembered(monitoring).delete(id);
    return emptyAnswer(200);
  }),
];

/** The configuration in a request, with the lists that it leaves out. @throws AwsError for what CloudFront would refuse */
function checkedConfig(request: AwsRequest, context: Context): string {
  const put = requiredElement(request, "DistributionConfig");
  const content = contentOf(put);
  const behaviors = behaviorsOf(content);
  for (const behavior of behaviors) requireReadOnlyInGroup(content, behavior);
  requireTargets(content, behaviors);
  for (const [element, collection] of REFERENCES) {
    for (const id of valuesOf(put, element)) findDocument(collection, context, id);
  }
  for (const arn of valuesOf(put, "FunctionARN")) requirePublishedFunction(context, arn);
  const missing = LISTS.filter((name) => content[name] === undefined);
  const empty = missing.map((name) => `<${name}><Quantity>0</Quantity></${name}>`).join("");
  return put.replace("</DistributionConfig>", `${empty}</DistributionConfig>`);
}

/** CloudFront cannot fail over a request that writes. */
function requireReadOnlyInGroup(content: XmlElement, behavior: XmlElement): void {
  const groups = groupsOf(content).map((group) => group.Id);
  const { Method: methods } = elementAt(behavior, "AllowedMethods", "Items");
  const isReadOnly = [methods].flat().every((method) => ["GET", "HEAD", "OPTIONS"].includes(String(method)));
  if (isReadOnly || !groups.includes(behavior.TargetOriginId)) return;
  throw new AwsError(
    "InvalidArgument",
    "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.",
  );
}

/** What a behavior targets must be an origin or a group, and the members of a group must be origins. */
function requireTargets(content: XmlElement, behaviors: readonly XmlElement[]): void {
  const origins = originIds(content);
  const groups = groupsOf(content);
  const members = groups.flatMap((group) => elementsAt(elementAt(group, "Members", "Items"), "OriginGroupMember"));
  const ids = new Set([...origins, ...groups.map(({ Id }) => String(Id))]);
  const known =
    behaviors.every(({ TargetOriginId }) => ids.has(String(TargetOriginId))) &&
    members.every(({ OriginId }) => origins.includes(String(OriginId)));
  if (known || origins.length === 0) return;
  throw new AwsError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", 404);
}

/** Moto does not know that a default behavior may target a group: it gets the first origin in its place. */
function targetingOrigin(request: AwsRequest, config: string): AwsRequest {
  const content = contentOf(config);
  const target = textAt(elementAt(content, "DefaultCacheBehavior"), "TargetOriginId") ?? "";
  const [first] = originIds(content);
  if (first === undefined || !groupsOf(content).some(({ Id }) => Id === target)) return request;
  const body = request.body
    .toString()
    .replace(/(<DefaultCacheBehavior>[\s\S]*?<TargetOriginId>)[^<]*/, (_, before: string) => `${before}${first}`);
  return { ...request, body: Buffer.from(body) };
}

function originIds(content: XmlElement): string[] {
  return elementsAt(elementAt(content, "Origins", "Items"), "Origin").map(({ Id }) => String(Id));
}

function groupsOf(content: XmlElement): XmlElement[] {
  return elementsAt(elementAt(content, "OriginGroups", "Items"), "OriginGroup");
}

function behaviorsOf(content: XmlElement): XmlElement[] {
  const ordered = elementsAt(elementAt(content, "CacheBehaviors", "Items"), "CacheBehavior");
  return [elementAt(content, "DefaultCacheBehavior"), ...ordered];
}

/** The contents of all elements of that name, without the empty ones. */
function valuesOf(config: string, element: string): string[] {
  return [...config.matchAll(new RegExp(`<${element}>([^<]+)</${element}>`, "g"))].map(([, value]) => value ?? "");
}

function contentOf(config: string): XmlElement {
  return elementAt(parseXml(config), "DistributionConfig");
}

async function keptConfig(request: AwsRequest, context: Context, { id }: { readonly id: string }): Promise<Answer> {
  const answer = await context.passOn(request);
  const config = context.remembered(distributionConfigs).get(id);
  return config === undefined || !isSuccess(answer) ? answer : withConfig(context, answer, config);
}

/**
 * Moto's answer with the configuration as it was put, and the ARN with two colons that moto forgets one of. The ETag is
 * the distribution's, not that of the body, and stays.
 */
function withConfig(context: Context, answer: Answer, config: string): Answer {
  const body = answer.body
    .toString()
    .replace(/<DistributionConfig[ >][\s\S]*<\/DistributionConfig>/, () => config)
    .replace(`<ARN>${motoArn(context, "")}`, `<ARN>${arn(context, "")}`);
  return { ...answer, headers: withoutLength(answer), body: Buffer.from(body) };
}

/** Tags belong to an ARN, and moto looks for its own. */
function tagsByMotoArn(request: AwsRequest, context: Context): Promise<Answer> {
  const resource = request.query.get("Resource") ?? "";
  const id = resource.startsWith(arn(context, "")) ? resource.slice(arn(context, "").length) : undefined;
  if (id === undefined) return context.passOn(request);
  const url = request.url.replace(/Resource=[^&]*/, () => `Resource=${encodeURIComponent(motoArn(context, id))}`);
  return context.passOn({ ...request, url });
}

function arn({ account }: Context, id: string): string {
  return `arn:aws:cloudfront::${account}:distribution/${id}`;
}

function motoArn({ account }: Context, id: string): string {
  return `arn:aws:cloudfront:${account}:distribution/${id}`;
}

function withoutLength({ headers }: Answer): Answer["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-length"));
}

function requireDistribution(context: Context, id: string): void {
  if (context.remembered(distributionConfigs).has(id)) return;
  throw new AwsError("NoSuchDistribution", "The specified distribution does not exist.", 404);
}

function subscriptionOf(context: Context, id: string): string {
  const found = context.remembered(monitoring).get(id);
  if (found !== undefined) return found;
  throw new AwsError("NoSuchMonitoringSubscription", "A monitoring subscription does not exist", 404);
}
