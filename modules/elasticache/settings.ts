import { check } from "../foundation/checks";
import type { DataProtection } from "../foundation/contracts";
import { either, group, list, type SettingsOf, settingsProblems, text, whole, word } from "../foundation/schema";
import { type CachePlace, LOGINS, type Login, type StoreUse, storeOf } from "../foundation/store-uses";
import { DAILY_WINDOW, WEEKLY_WINDOW, windowProblems } from "../foundation/windows";

/** Facts of an ElastiCache node type, which alarms depend on. */
export interface NodeTypeFacts {
  readonly vcpus: number;
  /** Memory of Redis, `maxmemory`, in GiB; a quarter of it is reserved for snapshots and failovers. */
  readonly memoryGib: number;
}

/**
 * Node types for Redis, all Graviton.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheNodes.SupportedTypes.html
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/ParameterGroups.Redis.html#ParameterGroups.Redis.NodeSpecific
 */
export const NODE_TYPES = {
  "cache.t4g.micro": { vcpus: 2, memoryGib: 0.5 },
  "cache.t4g.small": { vcpus: 2, memoryGib: 1.37 },
  "cache.t4g.medium": { vcpus: 2, memoryGib: 3.09 },
  "cache.m7g.large": { vcpus: 2, memoryGib: 6.38 },
  "cache.m7g.xlarge": { vcpus: 4, memoryGib: 12.93 },
  "cache.r7g.large": { vcpus: 2, memoryGib: 13.07 },
  "cache.r7g.xlarge": { vcpus: 4, memoryGib: 26.32 },
  "cache.r7g.2xlarge": { vcpus: 8, memoryGib: 52.82 },
} as const satisfies Record<string, NodeTypeFacts>;

/** Node type whose facts the platform has. */
export type NodeType = keyof typeof NODE_TYPES;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html */
const MAX_SNAPSHOT_DAYS = 35;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.Redis.Groups.html */
const MAX_REPLICAS = 5;

/** @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/maintenance-window.html */
const MIN_WINDOW_MINUTES = 60;

const store = {
  /** Type of the nodes. */
  nodeType: word(Object.keys(NODE_TYPES) as NodeType[], "add its facts to NODE_TYPES"),
  /** Copies of the primary, 0 to 5, each in another zone. With one or more, Redis fails over automatically. */
  replicas: whole([0, MAX_REPLICAS], "ElastiCache takes at most five replicas of a node"),
  /**
   * Ways to log in. `iam-token`: a token of AWS that a pod signs, and no secret. `password`: for clients that take nothing
   * else, such as PHP's session handler; it is in Secrets Manager, and changes every month.
   */
  logins: list(word(LOGINS), {
    each: "login",
    least: 1,
    most: LOGINS.length,
    remedy: "without one no client can use the store",
  }),
};
const storeSettings = group(store);

/** Nodes of one store. */
export interface StoreSettings extends SettingsOf<typeof storeSettings> {}

/** Schema of the Redis of an environment: one store for learners' sessions, one for data that can be computed again. */
export const cacheSettings = group({
  /** Weekly time in UTC at which AWS may patch and restart nodes, such as `sun:09:00-sun:10:00`, 60 minutes or more. */
  maintenanceWindow: text(WEEKLY_WINDOW),
  /** Daily time in UTC of the snapshots, such as `06:00-07:00`, 60 minutes or more, apart from the maintenance. */
  snapshotWindow: text(DAILY_WINDOW),
  /** Learners' sessions: nothing is evicted, and snapshots are kept. */
  sessions: group({
    ...store,
    /** Days that a daily snapshot is kept, 1 to 35. */
    snapshotRetentionDays: whole([1, MAX_SNAPSHOT_DAYS], "without a snapshot a lost store logs everyone out"),
  }),
  /**
   * Data that can be computed again: the least used is evicted when memory runs out. `with-sessions`: the sessions' nodes keep
   * it, too, which saves nodes of its own. There nothing is evicted: what is cached must expire, or no one can sign in.
   */
  cache: either(["with-sessions"], storeSettings),
});

/** Redis of an environment: one store for learners' sessions, one for data that can be computed again. */
export interface CacheSettings extends SettingsOf<typeof cacheSettings> {}

/** Place of the cache. */
export function cachePlaceOf({ cache }: Pick<CacheSettings, "cache">): CachePlace {
  return cache === "with-sessions" ? cache : "own-store";
}

/** Ways to log in for a use. */
export function loginsOf({ sessions, cache }: CacheSettings, use: StoreUse): readonly Login[] {
  return use === "cache" && cache !== "with-sessions" ? cache.logins : sessions.logins;
}

/** Store whose token a pod signs for a use; `none` where it logs in with a password alone. */
export function tokenStoreOf(settings: CacheSettings, use: StoreUse): StoreUse | "none" {
  return loginsOf(settings, use).includes("iam-token") ? storeOf(use, cachePlaceOf(settings)) : "none";
}

/** Nodes and snapshots of the sessions. */
export type SessionStoreSettings = CacheSettings["sessions"];

/** Facts of the environment that the settings of a cache depend on. */
export interface CacheSurroundings {
  /** Availability zones of the network. */
  readonly zones: readonly string[];
  readonly dataProtection: DataProtection;
}

/**
 * Checks the settings, the windows, and each store in its zones.
 * @returns every problem at once, `[]` when there is none
 */
export function cacheProblems(settings: CacheSettings, { zones, dataProtection }: CacheSurroundings): string[] {
  const { maintenanceWindow, snapshotWindow, sessions, cache } = settings;
  const problems = settingsProblems("", cacheSettings, settings);
  if (problems.length > 0) return problems;
  return [
    ...windowProblems(
      { field: "maintenanceWindow", window: maintenanceWindow },
      { field: "snapshotWindow", window: snapshotWindow },
      MIN_WINDOW_MINUTES,
    ),
    ...placeProblems("sessions", sessions, zones),
    ...(cache === "with-sessions" ? [] : placeProblems("cache", cache, zones)),
    ...check(
      dataProtection === "disposable" || sessions.replicas !== 0,
      "sessions.replicas",
      "must be at least 1 where data is retained",
      sessions.replicas,
      "a single node's failure loses all sessions since the last snapshot",
    ),
  ];
}

/** Checks that each node of a store has a zone of its own. */
function placeProblems(where: string, { replicas }: StoreSettings, zones: readonly string[]): string[] {
  return check(
    replicas < zones.length,
    `${where}.replicas`,
    `must be at most ${zones.length - 1} in ${zones.length} zones, one node a zone`,
    replicas,
    "lower it or add zones to the network",
  );
}
