import { createPublicKey } from "node:crypto";
import { check, matches, type Rule } from "../foundation/checks";
import { all, atMost, matching } from "../foundation/conditions";
import { domainProblems, HTTPS_ORIGIN } from "../foundation/formats";
import { group, list, type SettingsOf, settingsProblems, table, text, word } from "../foundation/schema";
import type { OriginServer } from "./origins";

/** Length that fits any key of the kinds that are taken, in its PEM form. */
const MAX_PEM_LENGTH = 2000;
const PEM = /^-----BEGIN PUBLIC KEY-----\n(?:[A-Za-z0-9+/=]{1,76}\n)+-----END PUBLIC KEY-----\n?$/;

/**
 * Rule of a public key of signed URLs. No message repeats its text: it may be that of a private one.
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
 */
const SIGNING_KEY: Rule<string> = {
  must: "be a public key that CloudFront knows, RSA 2048 or ECDSA P-256, as PEM",
  holds: (pem) => ["rsa 2048", "ec prime256v1"].includes(kindOf(pem) ?? ""),
  // Terraform cannot read a key. One of another kind is refused by CloudFront.
  condition: all(matching(PEM), atMost(MAX_PEM_LENGTH)),
  remedy: (pem) => {
    if (String(pem).includes("PRIVATE")) {
      return "a private one is known now, so make a new pair and keep its private half";
    }
    const kind = kindOf(pem);
    return kind === undefined ? "make it with openssl rsa -pubout" : `this one is ${kind}, so make another pair`;
  },
  secret: true,
};

/** Kind and size of a key, such as `rsa 2048`; undefined for what is none. */
function kindOf(pem: string): string | undefined {
  if (typeof pem !== "string" || pem.length > MAX_PEM_LENGTH || !PEM.test(pem)) return undefined;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails = {} } = createPublicKey(pem);
    return `${asymmetricKeyType} ${asymmetricKeyDetails.modulusLength ?? asymmetricKeyDetails.namedCurve ?? ""}`.trim();
  } catch {
    return undefined;
  }
}

const KEY_NAME: Rule<string> = {
  must: "be 1-32 lower-case letters, digits or hyphens",
  holds: (name) => /^[a-z0-9][a-z0-9-]{0,31}$/.test(name),
  remedy: "rename it",
};

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const MAX_KEYS = 5;

/** Schema of the CloudFront distribution. */
export const distributionSettings = group({
  /**
   * Edge locations that serve, from the cheapest to all. `PriceClass_100`: North America and Europe; `PriceClass_200`: most
   * others, too; `PriceClass_All`: every location.
   * @see https://aws.amazon.com/cloudfront/pricing/
   */
  priceClass: word(["PriceClass_100", "PriceClass_200", "PriceClass_All"]),
  /** `on`: cache hit rate, origin latency and error rates by status as CloudWatch metrics of a minute, at a price. */
  realTimeMetrics: word(["off", "on"]),
  /**
   * Origins whose pages may show the LMS in a frame, as they do with a learning tool launched by LTI, such as
   * `https://canvas.example.edu`. With `[]` only the LMS's own pages may.
   */
  ltiFrameOrigins: list(text(HTTPS_ORIGIN), {
    least: 0,
    most: 50,
    each: "origin",
    remedy: "one with *. stands for many",
  }),
  /**
   * Where course packages run, which are other people's code. `own-host`: on `content.` before the site's name only.
   * `moving`: those below `/static/` run, too, with the session of whoever opens them, until they are copied to their host.
   */
  coursePackages: word(["own-host", "moving"]),
  /**
   * Public keys by name, as PEM (RSA 2048 or ECDSA P-256), one to five; the private halves sign URLs and cookies of media and of course packages. A name never
   * changes its key: to rotate, add a name, let the signer use it, then remove the old one.
   * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html
   */
  mediaSigningKeys: table(KEY_NAME, text(SIGNING_KEY), {
    least: 1,
    most: MAX_KEYS,
    remedy: "media are for signed URLs only",
  }),
});

/** The CloudFront distribution. */
export interface DistributionSettings extends SettingsOf<typeof distributionSettings> {}

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
 * Checks the settings, names and header, and that certificate and web ACL are in us-east-1.
 * @returns every problem at once, `[]` when there is none
 */
export function distributionProblems(
  { aliases, certificateArn, webAclArn, origin }: CheckedDistribution,
  settings: DistributionSettings,
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
    ...settingsProblems("", distributionSettings, settings),
  ];
}
