import { TerraformDataSource, type TerraformElement, TerraformOutput, TerraformResource } from "cdktf";

/** The Terraform address of a resource, data source or output, `undefined` for what has none (backend, provider). */
export function addressOf(element: TerraformElement): string | undefined {
  if (TerraformResource.isTerraformResource(element)) {
    return `${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  if (TerraformDataSource.isTerraformDataSource(element)) {
    return `data.${element.terraformResourceType}.${element.friendlyUniqueId}`;
  }
  return TerraformOutput.isTerraformOutput(element) ? `output.${element.friendlyUniqueId}` : undefined;
}
