import type { Rule } from "../foundation/checks";
import { ZONE } from "../foundation/formats";
import { choice, either, group, number, type SettingsOf, table, text, whole, word } from "../foundation/schema";
import { DAILY_WINDOW, WEEKLY_WINDOW } from "../foundation/windows";
import { type DatabaseInstanceClass, INSTANCE_CLASSES } from "./instance-classes";

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

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html */
const MAX_RETENTION_DAYS = 35;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html */
const MAX_ACU = 256;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html */
const MAX_READERS = 15;

/** Intended role of each instance, by its availability zone; one instance a zone. */
const instances = table(ZONE, word(["writer", "standby", "reader"]), {
  least: 1,
  most: MAX_READERS + 1,
  remedy: "name a zone and the role of its instance",
});

/** Capacity in Aurora capacity units. */
function acu(least: number): Rule<number> {
  return {
    must: `be from ${least} to ${MAX_ACU} in steps of 0.5`,
    holds: (got) => Number.isInteger(got * 2) && got >= least && got <= MAX_ACU,
    remedy: "choose a capacity that Aurora Serverless v2 has",
  };
}

const cooldownSeconds = whole([0, 3600], "wait an hour at most");

const readerScaling = group({
  /** Minimum number of readers, including the standby and readers of `instances`, which are never removed. */
  minReaders: whole([1, MAX_READERS], "count the readers of instances, too"),
  /** Maximum number of readers, at most 15. */
  maxReaders: whole([1, MAX_READERS], "it must be no less than minReaders"),
  /** Target for the average CPU of the readers, 10-90 percent. */
  targetCpuPercent: whole([10, 90], "aim at a load that leaves room"),
  /** Time before the next removal of a reader, in seconds, 0-3600. */
  scaleInCooldownSeconds: cooldownSeconds,
  /** Time before the next addition of a reader, in seconds, 0-3600. */
  scaleOutCooldownSeconds: cooldownSeconds,
});

/** Scaling of the number of readers with the load. */
export interface ReaderScalingSettings extends SettingsOf<typeof readerScaling> {}

const serverless = group({
  kind: word(["serverless"]),
  /** Role of each instance, by its availability zone. */
  instances,
  /** Minimum capacity in ACU, 0-256 in steps of 0.5. With 0 an idle database pauses, and its next user waits about 15 s. */
  minCapacityAcu: number(acu(0)),
  /** Maximum capacity in ACU, 1-256 in steps of 0.5. */
  maxCapacityAcu: number(acu(1)),
});

/** Instances whose capacity follows the load. One Aurora capacity unit (ACU) is about 2 GiB of memory. */
export interface ServerlessCapacity extends SettingsOf<typeof serverless> {}

const provisioned = group({
  kind: word(["provisioned"]),
  /** Class of every instance. */
  instanceClass: word(Object.keys(INSTANCE_CLASSES) as DatabaseInstanceClass[], "choose from INSTANCE_CLASSES"),
  /** Role of each instance, by its availability zone. */
  instances,
  /** Scaling of the number of readers with the load. */
  readerScaling: either(["none"], readerScaling),
});

/** Instances of a fixed class. */
export interface ProvisionedCapacity extends SettingsOf<typeof provisioned> {}

/** Schema of the Aurora PostgreSQL database of an environment. */
export const databaseSettings = group({
  /** Version of Aurora PostgreSQL. */
  engineVersion: word(Object.keys(ENGINE_VERSIONS) as EngineVersion[], "add its facts to ENGINE_VERSIONS"),
  /**
   * `automatic`: AWS raises the minor version in the maintenance window, from the newest of the major version on.
   * `planned`: the cluster stays on `engineVersion` until it changes here.
   */
  minorUpgrades: word(["automatic", "planned"]),
  /** `serverless`: instances whose capacity follows the load. `provisioned`: instances of a fixed class. */
  capacity: choice("kind", { serverless, provisioned }),
  /** Days for which the database can be restored to any second, 1-35. */
  backupRetentionDays: whole([1, MAX_RETENTION_DAYS], "keep longer backups in AWS Backup"),
  /** Window of the daily backup, UTC, at least 30 minutes: `07:00-07:30`. */
  backupWindow: text(DAILY_WINDOW),
  /** Window in which AWS may patch and restart, UTC, at least 30 minutes and apart from the backup: `sun:08:00-sun:09:00`. */
  maintenanceWindow: text(WEEKLY_WINDOW),
});

/** The Aurora PostgreSQL database of an environment. */
export interface DatabaseSettings extends SettingsOf<typeof databaseSettings> {}

/** Capacity of the database. */
export type DatabaseCapacity = DatabaseSettings["capacity"];

/** Intended role of each instance, by its availability zone; one instance a zone. */
export type DatabaseInstances = SettingsOf<typeof instances>;

/**
 * `writer`: created first, takes the writes until a failover. `standby`: takes over from it first, and answers reads until
 * then. `reader`: answers reads, takes over when no standby is left.
 */
export type InstanceRole = DatabaseInstances[string];

/** Schema of the database's second cluster, in an environment with a second region. */
export const globalDatabaseSettings = group({
  /**
   * Region whose cluster takes the writes. Not a switch: the failover itself is a command, see docs/disaster-recovery.md,
   * and this setting follows it. A change sets a new master password through the new writer.
   */
  activeRegion: word(["home", "recovery"]),
  /** Instances in the recovery region: at least one standby, and no writer. They have the home region's class. */
  instances,
  /** Number of the master password, from 1; raised by one to set a new one. */
  masterPasswordVersion: whole([1, 1_000_000], "raise it by one to set a new password"),
});

/** Settings of a global database: the database of an environment with a second region. */
export interface GlobalDatabaseSettings extends SettingsOf<typeof globalDatabaseSettings> {}

/** Region of an environment: `home`, where it runs, or `recovery`, where its data is kept as well. */
export type RegionRole = GlobalDatabaseSettings["activeRegion"];
