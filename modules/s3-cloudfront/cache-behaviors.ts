import type {
  CloudfrontDistributionConfig,
  CloudfrontDistributionCustomErrorResponse,
  CloudfrontDistributionDefaultCacheBehavior,
  CloudfrontDistributionOrderedCacheBehavior,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { MAINTENANCE_PATH } from "./maintenance-page";
import { LOAD_BALANCER } from "./origins";

/**
 * Ids of AWS-managed policies, which are the same in every account.
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

/** Seconds for which CloudFront caches that the load balancer is down. */
const OUTAGE_SECONDS = 5;

/** Viewers of a distribution: from everywhere, by TLS 1.2 or newer and this certificate. */
export function viewersBy(
  acmCertificateArn: string,
): Pick<CloudfrontDistributionConfig, "restrictions" | "viewerCertificate"> {
  return {
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { acmCertificateArn, sslSupportMethod: "sni-only", minimumProtocolVersion: "TLSv1.2_2021" },
  };
}

/**
 * Cache behavior of the application: nothing is cached; headers, Host, cookies and query go on to the load balancer.
 * @param failoverArn ARN of the function that has pages fail over
 */
export function applicationBehavior(
  responseHeadersPolicyId: string,
  failoverArn: string,
): CloudfrontDistributionDefaultCacheBehavior {
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
    functionAssociation: [{ eventType: "viewer-request", functionArn: failoverArn }],
  };
}

/** Differences between the behaviors for objects of buckets. */
export interface BucketBehavior {
  readonly targetOriginId: string;
  readonly cachePolicyId: string;
  readonly responseHeadersPolicyId: string;
  /** ARN of the function that makes a key of the path, or refuses it; `none` if the path is the key. */
  readonly functionArn: "none" | string;
  /** Key groups, one of which must have signed the URL; `[]` for public objects. */
  readonly signerGroupIds: readonly string[];
}

/** Cache behavior of the objects of a bucket: read only, cached, compressed. */
export function bucketBehavior(behavior: BucketBehavior): CloudfrontDistributionDefaultCacheBehavior {
  const { targetOriginId, cachePolicyId, responseHeadersPolicyId, functionArn, signerGroupIds } = behavior;
  return {
    targetOriginId,
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: READ_METHODS,
    cachedMethods: CACHED_METHODS,
    compress: true,
    cachePolicyId,
    responseHeadersPolicyId,
    ...(functionArn === "none" ? {} : { functionAssociation: [{ eventType: "viewer-request", functionArn }] }),
    ...(signerGroupIds.length === 0 ? {} : { trustedKeyGroups: [...signerGroupIds] }),
  };
}

/** Cache behavior of the objects of a bucket below a path. */
export function objectBehavior({
  pathPattern,
  ...behavior
}: BucketBehavior & { readonly pathPattern: `/${string}/*` }): CloudfrontDistributionOrderedCacheBehavior {
  return { pathPattern, ...bucketBehavior(behavior) };
}

/** Codes of errors that CloudFront would keep. */
const ERRORS = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503];

/** Code that CloudFront gives itself when it cannot connect to an origin, or gets no answer. */
const NO_ANSWER = 504;

/**
 * Error responses that stay as the origin sends them and are not cached: by default CloudFront would give one visitor's
 * error to the next for ten seconds.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
export function uncachedErrors(errorCodes = [...ERRORS, NO_ANSWER]): CloudfrontDistributionCustomErrorResponse[] {
  return errorCodes.map((errorCode) => ({ errorCode, errorCachingMinTtl: 0 }));
}

/**
 * Error responses of the site: the maintenance page while the load balancer does not answer, for every request. It keeps the
 * status, which a service may say as well: what was asked may have been done, as it has not with 503. All other errors are
 * the application's, and reach the client of an API with their body and `Retry-After`.
 */
export function errorResponses(): CloudfrontDistributionCustomErrorResponse[] {
  return [
    ...uncachedErrors(ERRORS),
    {
      errorCode: NO_ANSWER,
      errorCachingMinTtl: OUTAGE_SECONDS,
      responseCode: NO_ANSWER,
      responsePagePath: MAINTENANCE_PATH,
    },
  ];
}
