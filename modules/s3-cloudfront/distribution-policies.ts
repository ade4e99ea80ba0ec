import { CloudfrontCachePolicy } from "@cdktf/provider-aws/lib/cloudfront-cache-policy";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { Construct } from "constructs";
import type { Site } from "../foundation/names";
import type { DistributionSettings } from "./distribution-settings";
import {
  applicationSecurity,
  mediaSecurity,
  responseHeaders,
  type SecuritySources,
  staticSecurity,
  YEAR_SECONDS,
} from "./response-headers";

export interface DistributionPoliciesProps extends SecuritySources {
  readonly coursePackages: DistributionSettings["coursePackages"];
  readonly site: Pick<Site, "prefix">;
}

/**
 * CloudFront function that drops the first segment of a path, so that `/media/uploads/a.mp4` is the object
 * `uploads/a.mp4` of a bucket. CloudFront checks a signed URL before, with the path as it was.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export const DROP_FIRST_SEGMENT = `function handler(event) {
  const request = event.request;
  request.uri = request.uri.replace(/^\\/[^/]+/, "");
  return request;
}
`;

/** Policies of a distribution: caching, response headers, and the function that makes a key of a path. */
export class DistributionPolicies extends Construct {
  /** Caches objects for a year by their path alone: a new version has a new name. */
  readonly yearLong: CloudfrontCachePolicy;
  readonly applicationHeaders: CloudfrontResponseHeadersPolicy;
  readonly staticHeaders: CloudfrontResponseHeadersPolicy;
  readonly mediaHeaders: CloudfrontResponseHeadersPolicy;
  /** Makes the key of an object of the path of a request. */
  readonly rewrite: CloudfrontFunction;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DistributionPoliciesProps,
  ) {
    super(scope, id);
    const framedBy = props.ltiFrameOrigins.length === 0 ? "own-origin" : "declared";
    this.yearLong = this.createCachePolicy();
    this.applicationHeaders = this.createHeaders("application", {
      contentSecurityPolicy: applicationSecurity(props),
      framedBy,
      caching: "as-sent",
    });
    this.staticHeaders = this.createHeaders("static", {
      contentSecurityPolicy: staticSecurity(props, props.coursePackages),
      framedBy,
      caching: "immutable",
    });
    this.mediaHeaders = this.createHeaders("media", {
      contentSecurityPolicy: mediaSecurity(props),
      framedBy,
      caching: "as-sent",
    });
    this.rewrite = this.createRewrite();
  }

  private createCachePolicy(): CloudfrontCachePolicy {
    return new CloudfrontCachePolicy(this, "year-long", {
      name: `${this.props.site.prefix}-year-long`,
      comment: "A year, by path alone",
      minTtl: 0,
      defaultTtl: YEAR_SECONDS,
      maxTtl: YEAR_SECONDS,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
        enableAcceptEncodingBrotli: true,
        enableAcceptEncodingGzip: true,
      },
    });
  }

  private createHeaders(id: string, headers: Parameters<typeof responseHeaders>[0]): CloudfrontResponseHeadersPolicy {
    return new CloudfrontResponseHeadersPolicy(this, `${id}-headers`, {
      name: `${this.props.site.prefix}-${id}`,
      ...responseHeaders(headers),
    });
  }

  private createRewrite(): CloudfrontFunction {
    return new CloudfrontFunction(this, "rewrite", {
      name: `${this.props.site.prefix}-drop-first-segment`,
      comment: "The path of a request as the key of an object",
      runtime: "cloudfront-js-2.0",
      code: DROP_FIRST_SEGMENT,
      publish: true,
    });
  }
}
