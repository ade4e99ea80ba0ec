import { type IAspect, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";
import { isReference } from "./checks";

/** Region of AWS's global services: certificates, web ACLs and logs of CloudFront, keys of DNSSEC, metrics of health checks. */
export const GLOBAL_REGION = "us-east-1";

/** AWS provider of us-east-1. The compiler refuses the provider of another region, from which those services take nothing. */
export type GlobalProvider = TerraformProvider & { readonly region: typeof GLOBAL_REGION };

/** Tells whether a home region is that of global services. One that Terraform alone knows is taken for it. */
export function isGlobal(region: string): boolean {
  return region === GLOBAL_REGION || isReference(region);
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
