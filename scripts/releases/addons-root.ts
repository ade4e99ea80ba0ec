import { ENVIRONMENTS } from "../../environments";
import { placesOf, rootPrefixOf, siteAt } from "../../environments/standby";
import { Failure } from "../failure";
import type { AwsCli } from "../status/aws-cli";
import type { ClusterPlace } from "./cluster";

/** Root of what runs in a cluster. */
export interface AddonsRoot extends ClusterPlace {
  readonly root: string;
  readonly stateBucket: string;
}

/** The roots of add-ons, of environments and of what stands by, by their names. */
export function addonsRoots(): ReadonlyMap<string, AddonsRoot> {
  return new Map(
    placesOf(ENVIRONMENTS).map((place) => {
      const root = `${rootPrefixOf(place)}-addons`;
      return [root, { root, cluster: siteAt(place).prefix, region: place.region, stateBucket: place.stateBucket }];
    }),
  );
}

/** Makes sure that no one is at a root. @throws Failure when its state is locked, or when the bucket cannot be asked */
export async function refuseLocked({ root, region, stateBucket }: AddonsRoot, cli: AwsCli): Promise<void> {
  const lock = `${root}/terraform.tfstate.tflock`;
  const answer = await cli.ask(region, "s3api", "list-objects-v2", "--bucket", stateBucket, "--prefix", lock);
  if ("refused" in answer) {
    throw new Failure(`${root}: its state bucket must tell whether someone is at it, got ${answer.refused}`);
  }
  const { Contents = [] } = answer.value as { Contents?: readonly unknown[] };
  if (Contents.length === 0) return;
  throw new Failure(
    `${root}: no one may be at it while releases are mended, got a lock of its state; see "Recover" in README.md`,
  );
}
