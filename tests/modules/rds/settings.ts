import type { DatabaseSettings, GlobalDatabaseSettings } from "../../../modules/rds/settings";

/** The databases of the three environments, as literal values. */
export const SETTINGS = {
  dev: {
    database: {
      engineVersion: "17.7",
      minorUpgrades: "automatic",
      capacity: {
        kind: "serverless",
        instances: { "us-east-1a": "writer" },
        minCapacityAcu: 0,
        maxCapacityAcu: 2,
      },
      backupRetentionDays: 1,
      backupWindow: "07:00-07:30",
      maintenanceWindow: "tue:08:00-tue:09:00",
    },
    global: undefined,
  },
  staging: {
    database: {
      engineVersion: "17.7",
      minorUpgrades: "automatic",
      capacity: {
        kind: "provisioned",
        instanceClass: "db.r7g.large",
        instances: { "us-east-1a": "writer", "us-east-1b": "reader" },
        readerScaling: "none",
      },
      backupRetentionDays: 7,
      backupWindow: "07:00-07:30",
      maintenanceWindow: "wed:08:00-wed:09:00",
    },
    global: undefined,
  },
  prod: {
    database: {
      engineVersion: "17.7",
      minorUpgrades: "planned",
      capacity: {
        kind: "provisioned",
        instanceClass: "db.r7g.2xlarge",
        instances: { "us-east-1a": "writer", "us-east-1b": "standby", "us-east-1c": "reader" },
        readerScaling: {
          minReaders: 2,
          maxReaders: 6,
          targetCpuPercent: 60,
          scaleInCooldownSeconds: 600,
          scaleOutCooldownSeconds: 120,
        },
      },
      backupRetentionDays: 35,
      backupWindow: "07:00-07:30",
      maintenanceWindow: "sun:08:00-sun:09:00",
    },
    global: {
      activeRegion: "home",
      instances: { "eu-west-1a": "standby", "eu-west-1b": "reader" },
      masterPasswordVersion: 1,
    },
  },
} as const satisfies Record<
  string,
  { readonly database: DatabaseSettings; readonly global: GlobalDatabaseSettings | undefined }
>;
