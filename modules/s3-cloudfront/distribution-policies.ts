import { CloudfrontCachePolicy } from "@cdktf/provider-aws/lib/cloudfront-cache-policy";
import { CloudfrontFunction } from "@cdktf/provider-aws/lib/cloudfront-function";
import { CloudfrontResponseHeadersPolicy } from "@cdktf/provider-aws/lib/cloudfront-response-headers-policy";
import { Construct } from "constructs";
import type { Site } from "../foundation/names";
import type { DistributionSettings } from "./distribution-settings";
import { LOAD_BALANCER, MAINTENANCE } from "./origins";
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

/**
 * CloudFront function that has pages fail over to the maintenance page, when no service takes a request or one answers
 * that it cannot. Only what a browser shows as a page asks for `text/html`: what a script or an API's client gets stays as
 * it is.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html
 */
export const PAGES_FAIL_OVER = `import cf from "cloudfront";

function handler(event) {
  const request = event.request;
  const accept = request.headers.accept;
  if (request.method === "GET" && accept && accept.value.includes("text/html")) {
    cf.createRequestOriginGroup({
      originIds: [{ originId: "${LOAD_BALANCER}" }, { originId: "${MAINTENANCE}" }],
      failoverCriteria: { statusCodes: [502, 503, 504] },
    });
  }
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
  /** Has pages fail over to the maintenance page. */
  readonly failover: CloudfrontFunction;

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
    this.rewrite = this.createFunction("rewrite", "drop-first-segment", {
      comment: "The path of a request as the key of an object",
      code: DROP_FIRST_SEGMENT,
    });
    this.failover = this.createFunction("failover", "pages-fail-over", {
      comment: "The maintenance page in place of a page that fails",
      code: PAGES_FAIL_OVER,
    });
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

  private createFunction(
    id: string,
    name: string,
    source: { readonly comment: string; readonly code: string },
  ): CloudfrontFunction {
    return new CloudfrontFunction(this, id, {
      name: `${this.props.site.prefix}-${name}`,
      ...source,
      runtime: "cloudfront-js-2.0",
      publish: true,
    });
  }
}
