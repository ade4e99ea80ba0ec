import { check } from "../modules/foundation/checks";
import { type Environment, secondRegionOf } from "./environment";
import { defaultRegionProblems } from "./setting-checks";
import type { SharedSettings } from "./shared";

/** Zones with an instance of the database, so that the loss of one is no second loss. */
const LEAST_DATABASE_ZONES = 2;

/**
 * Checks that an application could take over where an environment has one stand by: what it needs in that region is there.
 * @param shared account of the images; `unknown` where its own settings are wrong
 * @returns every problem at once, `[]` when there is none
 */
export function standbyProblems(environment: Environment, shared: SharedSettings | "unknown"): string[] {
  const recovery = secondRegionOf(environment);
  if (recovery === "none" || recovery.application === "none") return [];
  const { name, cluster, storage } = environment;
  const { region, application, zones, database } = recovery;
  const where = `${name}.recovery`;
  const images = shared === "unknown" ? [] : [shared.region, shared.replicaRegion];
  const foreign = cluster.privateAccess.filter((peer) => peer.startsWith("sg-"));
  const lacking = zones.filter((zone) => !(zone in database.instances));
  return [
    ...defaultRegionProblems(`${where}.region`, region, ` for ${application}`),
    ...check(
      shared === "unknown" || images.includes(region),
      `${where}.application`,
      `must have its images in ${region}, but shared.region and shared.replicaRegion are ${images.join(" and ")}`,
      application,
      "copy images there, or choose one of these regions",
    ),
    ...check(
      storage.learnerDataRegions.includes(region),
      `${where}.application`,
      `must be allowed to write learners' data in ${region}, which storage.learnerDataRegions does not name`,
      application,
      "name the region there, or leave the application at home",
    ),
    ...check(
      foreign.length === 0,
      `${name}.cluster.privateAccess`,
      `must be addresses where the application stands by in ${region}, whose cluster knows no security group of home`,
      foreign,
      "name the block of addresses that they connect from",
    ),
    ...check(
      zones.length - lacking.length >= LEAST_DATABASE_ZONES,
      `${where}.database.instances`,
      `must be in ${LEAST_DATABASE_ZONES} zones at least for ${application}`,
      Object.keys(database.instances),
      "a writer that took over needs another to fail over to",
    ),
  ];
}
