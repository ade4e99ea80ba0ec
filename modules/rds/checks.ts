import { check, isReference } from "../foundation/checks";
import { settingsProblems } from "../foundation/schema";
import { windowProblems } from "../foundation/windows";
import { databaseNameProblems, masterUsernameProblems } from "./identifiers";
import { type DatabaseInstanceClass, INSTANCE_CLASSES } from "./instance-classes";
import {
  type DatabaseCapacity,
  type DatabaseInstances,
  type DatabaseSettings,
  databaseSettings,
  type GlobalDatabaseSettings,
  globalDatabaseSettings,
  type ReaderScalingSettings,
  type ServerlessCapacity,
} from "./settings";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html */
const MIN_WINDOW_MINUTES = 30;

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
  const { settings, zones, databaseName, masterUsername, recovery } = plan;
  const { backupWindow, maintenanceWindow, capacity } = settings;
  const names = [...databaseNameProblems(databaseName), ...masterUsernameProblems(masterUsername)];
  const invalid = [
    ...settingsProblems("", databaseSettings, settings),
    ...(recovery === "none" ? [] : settingsProblems("recovery", globalDatabaseSettings, recovery.settings)),
  ];
  if (invalid.length > 0) return [...invalid, ...names];
  return [
    ...windowProblems(
      { field: "maintenanceWindow", window: maintenanceWindow },
      { field: "backupWindow", window: backupWindow },
      MIN_WINDOW_MINUTES,
    ),
    ...capacityProblems(capacity, zones),
    ...names,
    ...globalProblems(plan),
  ];
}

function capacityProblems(capacity: DatabaseCapacity, zones: readonly string[]): string[] {
  const writers = Object.values(capacity.instances).filter((role) => role === "writer").length;
  const where = "capacity.instances";
  return [
    ...zoneProblems(where, capacity.instances, zones),
    ...check(writers === 1, where, "must have one writer", writers, "give one instance that role"),
    ...(capacity.kind === "serverless" ? serverlessProblems(capacity) : []),
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

function serverlessProblems({ minCapacityAcu, maxCapacityAcu }: ServerlessCapacity): string[] {
  return check(
    isReference(minCapacityAcu) || minCapacityAcu <= maxCapacityAcu,
    "capacity.maxCapacityAcu",
    `must be at least minCapacityAcu ${minCapacityAcu}`,
    maxCapacityAcu,
    "raise it",
  );
}

function scalingProblems({ minReaders, maxReaders }: ReaderScalingSettings, fixedReaders: number): string[] {
  const where = "capacity.readerScaling";
  return [
    ...check(
      minReaders >= fixedReaders,
      `${where}.minReaders`,
      `must be at least the ${fixedReaders} readers of instances`,
      minReaders,
      "count the readers of instances, too",
    ),
    ...check(
      isReference(minReaders) || maxReaders >= minReaders,
      `${where}.maxReaders`,
      `must be at least minReaders ${minReaders}`,
      maxReaders,
      "raise it",
    ),
  ];
}

/** Tells whether a class is memory-optimized; one that Terraform alone knows may be. */
function isMemoryOptimized(instanceClass: DatabaseInstanceClass): boolean {
  return isReference(instanceClass) || INSTANCE_CLASSES[instanceClass].memoryOptimized;
}

function globalProblems({ settings, region, recovery }: DatabasePlan): string[] {
  if (recovery === "none") return [];
  const { capacity, minorUpgrades } = settings;
  const { instances } = recovery.settings;
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
    // AWS does not raise the minor version of a global database.
    ...check(
      minorUpgrades === "planned",
      "minorUpgrades",
      'must be "planned" where there is a recovery region',
      minorUpgrades,
      "raise engineVersion instead",
    ),
    ...check(
      capacity.kind === "provisioned" && isMemoryOptimized(capacity.instanceClass),
      "capacity",
      "must be provisioned and of a memory-optimized class where there is a recovery region",
      capacity.kind === "provisioned" ? capacity.instanceClass : capacity.kind,
      "choose a db.r class",
    ),
  ];
}
