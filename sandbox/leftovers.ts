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
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources",
      authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/${region}/tagging/aws4_request, SignedHeaders=host, Signature=test`,
    },
    body: JSON.stringify({ TagFilters: [{ Key: "TerraformRoot", Values: [root] }] }),
    signal: AbortSignal.timeout(30_000),
  });
  const { ResourceTagMappingList = [] } = (await response.json()) as {
    readonly ResourceTagMappingList?: readonly { readonly ResourceARN: string }[];
  };
  return ResourceTagMappingList.map(({ ResourceARN }) => ResourceARN);
}
