import { all, any, arn, arnIn, arnOf, each, on, serviceTable } from "../table";

const GLOBAL = { region: "" };
const named = (type: string) => arn(`${type}/{id}`, GLOBAL);
// What is new has no id yet.
const anew = (type: string) => arn(`${type}/*`, GLOBAL);
const distribution = named("distribution");
const fn = named("function");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudfront.html */
export const cloudfront = serviceTable(
  { name: "cloudfront" },
  {
    CreateDistribution: on(anew("distribution")),
    // An operation of the API, and no action: the distribution and its tags take one each.
    CreateDistributionWithTags: all(
      on(anew("distribution"), "CreateDistribution"),
      on(anew("distribution"), "TagResource"),
    ),
    ...each(on(distribution), "DeleteDistribution", "GetDistribution", "UpdateDistribution", "CreateInvalidation"),
    GetDistributionConfig: on(distribution),
    CreateFunction: on((call) => [arnOf(call, `function/${call.required("CreateFunctionRequest", "Name")}`, GLOBAL)]),
    ...each(on(fn), "DeleteFunction", "DescribeFunction", "GetFunction", "PublishFunction", "UpdateFunction"),
    CreateCachePolicy: on(anew("cache-policy")),
    ...each(on(named("cache-policy")), "DeleteCachePolicy", "GetCachePolicy", "UpdateCachePolicy"),
    CreateOriginRequestPolicy: on(anew("origin-request-policy")),
    ...each(on(named("origin-request-policy")), "DeleteOriginRequestPolicy", "GetOriginRequestPolicy"),
    CreateResponseHeadersPolicy: on(anew("response-headers-policy")),
    ...each(
      on(named("response-headers-policy")),
      "DeleteResponseHeadersPolicy",
      "GetResponseHeadersPolicy",
      "UpdateResponseHeadersPolicy",
    ),
    ...each(
      on(named("origin-access-control")),
      "DeleteOriginAccessControl",
      "GetOriginAccessControl",
      "UpdateOriginAccessControl",
    ),
    ...each(
      on(any),
      "CreateKeyGroup",
      "CreateMonitoringSubscription",
      "CreateOriginAccessControl",
      "CreatePublicKey",
      "DeleteKeyGroup",
      "DeleteMonitoringSubscription",
      "DeletePublicKey",
      "GetKeyGroup",
      "GetMonitoringSubscription",
      "GetPublicKey",
      "UpdateKeyGroup",
      "UpdatePublicKey",
    ),
    ...each(on(anew("cache-policy")), "ListCachePolicies"),
    ListDistributions: on(any),
    ...each(on(arnIn("Resource")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
  {
    "POST /2020-05-31/distribution?WithTags": "CreateDistributionWithTags",
    "POST /2020-05-31/distribution": "CreateDistribution",
    "GET /2020-05-31/distribution": "ListDistributions",
    "GET /2020-05-31/distribution/{id}": "GetDistribution",
    "GET /2020-05-31/distribution/{id}/config": "GetDistributionConfig",
    "PUT /2020-05-31/distribution/{id}/config": "UpdateDistribution",
    "DELETE /2020-05-31/distribution/{id}": "DeleteDistribution",
    "POST /2020-05-31/distribution/{id}/invalidation": "CreateInvalidation",
    "POST /2020-05-31/distributions/{id}/monitoring-subscription": "CreateMonitoringSubscription",
    "GET /2020-05-31/distributions/{id}/monitoring-subscription": "GetMonitoringSubscription",
    "DELETE /2020-05-31/distributions/{id}/monitoring-subscription": "DeleteMonitoringSubscription",
    "POST /2020-05-31/function": "CreateFunction",
    "GET /2020-05-31/function/{id}/describe": "DescribeFunction",
    "GET /2020-05-31/function/{id}": "GetFunction",
    "POST /2020-05-31/function/{id}/publish": "PublishFunction",
    "PUT /2020-05-31/function/{id}": "UpdateFunction",
    "DELETE /2020-05-31/function/{id}": "DeleteFunction",
    ...crud("cache-policy", "CachePolicy"),
    "GET /2020-05-31/cache-policy": "ListCachePolicies",
    ...crud("origin-request-policy", "OriginRequestPolicy"),
    ...crud("response-headers-policy", "ResponseHeadersPolicy"),
    ...crud("origin-access-control", "OriginAccessControl"),
    ...crud("key-group", "KeyGroup"),
    ...crud("public-key", "PublicKey"),
    "GET /2020-05-31/tagging": "ListTagsForResource",
    "POST /2020-05-31/tagging?Operation=Tag": "TagResource",
    "POST /2020-05-31/tagging?Operation=Untag": "UntagResource",
  },
);

function crud(path: string, name: string): Record<string, string> {
  return {
    [`POST /2020-05-31/${path}`]: `Create${name}`,
    [`GET /2020-05-31/${path}/{id}`]: `Get${name}`,
    [`PUT /2020-05-31/${path}/{id}`]: `Update${name}`,
    [`PUT /2020-05-31/${path}/{id}/config`]: `Update${name}`,
    [`DELETE /2020-05-31/${path}/{id}`]: `Delete${name}`,
  };
}
