import type {
  CloudfrontDistributionCustomErrorResponse,
  CloudfrontDistributionDefaultCacheBehavior,
  CloudfrontDistributionOrderedCacheBehavior,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { MAINTENANCE_PATH } from "./maintenance-page";
import { LOAD_BALANCER } from "./origins";

/**
 * Policies that AWS keeps in every account, by their ids, which are the same everywhere.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
export const MANAGED_POLICIES = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
} as const;

const ALL_METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const READ_METHODS = ["GET", "HEAD", "OPTIONS"];
const CACHED_METHODS = ["GET", "HEAD"];

/** Seconds for which CloudFront repeats that the load balancer is down before it asks again. */
const OUTAGE_SECONDS = 5;

/** What requests to the application get; headers, cookies and the query go on to the load balancer, the Host among them. */
export function applicationBehavior(responseHeadersPolicyId: string): CloudfrontDistributionDefaultCacheBehavior {
  return {
    targetOriginId: LOAD_BALANCER,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ALL_METHODS,
    cachedMethods: CACHED_METHODS,
    // CloudFront compresses only what it may cache; the application compresses its own answers.
    compress: false,
    cachePolicyId: MANAGED_POLICIES.cachingDisabled,
    originRequestPolicyId: MANAGED_POLICIES.allViewer,
    responseHeadersPolicyId,
  };
}

/** What tells one behavior for objects of a bucket from another. */
export interface ObjectBehavior {
  readonly pathPattern: `/${string}/*`;
  readonly targetOriginId: string;
  readonly cachePolicyId: string;
  readonly responseHeadersPolicyId: string;
  /** ARN of the function that makes a key of the path; `none` where the path is the key. */
  readonly rewriteArn: "none" | string;
  /** Key groups whose signers a URL must be signed by; `[]` for what everyone may read. */
  readonly signerGroupIds: readonly string[];
}

/** What requests for the objects of a bucket get: read only, cached, compressed. */
export function objectBehavior(behavior: ObjectBehavior): CloudfrontDistributionOrderedCacheBehavior {
  const { pathPattern, targetOriginId, cachePolicyId, responseHeadersPolicyId, rewriteArn, signerGroupIds } = behavior;
  return {
    pathPattern,
    targetOriginId,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: READ_METHODS,
    cachedMethods: CACHED_METHODS,
    compress: true,
    cachePolicyId,
    responseHeadersPolicyId,
    ...(rewriteArn === "none"
      ? {}
      : { functionAssociation: [{ eventType: "viewer-request", functionArn: rewriteArn }] }),
    ...(signerGroupIds.length === 0 ? {} : { trustedKeyGroups: [...signerGroupIds] }),
  };
}

/**
 * What becomes of errors: those of a load balancer that is not there, whatever the method of the request, show the
 * maintenance page. All others stay as the application sends them, an API's among them, and are not kept: by default
 * CloudFront would give one visitor's error to the next for ten seconds.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
export function errorResponses(): CloudfrontDistributionCustomErrorResponse[] {
  return [
    ...[400, 403, 404, 405, 414, 416, 500, 501].map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 })),
    ...[502, 503, 504].map((errorCode) => ({
      errorCode,
      errorCachingMinTtl: OUTAGE_SECONDS,
      responseCode: 503,
      responsePagePath: MAINTENANCE_PATH,
    })),
  ];
}
