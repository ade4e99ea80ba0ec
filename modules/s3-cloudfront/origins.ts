import type {
  CloudfrontDistributionOrigin,
  CloudfrontDistributionOriginGroup,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { OriginServer } from "./distribution-settings";

/** A bucket that CloudFront reads, and its copy where there is one, by their host names. */
export interface BucketOrigin {
  readonly id: "static-assets" | "media";
  readonly domainName: string;
  readonly replicaDomainName: string | undefined;
}

/** Id of the origin that is the load balancer. */
export const LOAD_BALANCER = "load-balancer";

/**
 * Seconds. CloudFront keeps connections open for less than the 60 that a load balancer does by default, or it would send
 * requests into ones that are just being closed; and it waits for an answer as long as it can without a raised quota.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html
 */
const KEEPALIVE_SECONDS = 50;
const ANSWER_SECONDS = 60;

/** Answers of a bucket that its copy may still be able to better. */
const FAILURES = [500, 502, 503, 504];

/** The load balancer as an origin: TLS 1.2, and the header by which it knows CloudFront. */
export function loadBalancerOrigin({ domainName, originVerify }: OriginServer): CloudfrontDistributionOrigin {
  return {
    originId: LOAD_BALANCER,
    domainName,
    customHeader: [{ name: originVerify.headerName, value: originVerify.value }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originKeepaliveTimeout: KEEPALIVE_SECONDS,
      originReadTimeout: ANSWER_SECONDS,
    },
  };
}

/** A bucket as an origin, and a second one for its copy. */
export function bucketOrigins(
  { id, domainName, replicaDomainName }: BucketOrigin,
  originAccessControlId: string,
): CloudfrontDistributionOrigin[] {
  const own = { originId: id, domainName, originAccessControlId };
  if (replicaDomainName === undefined) return [own];
  return [own, { ...own, originId: replicaId(id), domainName: replicaDomainName }];
}

/**
 * The group that turns to a bucket's copy when the bucket fails; none where there is no copy. The load balancer has no
 * such group: CloudFront refuses one where requests may write, and would ask the second origin for the same path with the
 * same Host, where no bucket has a page to answer. Its failures lead to the maintenance page by custom error responses.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
export function failoverGroups(origins: readonly BucketOrigin[]): CloudfrontDistributionOriginGroup[] {
  return origins
    .filter(({ replicaDomainName }) => replicaDomainName !== undefined)
    .map((origin) => ({
      originId: targetOf(origin),
      failoverCriteria: { statusCodes: FAILURES },
      member: [{ originId: origin.id }, { originId: replicaId(origin.id) }],
    }));
}

/** What a cache behavior names to reach a bucket: the group with its copy, or the bucket itself. */
export function targetOf({ id, replicaDomainName }: BucketOrigin): string {
  return replicaDomainName === undefined ? id : `${id}-failover`;
}

function replicaId(id: BucketOrigin["id"]): string {
  return `${id}-replica`;
}
