import type { EngineVersion } from "./engine-versions";
import type { DatabaseInstanceClass } from "./instance-classes";

/** The Aurora PostgreSQL database of an environment. */
export interface DatabaseSettings {
  readonly engineVersion: EngineVersion;
  /**
   * `automatic`: AWS raises the minor version in the maintenance window, from the newest of the major version on.
   * `planned`: the cluster stays on `engineVersion` until it changes here.
   */
  readonly minorUpgrades: "automatic" | "planned";
  readonly capacity: DatabaseCapacity;
  /** How far back the database can be restored to any second, in days, 1-35. */
  readonly backupRetentionDays: number;
  /** When the daily backup may start, UTC, at least 30 minutes: `07:00-07:30`. */
  readonly backupWindow: string;
  /** When AWS may patch and restart, UTC, at least 30 minutes and apart from the backup: `sun:08:00-sun:09:00`. */
  readonly maintenanceWindow: string;
}

/** What the database runs on. */
export type DatabaseCapacity = ServerlessCapacity | ProvisionedCapacity;

/** Instances that follow the load by themselves. One Aurora capacity unit (ACU) is about 2 GiB of memory. */
export interface ServerlessCapacity {
  readonly kind: "serverless";
  readonly instances: DatabaseInstances;
  /** Least capacity in ACU, 0-256 in steps of 0.5. With 0 an idle database pauses, and its next user waits about 15 s. */
  readonly minCapacityAcu: number;
  /** Most capacity in ACU, 1-256 in steps of 0.5. */
  readonly maxCapacityAcu: number;
}

/** Instances of a fixed class. */
export interface ProvisionedCapacity {
  readonly kind: "provisioned";
  readonly instanceClass: DatabaseInstanceClass;
  readonly instances: DatabaseInstances;
  readonly readerScaling: "none" | ReaderScalingSettings;
}

/** The role that an instance is meant for, by the zone that it is in; one instance a zone. */
export type DatabaseInstances = Readonly<Record<string, InstanceRole>>;

/**
 * `writer`: the first to be created, it takes the writes until a failover. `standby`: the first to take over from it,
 * answers reads meanwhile. `reader`: answers reads, takes over when there is no standby left.
 */
export type InstanceRole = "writer" | "standby" | "reader";

/** How the number of readers follows the load. */
export interface ReaderScalingSettings {
  /** Least number of readers, with the standby and readers of `instances`, which are always there. */
  readonly minReaders: number;
  /** Most readers, at most 15. */
  readonly maxReaders: number;
  /** Average CPU of the readers that is aimed at, 10-90 percent. */
  readonly targetCpuPercent: number;
  /** Time in which a reader that was added must not be taken away, in seconds, 0-3600. */
  readonly scaleInCooldownSeconds: number;
  /** Time between two additions, in seconds, 0-3600. */
  readonly scaleOutCooldownSeconds: number;
}

/** The part of a global database that an environment with a recovery region decides. */
export interface GlobalDatabaseSettings {
  /**
   * The region whose cluster takes the writes. Not a switch: the failover itself is a command, see
   * docs/disaster-recovery.md, and this says afterwards what is. It sets a new master password through the new writer.
   */
  readonly activeRegion: RegionRole;
  /** The instances in the recovery region: a standby at least, and no writer. They have the home region's class. */
  readonly instances: DatabaseInstances;
  /** Number of the master password, from 1; raised by one to set a new one. */
  readonly masterPasswordVersion: number;
}

/** The two regions of an environment: `home`, where it runs, and `recovery`, where it lives on. */
export type RegionRole = "home" | "recovery";
