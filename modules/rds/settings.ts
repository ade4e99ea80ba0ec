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
  /** Days for which the database can be restored to any second, 1-35. */
  readonly backupRetentionDays: number;
  /** Window of the daily backup, UTC, at least 30 minutes: `07:00-07:30`. */
  readonly backupWindow: string;
  /** Window in which AWS may patch and restart, UTC, at least 30 minutes and apart from the backup: `sun:08:00-sun:09:00`. */
  readonly maintenanceWindow: string;
}

/** Capacity of the database. */
export type DatabaseCapacity = ServerlessCapacity | ProvisionedCapacity;

/** Instances whose capacity follows the load. One Aurora capacity unit (ACU) is about 2 GiB of memory. */
export interface ServerlessCapacity {
  readonly kind: "serverless";
  readonly instances: DatabaseInstances;
  /** Minimum capacity in ACU, 0-256 in steps of 0.5. With 0 an idle database pauses, and its next user waits about 15 s. */
  readonly minCapacityAcu: number;
  /** Maximum capacity in ACU, 1-256 in steps of 0.5. */
  readonly maxCapacityAcu: number;
}

/** Instances of a fixed class. */
export interface ProvisionedCapacity {
  readonly kind: "provisioned";
  readonly instanceClass: DatabaseInstanceClass;
  readonly instances: DatabaseInstances;
  readonly readerScaling: "none" | ReaderScalingSettings;
}

/** Intended role of each instance, by its availability zone; one instance a zone. */
export type DatabaseInstances = Readonly<Record<string, InstanceRole>>;

/**
 * `writer`: created first, takes the writes until a failover. `standby`: takes over from it first, and answers reads until
 * then. `reader`: answers reads, takes over when no standby is left.
 */
export type InstanceRole = "writer" | "standby" | "reader";

/** Scaling of the number of readers with the load. */
export interface ReaderScalingSettings {
  /** Minimum number of readers, including the standby and readers of `instances`, which are never removed. */
  readonly minReaders: number;
  /** Maximum number of readers, at most 15. */
  readonly maxReaders: number;
  /** Target for the average CPU of the readers, 10-90 percent. */
  readonly targetCpuPercent: number;
  /** Time before the next removal of a reader, in seconds, 0-3600. */
  readonly scaleInCooldownSeconds: number;
  /** Time before the next addition of a reader, in seconds, 0-3600. */
  readonly scaleOutCooldownSeconds: number;
}

/** Settings of a global database: the database of an environment with a second region. */
export interface GlobalDatabaseSettings {
  /**
   * Region whose cluster takes the writes. Not a switch: the failover itself is a command, see docs/disaster-recovery.md,
   * and this setting follows it. A change sets a new master password through the new writer.
   */
  readonly activeRegion: RegionRole;
  /** Instances in the recovery region: at least one standby, and no writer. They have the home region's class. */
  readonly instances: DatabaseInstances;
  /** Number of the master password, from 1; raised by one to set a new one. */
  readonly masterPasswordVersion: number;
}

/** Region of an environment: `home`, where it runs, or `recovery`, where its data is kept as well. */
export type RegionRole = "home" | "recovery";

/** Facts of a version of Aurora PostgreSQL. */
export interface EngineVersionFacts {
  /** Major version: the version in the configuration of a cluster whose minor version AWS raises. */
  readonly major: string;
  /** Family of its parameter groups. */
  readonly family: string;
}

/**
 * Versions of Aurora PostgreSQL that the platform can run, each the long-term support release of its major version:
 * available for three years with critical fixes only, where other minor versions last about one.
 * For the facts of another version: `aws rds describe-db-engine-versions --engine aurora-postgresql --engine-version 17.7`.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraPostgreSQL.Updates.LTS.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html
 */
export const ENGINE_VERSIONS = {
  "16.8": { major: "16", family: "aurora-postgresql16" },
  "17.7": { major: "17", family: "aurora-postgresql17" },
} as const satisfies Record<string, EngineVersionFacts>;

/** Version of Aurora PostgreSQL that the platform can run. */
export type EngineVersion = keyof typeof ENGINE_VERSIONS;

/** Facts of a version; those of the newest for an unknown one, which `databaseProblems` reports. */
export function engineVersionFacts(version: string): EngineVersionFacts {
  return (ENGINE_VERSIONS as Readonly<Record<string, EngineVersionFacts>>)[version] ?? ENGINE_VERSIONS["17.7"];
}
