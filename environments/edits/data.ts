import { Absent, cacheStore, type EnvironmentEdits, provisioned, readerScaling, serverless } from "./edit";

/** Edits of the stores: buckets, database, Redis, backups. */
export const DATA_EDITS: EnvironmentEdits = {
  "storage.learnerDataRegions": {
    retained: "in place",
    note: "It is compared with the regions that data is copied to.",
    edit: ({ storage }) => {
      storage.learnerDataRegions.push("eu-central-1");
    },
  },
  "storage.oldVersionDays": {
    retained: "in place",
    note: "Fewer days delete older versions.",
    edit: ({ storage }) => {
      storage.oldVersionDays = 120;
    },
  },
  "storage.backupFileRetentionDays": {
    retained: "in place",
    note: "Fewer days delete older files.",
    edit: ({ storage }) => {
      storage.backupFileRetentionDays = 400;
    },
  },
  "database.engineVersion": {
    retained: "in steps",
    disposable: "fails over",
    note: "[Another version of the database](#another-version-of-the-database): in steps with a second region.",
  },
  "database.engineVersion: an older one": {
    retained: "never",
    note: "Restore a snapshot that has it into an environment beside it.",
    edit: ({ database }) => {
      database.engineVersion = "16.8";
    },
  },
  "database.minorUpgrades": {
    retained: "never",
    disposable: "in place",
    note: "`automatic` only without a second region, and `in place` there.",
    edit: ({ database }) => {
      database.minorUpgrades = "automatic";
    },
  },
  "database.capacity.kind": {
    retained: "never",
    disposable: "fails over",
    note: "`serverless` only without a second region, and `fails over` there.",
    edit: ({ database }) => {
      const { instances } = database.capacity;
      database.capacity = { kind: "serverless", instances, minCapacityAcu: 8, maxCapacityAcu: 64 };
    },
  },
  "database.capacity.instanceClass": {
    retained: "fails over",
    note: "In the maintenance window where data is retained.",
    edit: (environment) => {
      provisioned(environment).instanceClass = "db.r7g.4xlarge";
    },
  },
  "database.capacity.instances.*": {
    retained: "in place",
    edit: (environment) => {
      provisioned(environment).instances[`${environment.region}c`] = "standby";
    },
  },
  "database.capacity.instances: one removed": {
    retained: "fails over",
    edit: (environment) => {
      delete provisioned(environment).instances[`${environment.region}c`];
      readerScaling(environment).minReaders = 1;
    },
  },
  "database.capacity.minCapacityAcu": {
    retained: "in place",
    note: "Serverless only.",
    edit: (environment) => {
      serverless(environment).minCapacityAcu += 0.5;
    },
  },
  "database.capacity.maxCapacityAcu": {
    retained: "in place",
    note: "Serverless only.",
    edit: (environment) => {
      serverless(environment).maxCapacityAcu += 2;
    },
  },
  "database.capacity.readerScaling": {
    retained: "replaces stateless",
    note: "`none` leaves the readers that it added: delete them.",
    edit: (environment) => {
      provisioned(environment).readerScaling = "none";
    },
  },
  "database.capacity.readerScaling.minReaders": {
    retained: "in place",
    edit: (environment) => {
      readerScaling(environment).minReaders = 3;
    },
  },
  "database.capacity.readerScaling.maxReaders": {
    retained: "in place",
    edit: (environment) => {
      readerScaling(environment).maxReaders = 8;
    },
  },
  "database.capacity.readerScaling.targetCpuPercent": {
    retained: "in place",
    edit: (environment) => {
      readerScaling(environment).targetCpuPercent = 50;
    },
  },
  "database.capacity.readerScaling.scaleInCooldownSeconds": {
    retained: "in place",
    edit: (environment) => {
      readerScaling(environment).scaleInCooldownSeconds = 900;
    },
  },
  "database.capacity.readerScaling.scaleOutCooldownSeconds": {
    retained: "in place",
    edit: (environment) => {
      readerScaling(environment).scaleOutCooldownSeconds = 60;
    },
  },
  "database.backupRetentionDays": {
    retained: "in place",
    note: "Fewer days take older times that it can be restored to.",
    edit: ({ database }) => {
      database.backupRetentionDays = 30;
    },
  },
  "database.backupWindow": {
    retained: "in place",
    edit: ({ database }) => {
      database.backupWindow = "06:00-06:30";
    },
  },
  "database.maintenanceWindow": {
    retained: "in place",
    edit: ({ database }) => {
      database.maintenanceWindow = "sat:08:00-sat:09:00";
    },
  },
  "cache.maintenanceWindow": {
    retained: "in place",
    edit: ({ cache }) => {
      cache.maintenanceWindow = "sat:09:00-sat:10:00";
    },
  },
  "cache.snapshotWindow": {
    retained: "in place",
    edit: ({ cache }) => {
      cache.snapshotWindow = "05:00-06:00";
    },
  },
  "cache.sessions.nodeType": {
    retained: "fails over",
    edit: ({ cache }) => {
      cache.sessions.nodeType = "cache.r7g.xlarge";
    },
  },
  "cache.sessions.replicas": {
    retained: "fails over",
    note: "One more: `in place`.",
    edit: ({ cache }) => {
      cache.sessions.replicas = 1;
    },
  },
  "cache.sessions.logins": {
    retained: "in place",
    note: "[Another way to log in to Redis](#another-way-to-log-in-to-redis) tells in which order.",
    edit: ({ cache }) => {
      if (cache.sessions.logins.includes("password")) throw new Absent("it takes passwords already");
      cache.sessions.logins.push("password");
    },
  },
  "cache.sessions.snapshotRetentionDays": {
    retained: "in place",
    note: "Fewer days delete older snapshots.",
    edit: ({ cache }) => {
      cache.sessions.snapshotRetentionDays = 14;
    },
  },
  "cache.cache: with the sessions": {
    retained: "in steps",
    disposable: "loses data",
    note: "[What is to go](#what-is-to-go): the logs of the cache's nodes are named. Before, services get a version that puts `cache:` before what they cache, and has it expire; after, the contract is written anew for the charts.",
    edit: (environment) => {
      cacheStore(environment);
      environment.cache.cache = "with-sessions";
    },
  },
  "cache.cache: with nodes of its own": {
    retained: "in place",
    note: "The cache begins empty. Write the contract anew for the charts after: until then services cannot log in to it, and go without.",
    edit: ({ cache }) => {
      if (cache.cache !== "with-sessions") throw new Absent("a cache gets nodes where it has none");
      cache.cache = { nodeType: "cache.t4g.micro", replicas: 0, logins: cache.sessions.logins };
    },
  },
  "cache.cache.nodeType": {
    retained: "fails over",
    edit: (environment) => {
      cacheStore(environment).nodeType = "cache.r7g.xlarge";
    },
  },
  "cache.cache.replicas": {
    retained: "fails over",
    note: "One more: `in place`.",
    edit: (environment) => {
      cacheStore(environment).replicas = 1;
    },
  },
  "cache.cache.logins": {
    retained: "in place",
    note: "As `cache.sessions.logins`.",
    edit: (environment) => {
      cacheStore(environment).logins.push("password");
    },
  },
  "backup.daily": {
    retained: "replaces stateless",
    note: "Recovery points keep the retention that they were made with. The lock of the vault is made anew where its range changes.",
    edit: ({ backup }) => {
      backup.daily.retentionDays += 1;
    },
  },
  "backup.weekly": {
    retained: "in place",
    edit: ({ backup }) => {
      if (backup.weekly !== "none") backup.weekly.retentionDays = 100;
    },
  },
  "backup.monthly": {
    retained: "replaces stateless",
    note: "As `backup.daily`.",
    edit: ({ backup }) => {
      backup.monthly = "none";
    },
  },
  "backup.restoreTests": {
    retained: "in place",
    edit: ({ backup }) => {
      backup.restoreTests = backup.restoreTests === "weekly" ? "monthly" : "weekly";
    },
  },
};
