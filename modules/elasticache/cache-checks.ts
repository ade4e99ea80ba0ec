import type { DataProtection } from "../foundation/contracts";
import { windowProblems } from "../foundation/windows";
import type { CacheSettings, StoreSettings } from "./cache-settings";
import { NODE_TYPES } from "./node-types";

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html */
const MOST_SNAPSHOT_DAYS = 35;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis.Groups.html */
const MOST_REPLICAS = 5;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/maintenance-window.html */
const LEAST_WINDOW_MINUTES = 60;

/** What the settings of a cache are checked against. */
export interface CacheSurroundings {
  /** Availability zones of the network. */
  readonly zones: readonly string[];
  readonly dataProtection: DataProtection;
}

/**
 * Checks what types cannot: the windows, and each store.
 * @returns every problem at once, `[]` when there is none
 */
export function cacheProblems(settings: CacheSettings, { zones, dataProtection }: CacheSurroundings): string[] {
  const { maintenanceWindow, snapshotWindow, sessions, cache } = settings;
  const problems = [
    ...windowProblems(
      { field: "maintenanceWindow", window: maintenanceWindow },
      { field: "snapshotWindow", window: snapshotWindow },
      LEAST_WINDOW_MINUTES,
    ),
    ...storeProblems("sessions", sessions, zones),
    ...storeProblems("cache", cache, zones),
  ];
  const { replicas, snapshotRetentionDays: days } = sessions;
  if (!(Number.isInteger(days) && days >= 1 && days <= MOST_SNAPSHOT_DAYS)) {
    problems.push(
      `sessions.snapshotRetentionDays: must be a whole number from 1 to ${MOST_SNAPSHOT_DAYS}, got ${days}; ` +
        "without a snapshot a lost store logs everyone out",
    );
  }
  if (dataProtection === "retained" && replicas === 0) {
    problems.push(
      `sessions.replicas: must be at least 1 where data is retained, got ${replicas}; ` +
        "a single node's failure loses all sessions since the last snapshot",
    );
  }
  return problems;
}

function storeProblems(where: string, { nodeType, replicas }: StoreSettings, zones: readonly string[]): string[] {
  const problems: string[] = [];
  if (!Object.hasOwn(NODE_TYPES, nodeType)) {
    const known = Object.keys(NODE_TYPES).join(", ");
    problems.push(
      `${where}.nodeType: must be one of ${known}, got ${JSON.stringify(nodeType)}; add its facts to node-types.ts`,
    );
  }
  if (!(Number.isInteger(replicas) && replicas >= 0 && replicas <= MOST_REPLICAS)) {
    problems.push(`${where}.replicas: must be a whole number from 0 to ${MOST_REPLICAS}, got ${replicas}; correct it`);
  } else if (replicas + 1 > zones.length) {
    problems.push(
      `${where}.replicas: must leave a zone for each node, got ${replicas + 1} nodes in ${zones.length} zones; ` +
        "lower it or add zones to the network",
    );
  }
  return problems;
}
