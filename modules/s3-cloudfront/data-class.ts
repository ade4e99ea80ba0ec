import type { BucketPurpose } from "../foundation/names";

/** What is in a bucket; it decides where copies of it may be. */
export type DataClass = "public-asset" | "learner-content" | "backup" | "log";

/** The class of each bucket of an environment. */
export const DATA_CLASSES = {
  "static-assets": "public-asset",
  media: "learner-content",
  backups: "backup",
  logs: "log",
} as const satisfies Record<BucketPurpose, DataClass>;

/** Buckets that are replicated where there is a recovery region. */
export const REPLICATED = ["static-assets", "media", "backups"] as const satisfies BucketPurpose[];
export type ReplicatedPurpose = (typeof REPLICATED)[number];

/**
 * Where copies of a class may be. A backup holds learners' content, too; access logs hold their addresses, stay in the
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
 * @param where what the message begins with, such as the bucket's purpose
 * @param learnerDataRegions regions beside the environment's own that may hold learners' data
 */
export function replicationProblems(
  where: string,
  dataClass: DataClass,
  region: string,
  learnerDataRegions: readonly string[],
): string[] {
  const copies = COPIES[dataClass];
  if (copies === "nowhere") {
    return [
      `${where}: data of class ${dataClass} must not be replicated, got ${JSON.stringify(region)}; keep it there`,
    ];
  }
  if (copies === "anywhere" || learnerDataRegions.includes(region)) return [];
  return [
    `${where}: data of class ${dataClass} must be replicated to one of learnerDataRegions ` +
      `${JSON.stringify(learnerDataRegions)}, got ${JSON.stringify(region)}; allow the region or choose another`,
  ];
}
