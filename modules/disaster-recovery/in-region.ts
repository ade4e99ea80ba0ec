import { type IAspect, TerraformDataSource, type TerraformProvider, TerraformResource } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * Puts everything below a construct into the region of a provider, so that the same modules build either region:
 * `Aspects.of(recovery).add(new InRegion(provider))`. What names a provider itself keeps it.
 */
export class InRegion implements IAspect {
  constructor(private readonly provider: TerraformProvider) {}

  visit(node: IConstruct): void {
    if (TerraformResource.isTerraformResource(node) || TerraformDataSource.isTerraformDataSource(node)) {
      node.provider ??= this.provider;
    }
  }
}
