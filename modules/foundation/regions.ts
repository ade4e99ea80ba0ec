import type { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type IAspect, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Region of AWS's global services: CloudFront's certificates and web ACLs, the keys of DNSSEC, and the metrics of Route 53's
 * health checks are there.
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

/**
 * Gives everything below a construct the provider of a region, so that the same modules build either region:
 * `Aspects.of(recovery).add(new InRegion(provider))`. A resource that names a provider itself keeps it.
 */
export class InRegion implements IAspect {
  constructor(private readonly provider: TerraformProvider) {}

  visit(node: IConstruct): void {
    if (TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node)) {
      node.provider ??= this.provider;
    }
  }
}
