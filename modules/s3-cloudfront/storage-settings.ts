import { check, problem } from "../foundation/checks";
import { httpsOriginProblems, REGION } from "../foundation/formats";
import type { BucketPurpose } from "../foundation/names";
import { group, list, type SettingsOf, settingsProblems, text, whole } from "../foundation/schema";

const days = whole([1, 3650], "give a number of days");

/** Schema of the retention and places of the data in buckets. */
export const storageSettings = group({
  /**
   * Regions other than the environment's own in which learners' data may be kept, such as `eu-west-1`; content and
   * backups are replicated to no other. `[]` keeps them in the environment's region.
   */
  learnerDataRegions: list(text(REGION), { least: 0, most: 20, each: "region", remedy: "name those that you use" }),
  /** Days for which an overwritten or deleted object can be restored, 1 to 3650. */
  oldVersionDays: days,
  /** Days until a file in the backups bucket is deleted, 1 to 3650. */
  backupFileRetentionDays: days,
});

/** Retention and places of the data in buckets. */
export interface StorageSettings extends SettingsOf<typeof storageSettings> {}

/** Kind of data in a bucket; it decides where copies of it may be. */
export type DataClass = "public-asset" | "learner-content" | "backup" | "log";

/** Class of each bucket of an environment. */
export const DATA_CLASSES = {
  "static-assets": "public-asset",
  media: "learner-content",
  backups: "backup",
  logs: "log",
} as const satisfies Record<BucketPurpose, DataClass>;

/** Buckets that are replicated to a second region, if there is one. */
export const REPLICATED = ["static-assets", "media", "backups"] as const satisfies BucketPurpose[];
export type ReplicatedPurpose = (typeof REPLICATED)[number];

/**
 * Places for copies of a class. A backup holds learners' content, too; access logs hold their addresses, stay in the
 * region where they were written, and are never copied.
 */
const COPIES: Readonly<Record<DataClass, "anywhere" | "learner-data-regions" | "nowhere">> = {
  "public-asset": "anywhere",
  "learner-content": "learner-data-regions",
  backup: "learner-data-regions",
  log: "nowhere",
};

/**
 * Checks that a bucket of a class may be replicated to a region.
 * @param where beginning of the message, such as the bucket's purpose
 * @param learnerDataRegions regions other than the environment's own that may hold learners' data
 */
export function replicationProblems(
  where: string,
  dataClass: DataClass,
  region: string,
  learnerDataRegions: readonly string[],
): string[] {
  const copies = COPIES[dataClass];
  if (copies === "nowhere") {
    return [problem(where, `data of class ${dataClass} must not be replicated`, region, "keep it in its own region")];
  }
  return check(
    copies === "anywhere" || learnerDataRegions.includes(region),
    where,
    `data of class ${dataClass} must be replicated to one of learnerDataRegions ${JSON.stringify(learnerDataRegions)}`,
    region,
    "allow the region or choose another",
  );
}

/**
 * Checks the settings, the origins of uploads, and the places of copies.
 * @param replicaRegion region that the buckets are replicated to
 * @returns every problem at once, `[]` when there is none
 */
export function storageProblems(
  settings: StorageSettings,
  uploadOrigins: readonly string[],
  replicaRegion: "none" | string,
): string[] {
  return [
    ...settingsProblems("", storageSettings, settings),
    ...check(
      uploadOrigins.length > 0,
      "uploadOrigins",
      "must name the origin of the LMS's pages",
      uploadOrigins,
      "browsers upload from there",
    ),
    ...uploadOrigins.flatMap((origin) => httpsOriginProblems("uploadOrigins", origin)),
    ...(replicaRegion === "none"
      ? []
      : REPLICATED.flatMap((purpose) =>
          replicationProblems(purpose, DATA_CLASSES[purpose], replicaRegion, settings.learnerDataRegions),
        )),
  ];
}
