import type { NodeType } from "./node-types";

/** The Redis of an environment: one store for learners' sessions, one for what can be computed again. */
export interface CacheSettings {
  /** Weekly time in UTC at which AWS may patch and restart nodes, such as `sun:09:00-sun:10:00`, 60 minutes or more. */
  readonly maintenanceWindow: string;
  /** Daily time in UTC of the snapshots, such as `06:00-07:00`, 60 minutes or more, apart from the maintenance. */
  readonly snapshotWindow: string;
  /** Learners' sessions: nothing is evicted, and snapshots are kept. */
  readonly sessions: SessionStoreSettings;
  /** What can be computed again: the least used goes when memory runs out. */
  readonly cache: StoreSettings;
}

/** The nodes of one store. */
export interface StoreSettings {
  readonly nodeType: NodeType;
  /** Copies of the primary, 0 to 5, each in a zone of its own. With one or more, Redis fails over by itself. */
  readonly replicas: number;
}

/** The nodes and snapshots of the sessions. */
export interface SessionStoreSettings extends StoreSettings {
  /** How many days a daily snapshot is kept, 1 to 35. */
  readonly snapshotRetentionDays: number;
}
