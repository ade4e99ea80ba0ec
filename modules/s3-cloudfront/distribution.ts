import { CloudfrontDistribution } from "@cdktf/provider-aws/lib/cloudfront-distribution";
import { CloudfrontMonitoringSubscription } from "@cdktf/provider-aws/lib/cloudfront-monitoring-subscription";
import { CloudfrontOriginAccessControl } from "@cdktf/provider-aws/lib/cloudfront-origin-access-control";
import { Construct } from "constructs";
import { report } from "../foundation/checks";
import type { Site } from "../foundation/names";
import type { GlobalProvider } from "../foundation/regions";
import { AccessLogDelivery } from "./access-log-delivery";
import { readByDistribution } from "./bucket-policy";
import { applicationBehavior, errorResponses, MANAGED_POLICIES, objectBehavior, viewersBy } from "./cache-behaviors";
import { DistributionPolicies } from "./distribution-policies";
import { type DistributionSettings, distributionProblems } from "./distribution-settings";
import { MaintenancePage } from "./maintenance-page";
import { MediaSigners } from "./media-signers";
import { type DistributionMetrics, distributionMetrics } from "./metrics";
import {
  bucketOrigin,
  bucketOrigins,
  failoverGroups,
  loadBalancerOrigin,
  maintenanceOrigin,
  type OriginServer,
  targetOf,
} from "./origins";
import { securityProblems } from "./response-headers";
import type { Storage } from "./storage";

export interface DistributionProps {
  readonly storage: Storage;
  /** Load balancer. */
  readonly origin: OriginServer;
  readonly globalProvider: GlobalProvider;
  /** Host names of the site, the main one first; the first label may be `*`. */
  readonly aliases: readonly string[];
  /** Certificate in us-east-1 for all aliases. */
  readonly certificateArn: string;
  /** Web ACL in us-east-1 of scope CLOUDFRONT. */
  readonly webAclArn: "none" | string;
  readonly site: Pick<Site, "prefix">;
  readonly settings: DistributionSettings;
}

/** Prefixes of media that CloudFront may read. The services themselves hand out submissions and reports. */
const PUBLISHED_MEDIA = ["transcoded/", "uploads/"];

/**
 * CloudFront distribution of the site: the application from the load balancer, `/static/*` cached for a year and `/media/*`
 * by signed URL from buckets, and a maintenance page in place of pages that fail. Reports every problem of the settings.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/best-practices-intro.html
 */
export class Distribution extends Construct {
  readonly distribution: CloudfrontDistribution;
  readonly signers: MediaSigners;
  /** Right to read buckets, which the policy of each gives to a distribution by its ARN. */
  readonly accessControl: CloudfrontOriginAccessControl;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DistributionProps,
  ) {
    super(scope, id);
    const { globalProvider, storage, site, settings } = props;
    report(this, distributionProblems(props, settings));
    report(this, securityProblems(this.framing));
    this.signers = new MediaSigners(this, "signers", { site, keys: settings.mediaSigningKeys });
    this.accessControl = this.createAccessControl();
    this.distribution = this.createDistribution(this.createPolicies());
    this.allowReading();
    new MaintenancePage(this, "maintenance-page", { storage });
    new AccessLogDelivery(this, "access-log", {
      distribution: this.distribution,
      logs: storage.logs,
      globalProvider,
      name: `${site.prefix}-cloudfront`,
    });
    this.measure();
  }

  get metrics(): DistributionMetrics {
    return distributionMetrics(this.distribution.id);
  }

  /** CloudFront's own host name, the alias target of the site's records. */
  get domainName(): string {
    return this.distribution.domainName;
  }

  /** Route 53 zone of that name, for alias records. */
  get hostedZoneId(): string {
    return this.distribution.hostedZoneId;
  }

  /** URL with CloudFront's own host name, independent of the site's records. */
  get url(): string {
    return `https://${this.domainName}`;
  }

  /** Origins whose pages may show the LMS in a frame: its own, and those of learning tools. */
  private get framing() {
    const { aliases, settings } = this.props;
    return { siteOrigins: aliases.map((alias) => `https://${alias}`), ltiFrameOrigins: settings.ltiFrameOrigins };
  }

  private createPolicies(): DistributionPolicies {
    const { uploads } = this.props.storage;
    const hosts = uploads.flatMap(({ regionalDomainName, bucket }) => [regionalDomainName, bucket.bucketDomainName]);
    const uploadOrigins = hosts.map((host) => `https://${host}`);
    const { site, settings } = this.props;
    const { coursePackages } = settings;
    return new DistributionPolicies(this, "policies", { site, ...this.framing, uploadOrigins, coursePackages });
  }

  private createAccessControl(): CloudfrontOriginAccessControl {
    return new CloudfrontOriginAccessControl(this, "access-control", {
      name: `${this.props.site.prefix}-buckets`,
      description: "CloudFront reads the buckets of the LMS",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  }

  private createDistribution(policies: DistributionPolicies): CloudfrontDistribution {
    const { storage, origin, aliases, certificateArn, webAclArn, site, settings } = this.props;
    const staticAssets = bucketOrigin("static-assets", storage.staticAssets, storage.replication);
    const media = bucketOrigin("media", storage.media, storage.replication);
    const buckets = [staticAssets, media];
    const staticObjects = {
      targetOriginId: targetOf(staticAssets),
      responseHeadersPolicyId: policies.staticHeaders.id,
      signerGroupIds: [],
    };
    return new CloudfrontDistribution(this, "distribution", {
      comment: site.prefix,
      enabled: true,
      aliases: [...aliases],
      dependsOn: [...origin.acceptedBy],
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      priceClass: settings.priceClass,
      ...(webAclArn === "none" ? {} : { webAclId: webAclArn }),
      origin: [
        loadBalancerOrigin(origin),
        maintenanceOrigin(origin),
        ...buckets.flatMap((bucket) => bucketOrigins(bucket, this.accessControl.id)),
      ],
      originGroup: failoverGroups(buckets),
      defaultCacheBehavior: applicationBehavior(policies.applicationHeaders.id, policies.failover.arn),
      orderedCacheBehavior: [
        objectBehavior({
          ...staticObjects,
          pathPattern: "/static/*",
          cachePolicyId: policies.yearLong.id,
          functionArn: policies.rewrite.arn,
        }),
        objectBehavior({
          pathPattern: "/media/*",
          targetOriginId: targetOf(media),
          cachePolicyId: MANAGED_POLICIES.cachingOptimized,
          responseHeadersPolicyId: policies.mediaHeaders.id,
          functionArn: policies.rewrite.arn,
          signerGroupIds: [this.signers.group.id],
        }),
        objectBehavior({
          ...staticObjects,
          pathPattern: "/maintenance/*",
          cachePolicyId: MANAGED_POLICIES.cachingOptimized,
          functionArn: "none",
        }),
      ],
      customErrorResponse: errorResponses(),
      ...viewersBy(certificateArn),
    });
  }

  private allowReading(): void {
    const { staticAssets, media, replication } = this.props.storage;
    const reader = { name: "Distribution", arn: this.distribution.arn } as const;
    for (const { bucket, prefixes } of [
      { bucket: staticAssets, prefixes: [""] },
      { bucket: replication?.replicas["static-assets"], prefixes: [""] },
      { bucket: media, prefixes: PUBLISHED_MEDIA },
      { bucket: replication?.replicas.media, prefixes: PUBLISHED_MEDIA },
    ]) {
      bucket?.allow(readByDistribution(bucket.arn, reader, prefixes));
    }
  }

  private measure(): void {
    if (this.props.settings.realTimeMetrics === "off") return;
    new CloudfrontMonitoringSubscription(this, "real-time-metrics", {
      distributionId: this.distribution.id,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" },
      },
    });
  }
}
