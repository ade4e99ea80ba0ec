import type {
  CloudfrontDistributionOrigin,
  CloudfrontDistributionOriginGroup,
} from "@cdktf/provider-aws/lib/cloudfront-distribution";
import type { ITerraformDependable } from "cdktf";
import type { Bucket } from "../foundation/contracts";
import { TIME_LIMITS } from "../foundation/time-limits";

/** Load balancer behind CloudFront, which takes the requests that no bucket answers. */
export interface OriginServer {
  /** Host name whose certificate the load balancer has, such as `origin.lms.example.com`. */
  readonly domainName: string;
  /** Header by which the load balancer recognizes this distribution. */
  readonly originVerify: OriginVerifyHeader;
  /** What must accept the header's value before CloudFront sends it: the load balancer's rules. */
  readonly acceptedBy: readonly ITerraformDependable[];
}

/**
 * Header of every request to the load balancer. Its value is an argument of the distribution, so it is in the state as
 * plain text; its source keeps it out of the code and of the plan. A VPC origin would need no such value, but its load
 * balancer has no name that DNS can point to another region, and it must leave the public subnets.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export interface OriginVerifyHeader {
  /** In lower case, such as `x-origin-verify`. */
  readonly headerName: string;
  readonly value: string;
}

/** Bucket that CloudFront reads, and its replica if there is one, by their host names. */
export interface BucketOrigin {
  readonly id: "static-assets" | "media";
  readonly domainName: string;
  readonly replicaDomainName: string | undefined;
}

/** Bucket by its purpose, with its replica if there is one. */
export function bucketOrigin(
  id: BucketOrigin["id"],
  own: Pick<Bucket, "regionalDomainName">,
  replication:
    | { readonly replicas: Readonly<Record<BucketOrigin["id"], Pick<Bucket, "regionalDomainName">>> }
    | undefined,
): BucketOrigin {
  return {
    id,
    domainName: own.regionalDomainName,
    replicaDomainName: replication?.replicas[id].regionalDomainName,
  };
}

/** Id of the load balancer as an origin. */
export const LOAD_BALANCER = "load-balancer";

/** Id of the load balancer as the origin of the maintenance page, and the header by which a rule of it tells the two apart. */
export const MAINTENANCE = "maintenance";
export const MAINTENANCE_HEADER = { name: "x-maintenance-page", value: "shown" } as const;

/** Limits of every origin: by default CloudFront tries for half a minute before it shows anything else. */
const CONNECTION = {
  connectionAttempts: TIME_LIMITS.connectAttempts,
  connectionTimeout: TIME_LIMITS.connect,
};

/** Status codes of a bucket after which its replica is asked. */
const FAILURES = [500, 502, 503, 504];

/** Load balancer as an origin: TLS 1.2, and the header by which it recognizes CloudFront. */
export function loadBalancerOrigin({ domainName, originVerify }: OriginServer): CloudfrontDistributionOrigin {
  return {
    originId: LOAD_BALANCER,
    domainName,
    ...CONNECTION,
    customHeader: [{ name: originVerify.headerName, value: originVerify.value }],
    customOriginConfig: {
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: "https-only",
      originSslProtocols: ["TLSv1.2"],
      originKeepaliveTimeout: TIME_LIMITS.edgeKeepAlive,
      originReadTimeout: TIME_LIMITS.answer,
    },
  };
}

/** Load balancer as the origin that pages fail over to: it answers any path with the maintenance page. */
export function maintenanceOrigin(server: OriginServer): CloudfrontDistributionOrigin {
  const { headerName: name, value } = server.originVerify;
  return {
    ...loadBalancerOrigin(server),
    originId: MAINTENANCE,
    connectionAttempts: 1,
    customHeader: [{ name, value }, MAINTENANCE_HEADER],
  };
}

/** Bucket as an origin, and a second one for its replica. */
export function bucketOrigins(
  { id, domainName, replicaDomainName }: BucketOrigin,
  originAccessControlId: string,
): CloudfrontDistributionOrigin[] {
  const own = { originId: id, domainName, ...CONNECTION, originAccessControlId };
  if (replicaDomainName === undefined) return [own];
  return [own, { ...own, originId: replicaId(id), domainName: replicaDomainName }];
}

/**
 * Origin groups that fail over from a bucket to its replica; none without replicas. The load balancer has no such group:
 * CloudFront refuses one where requests may write. A function makes one for each page that is read.
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

/** Target of a cache behavior for a bucket: the group with its replica, or the bucket itself. */
export function targetOf({ id, replicaDomainName }: BucketOrigin): string {
  return replicaDomainName === undefined ? id : `${id}-failover`;
}

function replicaId(id: BucketOrigin["id"]): string {
  return `${id}-replica`;
}
