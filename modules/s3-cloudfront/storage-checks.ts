import { DATA_CLASSES, REPLICATED, replicationProblems } from "./data-class";
import { httpsOriginProblems } from "./https-origin";
import type { StorageSettings } from "./storage-settings";

const MOST_DAYS = 3650;

/** What `storageProblems` looks at. */
export interface CheckedStorage extends StorageSettings {
  readonly uploadOrigins: readonly string[];
}

/**
 * Checks what types cannot: each number of days, the origins of uploads, and where copies may go.
 * @param recoveryRegion the region that the buckets are replicated to; `none` where they are not
 * @returns every problem at once, `[]` when there is none
 */
export function storageProblems(storage: CheckedStorage, recoveryRegion: "none" | string): string[] {
  const { learnerDataRegions, uploadOrigins } = storage;
  return [
    ...(["oldVersionDays", "backupFileRetentionDays"] as const).flatMap((name) => daysProblems(name, storage[name])),
    ...learnerDataRegions.flatMap(regionProblems),
    ...(uploadOrigins.length === 0
      ? ["uploadOrigins: must name the origin of the LMS's pages, got []; browsers upload from there"]
      : []),
    ...uploadOrigins.flatMap((origin) => httpsOriginProblems("uploadOrigins", origin)),
    ...(recoveryRegion === "none"
      ? []
      : REPLICATED.flatMap((purpose) =>
          replicationProblems(purpose, DATA_CLASSES[purpose], recoveryRegion, learnerDataRegions),
        )),
  ];
}

function daysProblems(where: string, days: number): string[] {
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return [];
  return [`${where}: must be a whole number of days from 1 to ${MOST_DAYS}, got ${days}; correct it`];
}

function regionProblems(region: string): string[] {
  if (/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return [];
  return [`learnerDataRegions: must hold AWS regions such as eu-west-1, got ${JSON.stringify(region)}; correct it`];
}
