import { check, oneOf, wholeNumber } from "../foundation/checks";
import { windowProblems } from "../foundation/windows";
import { databaseNameProblems, masterUsernameProblems } from "./identifiers";
import { INSTANCE_CLASSES, type InstanceClassFacts } from "./instance-classes";
import {
  type DatabaseCapacity,
  type DatabaseInstances,
  type DatabaseSettings,
  ENGINE_VERSIONS,
  type EngineVersion,
  type GlobalDatabaseSettings,
  type ReaderScalingSettings,
  type ServerlessCapacity,
} from "./settings";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html */
const MAX_RETENTION_DAYS = 35;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html */
const MIN_WINDOW_MINUTES = 30;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html */
const MAX_ACU = 256;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Replication.html */
const MAX_READERS = 15;

const MAX_COOLDOWN_SECONDS = 3600;

/** Settings of a database and the facts of its environment that they depend on. */
export interface DatabasePlan {
  readonly settings: DatabaseSettings;
  /** Region and zones of the network that it is in. */
  readonly region: string;
  readonly zones: readonly string[];
  readonly databaseName: string;
  readonly masterUsername: string;
  /** Second region of a global database. */
  readonly recovery:
    | "none"
    | { readonly region: string; readonly zones: readonly string[]; readonly settings: GlobalDatabaseSettings };
}

/**
 * Checks the database of an environment, before AWS would refuse it halfway through a deployment.
 * @returns every problem at once, `[]` when there is none
 */
export function databaseProblems(plan: DatabasePlan): string[] {
  const { settings, zones, databaseName, masterUsername } = plan;
  const { engineVersion, backupRetentionDays, backupWindow, maintenanceWindow, capacity } = settings;
  return [
    ...oneOf(
      "engineVersion",
      engineVersion,
      Object.keys(ENGINE_VERSIONS) as EngineVersion[],
      "add its facts to ENGINE_VERSIONS",
    ),
    ...wholeNumber(
      "backupRetentionDays",
      backupRetentionDays,
      [1, MAX_RETENTION_DAYS],
      "keep longer backups in AWS Backup",
    ),
    ...windowProblems(
      { field: "maintenanceWindow", window: maintenanceWindow },
      { field: "backupWindow", window: backupWindow },
      MIN_WINDOW_MINUTES,
    ),
    ...capacityProblems(capacity, zones),
    ...databaseNameProblems(databaseName),
    ...masterUsernameProblems(masterUsername),
    ...globalProblems(plan),
  ];
}

function capacityProblems(capacity: DatabaseCapacity, zones: readonly string[]): string[] {
  const writers = Object.values(capacity.instances).filter((role) => role === "writer").length;
  const where = "capacity.instances";
  return [
    ...zoneProblems(where, capacity.instances, zones),
    ...check(writers === 1, where, "must have one writer", writers, "give one instance that role"),
    ...(capacity.kind === "serverless" ? serverlessProblems(capacity) : classProblems(capacity.instanceClass)),
    ...(capacity.kind === "provisioned" && capacity.readerScaling !== "none"
      ? scalingProblems(capacity.readerScaling, Object.keys(capacity.instances).length - writers)
      : []),
  ];
}

/** Checks that each instance is in a zone of the network. */
function zoneProblems(where: string, instances: DatabaseInstances, zones: readonly string[]): string[] {
  return Object.keys(instances).flatMap((zone) =>
    check(
      zones.includes(zone),
      where,
      `must be in the zones of the network ${zones.join(", ")}`,
      zone,
      "move the instance or add the zone to the network",
    ),
  );
}

/** Facts of a class; none of one that is unknown. */
function classFacts(instanceClass: string): InstanceClassFacts | undefined {
  return (INSTANCE_CLASSES as Readonly<Record<string, InstanceClassFacts>>)[instanceClass];
}

function classProblems(instanceClass: string): string[] {
  return check(
    classFacts(instanceClass) !== undefined,
    "capacity.instanceClass",
    "must be a class that Aurora PostgreSQL offers",
    instanceClass,
    "choose from INSTANCE_CLASSES",
  );
}

function serverlessProblems({ minCapacityAcu, maxCapacityAcu }: ServerlessCapacity): string[] {
  const acuProblems = (field: string, acu: number, least: number) =>
    check(
      Number.isInteger(acu * 2) && acu >= least && acu <= MAX_ACU,
      `capacity.${field}`,
      `must be from ${least} to ${MAX_ACU} in steps of 0.5`,
      acu,
      "choose a capacity that Aurora Serverless v2 has",
    );
  const problems = [
    ...acuProblems("minCapacityAcu", minCapacityAcu, 0),
    ...acuProblems("maxCapacityAcu", maxCapacityAcu, 1),
  ];
  return problems.length > 0
    ? problems
    : check(
        minCapacityAcu <= maxCapacityAcu,
        "capacity.maxCapacityAcu",
        `must be at least minCapacityAcu ${minCapacityAcu}`,
        maxCapacityAcu,
        "raise it",
      );
}

function scalingProblems(scaling: ReaderScalingSettings, fixedReaders: number): string[] {
  const problems = (field: keyof ReaderScalingSettings, range: readonly [number, number], remedy: string) =>
    wholeNumber(`capacity.readerScaling.${field}`, scaling[field], range, remedy);
  const cooldown = [0, MAX_COOLDOWN_SECONDS] as const;
  return [
    ...problems("minReaders", [Math.max(fixedReaders, 1), MAX_READERS], "count the readers of instances, too"),
    ...problems("maxReaders", [Math.max(scaling.minReaders, 1), MAX_READERS], "it must be no less than minReaders"),
    ...problems("targetCpuPercent", [10, 90], "aim at a load that leaves room"),
    ...problems("scaleInCooldownSeconds", cooldown, "wait an hour at most"),
    ...problems("scaleOutCooldownSeconds", cooldown, "wait an hour at most"),
  ];
}

function globalProblems({ settings, region, recovery }: DatabasePlan): string[] {
  if (recovery === "none") return [];
  const { capacity, minorUpgrades } = settings;
  const { instances, masterPasswordVersion } = recovery.settings;
  const roles = Object.values(instances);
  return [
    ...zoneProblems("recovery.instances", instances, recovery.zones),
    ...check(
      recovery.region !== region,
      "recovery.region",
      "must be another region than the database's own",
      recovery.region,
      "choose a second region",
    ),
    ...check(
      roles.includes("standby") && !roles.includes("writer"),
      "recovery.instances",
      "must have a standby, which takes over, and no writer",
      roles,
      "give one instance the role standby, the others reader",
    ),
    ...wholeNumber(
      "recovery.masterPasswordVersion",
      masterPasswordVersion,
      [1, Number.POSITIVE_INFINITY],
      "raise it by one to set a new password",
    ),
    // AWS does not raise the minor version of a global database.
    ...check(
      minorUpgrades === "planned",
      "minorUpgrades",
      'must be "planned" where there is a recovery region',
      minorUpgrades,
      "raise engineVersion instead",
    ),
    // An unknown class is reported as such, not here once more.
    ...check(
      capacity.kind === "provisioned" && (classFacts(capacity.instanceClass)?.memoryOptimized ?? true),
      "capacity",
      "must be provisioned and of a memory-optimized class where there is a recovery region",
      capacity.kind === "provisioned" ? capacity.instanceClass : capacity.kind,
      "choose a db.r class",
    ),
  ];
}
