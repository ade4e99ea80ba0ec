import type { DistributionSettings, OriginServer } from "./distribution-settings";
import { httpsOriginProblems, isDomainName } from "./https-origin";
import { signingKeyProblems } from "./signing-keys";

/** Props of a distribution that `distributionProblems` looks at. */
export interface CheckedDistribution {
  readonly aliases: readonly string[];
  readonly certificateArn: string;
  readonly webAclArn: "none" | string;
  readonly origin: Pick<OriginServer, "domainName"> & { readonly originVerify: { readonly headerName: string } };
}

/** Header names that CloudFront keeps for itself begin so. */
const RESERVED_HEADERS = /^x-(amz|edge)-/;

/**
 * Checks what types cannot: names, header, keys, and that certificate and web ACL are in us-east-1. What AWS only tells
 * during an apply is not looked at.
 * @returns every problem at once, `[]` when there is none
 */
export function distributionProblems(
  { aliases, certificateArn, webAclArn, origin }: CheckedDistribution,
  { ltiFrameOrigins, mediaSigningKeys }: DistributionSettings,
): string[] {
  return [
    ...(aliases.length === 0 ? ["aliases: must name the site, got []; its visitors' browsers ask for it"] : []),
    ...aliases.flatMap((alias) => domainProblems("aliases", alias.replace(/^\*\./, ""), alias)),
    ...regionProblems("certificateArn", certificateArn, /^arn:aws:acm:us-east-1:/),
    ...(webAclArn === "none" ? [] : regionProblems("webAclArn", webAclArn, /^arn:aws:wafv2:us-east-1:\d{12}:global\//)),
    ...domainProblems("origin.domainName", origin.domainName),
    ...headerProblems(origin.originVerify.headerName),
    ...ltiFrameOrigins.flatMap((lti) => httpsOriginProblems("ltiFrameOrigins", lti)),
    ...signingKeyProblems(mediaSigningKeys),
  ];
}

function domainProblems(where: string, domain: string, got = domain): string[] {
  if (isReference(domain) || isDomainName(domain)) return [];
  return [`${where}: must be a domain name such as lms.example.com, got ${JSON.stringify(got)}; correct it`];
}

function regionProblems(where: string, arn: string, expected: RegExp): string[] {
  if (isReference(arn) || expected.test(arn)) return [];
  return [
    `${where}: must be one of us-east-1, the only region that CloudFront takes it from, got ${JSON.stringify(arn)}; ` +
      "make it there",
  ];
}

function headerProblems(name: string): string[] {
  if (/^x-[a-z0-9-]+$/.test(name) && !RESERVED_HEADERS.test(name)) return [];
  return [
    `origin.originVerify.headerName: must begin with x- and not with x-amz- or x-edge-, got ${JSON.stringify(name)}; ` +
      "choose a name that CloudFront lets through",
  ];
}

/** Whether Terraform alone will know the text. */
function isReference(text: string): boolean {
  return text.includes("${");
}
