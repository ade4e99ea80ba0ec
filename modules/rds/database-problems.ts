import { windowProblems } from "../foundation/windows";
import { capacityProblems, zoneProblems } from "./capacity-problems";
import type { DatabaseSettings, GlobalDatabaseSettings } from "./database-settings";
import { ENGINE_VERSIONS } from "./engine-versions";
import { databaseNameProblems, masterUsernameProblems } from "./identifiers";
import { INSTANCE_CLASSES, type InstanceClassFacts } from "./instance-classes";

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html */
const LONGEST_RETENTION_DAYS = 35;

/** @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Maintenance.html */
const LEAST_WINDOW_MINUTES = 30;

/** What a database is checked by. */
export interface DatabasePlan {
  readonly settings: DatabaseSettings;
  /** Region and zones of the network that it is in. */
  readonly region: string;
  readonly zones: readonly string[];
  readonly databaseName: string;
  readonly masterUsername: string;
  /** The second region of a global database. */
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
  const versions = Object.keys(ENGINE_VERSIONS);
  return [
    ...(versions.includes(engineVersion)
      ? []
      : [
          `engineVersion: must be one of ${versions.join(", ")}, got ${JSON.stringify(engineVersion)}; ` +
            "add its facts to engine-versions.ts",
        ]),
    ...(Number.isInteger(backupRetentionDays) &&
    backupRetentionDays >= 1 &&
    backupRetentionDays <= LONGEST_RETENTION_DAYS
      ? []
      : [
          `backupRetentionDays: must be a whole number from 1 to ${LONGEST_RETENTION_DAYS}, got ${backupRetentionDays}; ` +
            "keep longer backups in AWS Backup",
        ]),
    ...windowProblems(
      { field: "maintenanceWindow", window: maintenanceWindow },
      { field: "backupWindow", window: backupWindow },
      LEAST_WINDOW_MINUTES,
    ),
    ...capacityProblems(capacity, zones),
    ...databaseNameProblems(databaseName),
    ...masterUsernameProblems(masterUsername),
    ...globalProblems(plan),
  ];
}

function globalProblems({ settings, region, recovery }: DatabasePlan): string[] {
  if (recovery === "none") return [];
  const { capacity, minorUpgrades } = settings;
  const { instances, masterPasswordVersion } = recovery.settings;
  const roles = Object.values(instances);
  const problems = zoneProblems("recovery.instances", instances, recovery.zones);
  const check = (ok: boolean, where: string, rule: string, value: unknown, remedy: string) => {
    if (!ok) problems.push(`${where}: ${rule}, got ${JSON.stringify(value)}; ${remedy}`);
  };
  check(
    recovery.region !== region,
    "recovery.region",
    "must be another region than the database's own",
    recovery.region,
    "choose a second region",
  );
  check(
    roles.includes("standby") && !roles.includes("writer"),
    "recovery.instances",
    "must have a standby, which takes over, and no writer",
    roles,
    "correct the roles",
  );
  check(
    Number.isInteger(masterPasswordVersion) && masterPasswordVersion >= 1,
    "recovery.masterPasswordVersion",
    "must be a whole number from 1",
    masterPasswordVersion,
    "raise it by one to set a new password",
  );
  // AWS takes no part in the minor versions of a global database.
  check(
    minorUpgrades === "planned",
    "minorUpgrades",
    'must be "planned" where there is a recovery region',
    minorUpgrades,
    "raise engineVersion instead",
  );
  check(
    capacity.kind === "provisioned" && isMemoryOptimized(capacity.instanceClass),
    "capacity",
    "must be provisioned and of a memory-optimized class where there is a recovery region",
    capacity.kind === "provisioned" ? capacity.instanceClass : capacity.kind,
    "choose a db.r class",
  );
  return problems;
}

/** An unknown class is reported as such, not here once more. */
function isMemoryOptimized(instanceClass: string): boolean {
  return (INSTANCE_CLASSES as Readonly<Record<string, InstanceClassFacts>>)[instanceClass]?.memoryOptimized ?? true;
}
