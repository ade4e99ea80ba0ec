import { createPublicKey, type KeyObject } from "node:crypto";
import { check, isReference, matches } from "../foundation/checks";
import { domainProblems, httpsOriginProblems } from "../foundation/formats";
import type { OriginServer } from "./origins";

/** Edge locations that serve an environment, from the cheapest to all. @see https://aws.amazon.com/cloudfront/pricing/ */
export type PriceClass = "PriceClass_100" | "PriceClass_200" | "PriceClass_All";

/** Settings of the CloudFront distribution. */
export interface DistributionSettings {
  /** `PriceClass_100`: North America and Europe; `PriceClass_200`: most others, too; `PriceClass_All`: every location. */
  readonly priceClass: PriceClass;
  /** `on`: cache hit rate, origin latency and error rates by status as CloudWatch metrics of a minute, at a price. */
  readonly realTimeMetrics: "off" | "on";
  /**
   * Origins whose pages may show the LMS in a frame, as they do with a learning tool launched by LTI, such as
   * `https://canvas.example.edu`. With `[]` only the LMS's own pages may.
   */
  readonly ltiFrameOrigins: readonly string[];
  /**
   * Public keys by name, as PEM (RSA 2048 or ECDSA P-256), one to five; the private halves sign URLs of media. A name never
   * changes its key: to rotate, add a name, let the signer use it, then remove the old one.
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
   */
  readonly mediaSigningKeys: Readonly<Record<string, string>>;
}

/** Names and neighbours of a distribution, as they are checked. */
export interface CheckedDistribution {
  readonly aliases: readonly string[];
  readonly certificateArn: string;
  readonly webAclArn: "none" | string;
  readonly origin: Pick<OriginServer, "domainName"> & { readonly originVerify: { readonly headerName: string } };
}

const GLOBAL_CERTIFICATE = /^arn:aws:acm:us-east-1:/;
const GLOBAL_WEB_ACL = /^arn:aws:wafv2:us-east-1:\d{12}:global\//;

/** Names of headers that CloudFront forwards; it reserves some beginnings. */
const HEADER = /^x-(?!amz-|edge-)[a-z0-9-]+$/;

/**
 * Checks names, header and keys, and that certificate and web ACL are in us-east-1.
 * @returns every problem at once, `[]` when there is none
 */
export function distributionProblems(
  { aliases, certificateArn, webAclArn, origin }: CheckedDistribution,
  { ltiFrameOrigins, mediaSigningKeys }: Pick<DistributionSettings, "ltiFrameOrigins" | "mediaSigningKeys">,
): string[] {
  const global = (where: string, arn: string, pattern: RegExp) =>
    matches(where, arn, pattern, "one of us-east-1, the only region that CloudFront takes it from", "create it there");
  return [
    ...check(aliases.length > 0, "aliases", "must name the site", aliases, "its visitors' browsers ask for it"),
    ...aliases.flatMap((alias) => domainProblems("aliases", alias.replace(/^\*\./, ""))),
    ...global("certificateArn", certificateArn, GLOBAL_CERTIFICATE),
    ...(webAclArn === "none" ? [] : global("webAclArn", webAclArn, GLOBAL_WEB_ACL)),
    ...domainProblems("origin.domainName", origin.domainName, "origin.lms.example.com"),
    ...check(
      HEADER.test(origin.originVerify.headerName),
      "origin.originVerify.headerName",
      "must begin with x- and not with x-amz- or x-edge-",
      origin.originVerify.headerName,
      "choose a name that CloudFront forwards",
    ),
    ...ltiFrameOrigins.flatMap((lti) => httpsOriginProblems("ltiFrameOrigins", lti)),
    ...signingKeyProblems(mediaSigningKeys),
  ];
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_KEYS = 5;

/**
 * Checks the public keys of signed URLs. No message repeats the text of a key: it may be a private one.
 * @returns every problem at once, `[]` when there is none
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
export function signingKeyProblems(keys: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(keys);
  const problems =
    names.length >= 1 && names.length <= MAX_KEYS
      ? []
      : [
          `mediaSigningKeys: must hold 1 to ${MAX_KEYS} public keys, got ${names.length}; media are for signed URLs only`,
        ];
  return [...problems, ...Object.entries(keys).flatMap(([name, pem]) => keyProblems(name, pem))];
}

function keyProblems(name: string, pem: string): string[] {
  const where = `mediaSigningKeys.${name}`;
  if (!/^[a-z0-9][a-z0-9-]{0,31}$/.test(name)) {
    return [
      `${where}: must have a name of 1-32 lower-case letters, digits or hyphens, got ${JSON.stringify(name)}; rename it`,
    ];
  }
  if (isReference(pem)) return [];
  if (pem.includes("PRIVATE")) {
    return [
      `${where}: must be a public key, got a private one; it is known now, so make a new pair and keep its private half`,
    ];
  }
  const key = parse(pem);
  if (key === undefined) {
    return [`${where}: must be a public key as PEM, got something else; make it with openssl rsa -pubout`];
  }
  const kind = kindOf(key);
  if (kind === "rsa 2048" || kind === "ec prime256v1") return [];
  return [`${where}: must be a key that CloudFront knows, RSA 2048 or ECDSA P-256, got ${kind}; make another pair`];
}

function parse(pem: string): KeyObject | undefined {
  if (!pem.startsWith("-----BEGIN PUBLIC KEY-----\n")) return undefined;
  try {
    return createPublicKey(pem);
  } catch {
    return undefined;
  }
}

function kindOf({ asymmetricKeyType, asymmetricKeyDetails = {} }: KeyObject): string {
  return `${asymmetricKeyType} ${asymmetricKeyDetails.modulusLength ?? asymmetricKeyDetails.namedCurve ?? ""}`.trim();
}
