import { check, oneOf, wholeNumber } from "../foundation/checks";
import type { DataProtection } from "../foundation/contracts";
import { windowProblems } from "../foundation/windows";

/** Redis of an environment: one store for learners' sessions, one for data that can be computed again. */
export interface CacheSettings {
  /** Weekly time in UTC at which AWS may patch and restart nodes, such as `sun:09:00-sun:10:00`, 60 minutes or more. */
  readonly maintenanceWindow: string;
  /** Daily time in UTC of the snapshots, such as `06:00-07:00`, 60 minutes or more, apart from the maintenance. */
  readonly snapshotWindow: string;
  /** Learners' sessions: nothing is evicted, and snapshots are kept. */
  readonly sessions: SessionStoreSettings;
  /** Data that can be computed again: the least used is evicted when memory runs out. */
  readonly cache: StoreSettings;
}

/** Nodes of one store. */
export interface StoreSettings {
  readonly nodeType: NodeType;
  /** Copies of the primary, 0 to 5, each in another zone. With one or more, Redis fails over automatically. */
  readonly replicas: number;
}

/** Nodes and snapshots of the sessions. */
export interface SessionStoreSettings extends StoreSettings {
  /** Days that a daily snapshot is kept, 1 to 35. */
  readonly snapshotRetentionDays: number;
}

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

/** Facts of the environment that the settings of a cache depend on. */
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
  return [
    ...windowProblems(
      { field: "maintenanceWindow", window: maintenanceWindow },
      { field: "snapshotWindow", window: snapshotWindow },
      MIN_WINDOW_MINUTES,
    ),
    ...storeProblems("sessions", sessions, zones),
    ...storeProblems("cache", cache, zones),
    ...wholeNumber(
      "sessions.snapshotRetentionDays",
      sessions.snapshotRetentionDays,
      [1, MAX_SNAPSHOT_DAYS],
      "without a snapshot a lost store logs everyone out",
    ),
    ...check(
      dataProtection === "disposable" || sessions.replicas !== 0,
      "sessions.replicas",
      "must be at least 1 where data is retained",
      sessions.replicas,
      "a single node's failure loses all sessions since the last snapshot",
    ),
  ];
}

function storeProblems(where: string, { nodeType, replicas }: StoreSettings, zones: readonly string[]): string[] {
  const known = Object.keys(NODE_TYPES) as NodeType[];
  const count = wholeNumber(
    `${where}.replicas`,
    replicas,
    [0, MAX_REPLICAS],
    "ElastiCache takes at most five replicas of a node",
  );
  return [
    ...oneOf(`${where}.nodeType`, nodeType, known, "add its facts to NODE_TYPES"),
    ...count,
    ...check(
      count.length > 0 || replicas < zones.length,
      `${where}.replicas`,
      `must be at most ${zones.length - 1} in ${zones.length} zones, one node a zone`,
      replicas,
      "lower it or add zones to the network",
    ),
  ];
}
