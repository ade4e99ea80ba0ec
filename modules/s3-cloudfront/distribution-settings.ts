/** The edge locations that serve an environment, from the cheapest to all. @see https://aws.amazon.com/cloudfront/pricing/ */
export type PriceClass = "PriceClass_100" | "PriceClass_200" | "PriceClass_All";

/** The CloudFront distribution of an environment. */
export interface DistributionSettings {
  /** `PriceClass_100`: North America and Europe; `PriceClass_200`: most others, too; `PriceClass_All`: every location. */
  readonly priceClass: PriceClass;
  /** `on`: cache hit rate, origin latency and error rates by status as CloudWatch metrics of a minute, at a price. */
  readonly realTimeMetrics: "off" | "on";
  /**
   * Origins whose pages may show the LMS in a frame, as a learning tool launched by LTI is: `https://canvas.example.edu`.
   * With `[]` the LMS's own pages alone may.
   */
  readonly ltiFrameOrigins: readonly string[];
  /**
   * Public keys by name, as PEM (RSA 2048 or ECDSA P-256), one to five; whoever has a private half can sign URLs of media.
   * A name keeps its key for good: to rotate, add a name, let the signer use it, then remove the old one.
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
   */
  readonly mediaSigningKeys: Readonly<Record<string, string>>;
}

/** The server behind CloudFront: the load balancer that it sends to what it does not have itself. */
export interface OriginServer {
  /** Host name whose certificate the load balancer has, such as `origin.lms.example.com`. */
  readonly domainName: string;
  /** The header by which the load balancer tells this distribution from anyone else's. */
  readonly originVerify: OriginVerifyHeader;
}

/**
 * A header of every request to the load balancer. Its value is an argument of the distribution, so it is in the state as
 * plain text; where it comes from keeps it out of the code and of the plan. A VPC origin would need no such value, but its
 * load balancer has no name that DNS can lead to another region, and it must leave the public subnets.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html
 */
export interface OriginVerifyHeader {
  /** In lower case, such as `x-origin-verify`. */
  readonly headerName: string;
  readonly value: string;
}
