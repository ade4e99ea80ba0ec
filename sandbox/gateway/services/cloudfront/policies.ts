import type { Context, Route } from "../../service";
import { Kind } from "../../store";
import { distributionsWith } from "./distribution-configs";
import { type Collection, documentRoutes, type StoredDocument } from "./documents";

export const cachePolicies: Collection = {
  path: "cache-policy",
  element: "CachePolicy",
  kind: new Kind<StoredDocument>("CloudFront cache policy, by id"),
  managed: managed("CachePolicy", {
    "658327ea-f89d-4fab-a63d-7e88639e58f6": ["CachingOptimized", ttl(1, 86400, 31536000)],
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": ["CachingDisabled", ttl(0, 0, 0)],
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65": ["UseOriginCacheControlHeaders", ttl(0, 0, 31536000)],
  }),
  errors: { missing: "NoSuchCachePolicy", exists: "CachePolicyAlreadyExists", inUse: "CachePolicyInUse" },
  isUsed: usedAs("CachePolicyId"),
};

export const originRequestPolicies: Collection = {
  path: "origin-request-policy",
  element: "OriginRequestPolicy",
  kind: new Kind<StoredDocument>("CloudFront origin request policy, by id"),
  managed: managed("OriginRequestPolicy", {
    "216adef6-5c7f-47e4-b989-5492eafa07d3": ["AllViewer", ""],
    "b689b0a8-53d0-40ab-baf2-68738e2966ac": ["AllViewerExceptHostHeader", ""],
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": ["CORS-S3Origin", ""],
  }),
  errors: {
    missing: "NoSuchOriginRequestPolicy",
    exists: "OriginRequestPolicyAlreadyExists",
    inUse: "OriginRequestPolicyInUse",
  },
  isUsed: usedAs("OriginRequestPolicyId"),
};

export const responseHeadersPolicies: Collection = {
  path: "response-headers-policy",
  element: "ResponseHeadersPolicy",
  kind: new Kind<StoredDocument>("CloudFront response headers policy, by id"),
  managed: managed("ResponseHeadersPolicy", {
    "67f7725c-6f97-4210-82d7-5512b31e9d03": ["SecurityHeadersPolicy", ""],
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63": ["CORS-with-preflight-and-SecurityHeadersPolicy", ""],
  }),
  errors: {
    missing: "NoSuchResponseHeadersPolicy",
    exists: "ResponseHeadersPolicyAlreadyExists",
    inUse: "ResponseHeadersPolicyInUse",
  },
  isUsed: usedAs("ResponseHeadersPolicyId"),
};

/** CloudFront's three kinds of policies, with those of AWS that platforms use; moto has none. */
export const policyRoutes: readonly Route[] = [cachePolicies, originRequestPolicies, responseHeadersPolicies].flatMap(
  documentRoutes,
);

function usedAs(element: string): (id: string, context: Context) => boolean {
  return (id, context) => distributionsWith(context, `<${element}>${id}</${element}>`);
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
function managed(element: string, policies: Readonly<Record<string, readonly [string, string]>>): StoredDocument[] {
  return Object.entries(policies).map(([id, [name, settings]]) => ({
    id,
    etag: "E23ZP02F085DFQ",
    modified: "2020-07-01T00:00:00.000Z",
    config: `<${element}Config><Name>Managed-${name}</Name>${settings}</${element}Config>`,
    managed: true,
  }));
}

function ttl(min: number, normal: number, max: number): string {
  return `<MinTTL>${min}</MinTTL><DefaultTTL>${normal}</DefaultTTL><MaxTTL>${max}</MaxTTL>`;
}
