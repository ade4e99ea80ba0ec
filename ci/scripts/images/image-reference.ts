import { shared } from "../../../environments/shared";
import { repositoryName } from "../../../modules/ecr";
import { Failure } from "../../../scripts/failure";

/** Host of the registry that all images are in. */
export const REGISTRY = `${shared.account}.dkr.ecr.${shared.region}.amazonaws.com`;

/** Address of a service's image with a tag. */
export function imageReference(service: string, tag: string): string {
  return `${REGISTRY}/${repositoryName(service)}:${tag}`;
}

/** Address of a service's image with a digest. */
export function imageAt(service: string, digest: string): string {
  return `${REGISTRY}/${repositoryName(service)}@${digest}`;
}

/**
 * A tag tells the commit, and nothing else: the registry never moves it, and it says what runs.
 * @throws Failure for any other, `latest` above all
 */
export function checkedTag(where: string, tag: string): string {
  if (/^[0-9a-f]{40}$/.test(tag)) return tag;
  throw new Failure(
    `${where}: the image tag must be a full Git commit id, 40 lower-case hexadecimal digits, got ${JSON.stringify(tag)}; ` +
      "take the commit that the image was built from",
  );
}
