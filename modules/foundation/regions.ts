import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";

/**
 * Where AWS keeps what has no region of its own: CloudFront's certificates and web ACLs, the keys of DNSSEC, and the
 * metrics of Route 53's health checks.
 */
export const GLOBAL_REGION = "us-east-1";

/**
 * Checks the provider of something that must be in us-east-1.
 * @param what begins the message's rule, such as `CloudFront takes certificates`
 * @returns the problem, `[]` when there is none
 */
export function globalProviderProblems({ region }: Pick<AwsProvider, "region">, what: string): string[] {
  if (region === GLOBAL_REGION) return [];
  return [
    `globalProvider: must be one of ${GLOBAL_REGION}, the only region that ${what}, ` +
      `got ${JSON.stringify(region)}; give the provider of that region`,
  ];
}
