import { json } from "./local-aws";

/**
 * What AWS deletes by itself: keys and secrets after a waiting period, automated snapshots with their cluster (moto
 * keeps those). A deleted NAT gateway is still shown for an hour. Final snapshots stay on purpose.
 */
const DELETED_LATER = /:kms:|:secretsmanager:|:natgateway\/|:(?:cluster-)?snapshot:(?:rds:|.*-final$)/;

/**
 * The ARNs that still carry a root's tag `TerraformRoot` in the local AWS: what its destroy forgot. It sees only the
 * services that the emulator's tagging API knows, so an empty answer is no proof by itself.
 */
export async function taggedLeftovers(
  endpoint: string,
  root: string,
  regions: readonly string[],
): Promise<readonly string[]> {
  const found = await Promise.all([...new Set(regions)].map((region) => taggedIn(endpoint, root, region)));
  return [...new Set(found.flat())].filter((arn) => !DELETED_LATER.test(arn)).sort();
}

async function taggedIn(endpoint: string, root: string, region: string): Promise<readonly string[]> {
  const target = "ResourceGroupsTaggingAPI_20170126.GetResources";
  const filter = { TagFilters: [{ Key: "TerraformRoot", Values: [root] }] };
  const { ResourceTagMappingList = [] } = (await json({ endpoint, region }, "tagging", target, filter)) as {
    readonly ResourceTagMappingList?: readonly { readonly ResourceARN: string }[];
  };
  return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN);
}
