import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { Construct } from "constructs";
import type { Site } from "../foundation/names";
import { AccessLogDelivery } from "./access-log-delivery";
import { readByDistribution } from "./bucket-policy";
import { bucketBehavior, MANAGED_POLICIES, uncachedErrors, viewersBy } from "./cache-behaviors";
import type { Distribution, DistributionProps } from "./distribution";
import { type DistributionMetrics, distributionMetrics } from "./metrics";
import { bucketOrigin, bucketOrigins, failoverGroups, targetOf } from "./origins";
import { packageSecurity, responseHeaders } from "./response-headers";

export interface ContentHostProps
  extends Pick<DistributionProps, "storage" | "globalProvider" | "certificateArn" | "webAclArn"> {
  /** Distribution of the site, whose key group and access to buckets this one shares. */
  readonly distribution: Pick<Distribution, "signers" | "accessControl">;
  /** Domain of the packages' hosts, such as `content.lms.example.com`. */
  readonly domain: string;
  /** Origin of the site that shows the packages, such as `https://lms.example.com`. */
  readonly siteOrigin: string;
  readonly site: Pick<Site, "prefix">;
  readonly settings: Pick<DistributionProps["settings"], "priceClass" | "ltiFrameOrigins">;
}

/** Prefix of the keys of course packages in the bucket of media, and of their paths. */
export const PACKAGES_PREFIX = "packages/";

/**
 * CloudFront function that answers for a package on the package's own host alone: `/packages/golf-1/...` on
 * `golf-1.content.lms.example.com`. CloudFront checks the signature before.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
export const ON_OWN_HOST = `function handler(event) {
  const request = event.request;
  const label = request.headers.host.value.split(".")[0];
  if (request.uri.startsWith("/${PACKAGES_PREFIX}" + label + "/")) return request;
  return { statusCode: 403, statusDescription: "Forbidden" };
}
`;

/**
 * CloudFront distribution of course packages (SCORM, H5P, cmi5), which are other people's code: each on a host of its own,
 * so that a browser keeps their scripts apart from each other and from the application, none of whose answers come from there.
 * Every object takes a signature. The site's distribution has the wildcard of its domain as an alias; CloudFront prefers
 * the more specific name, which is this one's.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html
 */
export class ContentHost extends Construct {
  readonly distribution: CloudfrontDistribution;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ContentHostProps,
  ) {
    super(scope, id);
    const { storage, globalProvider, site } = props;
    this.distribution = this.createDistribution(this.createHeaders());
    this.allowReading();
    new AccessLogDelivery(this, "access-log", {
      distribution: this.distribution,
      logs: storage.logs,
      globalProvider,
      name: `${site.prefix}-content`,
    });
  }

  get metrics(): DistributionMetrics {
    return distributionMetrics(this.distribution.id);
  }

  /** CloudFront's own host name, the alias target of the hosts' records. */
  get domainName(): string {
    return this.distribution.domainName;
  }

  /** Route 53 zone of that name, for alias records. */
  get hostedZoneId(): string {
    return this.distribution.hostedZoneId;
  }

  private createHeaders(): CloudfrontResponseHeadersPolicy {
    const { site, siteOrigin, settings } = this.props;
    return new CloudfrontResponseHeadersPolicy(this, "headers", {
      name: `${site.prefix}-packages`,
      ...responseHeaders({
        contentSecurityPolicy: packageSecurity([siteOrigin, ...settings.ltiFrameOrigins]),
        framedBy: "declared",
        caching: "as-sent",
      }),
    });
  }

  private createDistribution(headers: CloudfrontResponseHeadersPolicy): CloudfrontDistribution {
    const { distribution, storage, domain, certificateArn, webAclArn, site, settings } = this.props;
    const media = bucketOrigin("media", storage.media, storage.replication);
    return new CloudfrontDistribution(this, "distribution", {
      comment: `${site.prefix}-content`,
      enabled: true,
      aliases: [`*.${domain}`],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: settings.priceClass,
      ...(webAclArn === "none" ? {} : { webAclId: webAclArn }),
      origin: bucketOrigins(media, distribution.accessControl.id),
      originGroup: failoverGroups([media]),
      defaultCacheBehavior: bucketBehavior({
        targetOriginId: targetOf(media),
        cachePolicyId: MANAGED_POLICIES.cachingOptimized,
        responseHeadersPolicyId: headers.id,
        functionArn: this.createFunction().arn,
        signerGroupIds: [distribution.signers.group.id],
      }),
      customErrorResponse: uncachedErrors(),
      ...viewersBy(certificateArn),
    });
  }

  private createFunction(): CloudfrontFunction {
    return new CloudfrontFunction(this, "own-host", {
      name: `${this.props.site.prefix}-packages-on-own-host`,
      comment: "A course package on its own host alone",
      runtime: "cloudfront-js-2.0",
      code: ON_OWN_HOST,
      publish: true,
    });
  }

  private allowReading(): void {
    const { media, replication } = this.props.storage;
    const reader = { name: "ContentHost", arn: this.distribution.arn } as const;
    for (const bucket of [media, replication?.replicas.media]) {
      bucket?.allow(readByDistribution(bucket.arn, reader, [PACKAGES_PREFIX]));
    }
  }
}
