import { describe, expect, it } from "vitest";
import { type DatabasePlan, databaseProblems } from "../../../modules/rds/checks";
import type {
  DatabaseSettings,
  GlobalDatabaseSettings,
  ProvisionedCapacity,
  ReaderScalingSettings,
  ServerlessCapacity,
} from "../../../modules/rds/settings";
import { SETTINGS } from "./settings";

const PLAN: DatabasePlan = {
  settings: SETTINGS.prod.database,
  region: "us-east-1",
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
  databaseName: "lms",
  masterUsername: "lms_admin",
  recovery: "none",
};
const RECOVERY = { region: "eu-west-1", zones: ["eu-west-1a", "eu-west-1b"], settings: SETTINGS.prod.global };

const problemsOf = (change: Partial<DatabaseSettings>, plan: Partial<DatabasePlan> = {}) =>
  databaseProblems({ ...PLAN, ...plan, settings: { ...PLAN.settings, ...change } });
const provisioned = (change: Partial<ProvisionedCapacity>) =>
  problemsOf({ capacity: { ...SETTINGS.prod.database.capacity, ...change } });
const serverless = (change: Partial<ServerlessCapacity>) =>
  problemsOf({ capacity: { ...SETTINGS.dev.database.capacity, ...change } });
const scaling = (change: Partial<ReaderScalingSettings>) =>
  provisioned({ readerScaling: { ...SETTINGS.prod.database.capacity.readerScaling, ...change } });
const global = (change: Partial<GlobalDatabaseSettings>) =>
  problemsOf({}, { recovery: { ...RECOVERY, settings: { ...RECOVERY.settings, ...change } } });

describe("the database of an environment", () => {
  it.each(["dev", "staging", "prod"] as const)("of %s is accepted", (name) => {
    expect(databaseProblems({ ...PLAN, settings: SETTINGS[name].database })).toEqual([]);
  });

  it("is accepted in two regions", () => {
    expect(global({})).toEqual([]);
  });

  it("must have a known version", () => {
    expect(problemsOf({ engineVersion: "15.4" as "17.7" })).toEqual([
      'engineVersion: must be one of 16.8, 17.7, got "15.4"; add its facts to ENGINE_VERSIONS',
    ]);
  });

  it.each([1, 7, 35])("may keep backups for %i days", (backupRetentionDays) => {
    expect(problemsOf({ backupRetentionDays })).toEqual([]);
  });

  it.each([0, 36, -1, 1.5, Number.NaN])("must not keep backups for %d days", (backupRetentionDays) => {
    expect(problemsOf({ backupRetentionDays })).toEqual([
      `backupRetentionDays: must be a whole number from 1 to 35, got ${backupRetentionDays}; ` +
        "keep longer backups in AWS Backup",
    ]);
  });

  it("must have windows that do not meet", () => {
    expect(problemsOf({ backupWindow: "08:00-08:30" })).toEqual([
      'backupWindow: must not overlap maintenanceWindow sun:08:00-sun:09:00, got "08:00-08:30"; move one of them',
    ]);
  });

  it("must have names that are free", () => {
    expect(problemsOf({}, { databaseName: "postgres", masterUsername: "admin" })).toEqual([
      'databaseName: must not be a name that RDS or PostgreSQL uses itself, got "postgres"; rename it',
      'masterUsername: must not be a name that RDS or PostgreSQL uses itself, got "admin"; rename it',
    ]);
  });

  it("reports everything at once", () => {
    expect(
      problemsOf({ engineVersion: "9.6" as "17.7", backupRetentionDays: 0 }, { databaseName: "user" }),
    ).toHaveLength(3);
  });
});

describe("the instances", () => {
  it("must be of a class that Aurora offers", () => {
    expect(provisioned({ instanceClass: "db.m7g.large" as "db.r7g.large" })).toEqual([
      expect.stringMatching(
        /^capacity\.instanceClass: must be one of db\.t4g\.medium, .*, got "db\.m7g\.large"; did you mean db\.r7g\.large\?$/,
      ),
    ]);
  });

  it("must not be more than the zones", () => {
    const problems = problemsOf({}, { zones: ["us-east-1a", "us-east-1b"] });
    expect(problems).toEqual([
      'capacity.instances: must be in the zones of the network us-east-1a, us-east-1b, got "us-east-1c"; ' +
        "move the instance or add the zone to the network",
    ]);
  });

  it("must have one writer", () => {
    expect(serverless({ instances: { "us-east-1a": "reader" } })).toEqual([
      "capacity.instances: must have one writer, got 0; give one instance that role",
    ]);
    expect(serverless({ instances: { "us-east-1a": "writer", "us-east-1b": "writer" } })).toEqual([
      "capacity.instances: must have one writer, got 2; give one instance that role",
    ]);
    expect(serverless({ instances: {} })).toEqual([
      "capacity.instances: must have 1 to 16 elements, got []; name a zone and the role of its instance",
    ]);
  });

  it.each([
    [0, 1],
    [0.5, 256],
    [8, 8],
  ])("may scale from %d to %d ACU", (minCapacityAcu, maxCapacityAcu) => {
    expect(serverless({ minCapacityAcu, maxCapacityAcu })).toEqual([]);
  });

  it.each([-1, 0.3, 256.5])("must not scale down to %d ACU", (minCapacityAcu) => {
    expect(serverless({ minCapacityAcu })).toEqual([
      `capacity.minCapacityAcu: must be from 0 to 256 in steps of 0.5, got ${minCapacityAcu}; choose a capacity that Aurora Serverless v2 has`,
    ]);
  });

  it.each([0, 0.5, 1.2, 257])("must not scale up to %d ACU", (maxCapacityAcu) => {
    expect(serverless({ maxCapacityAcu })).toEqual([
      `capacity.maxCapacityAcu: must be from 1 to 256 in steps of 0.5, got ${maxCapacityAcu}; choose a capacity that Aurora Serverless v2 has`,
    ]);
  });

  it("must scale upwards", () => {
    expect(serverless({ minCapacityAcu: 4, maxCapacityAcu: 2 })).toEqual([
      "capacity.maxCapacityAcu: must be at least minCapacityAcu 4, got 2; raise it",
    ]);
  });
});

describe("the scaling of readers", () => {
  it("counts those that are always there", () => {
    expect(scaling({ minReaders: 1 })).toEqual([
      "capacity.readerScaling.minReaders: must be at least the 2 readers of instances, got 1; count the readers of instances, too",
    ]);
  });

  it.each([0, 16, 2.5])("must not end at %d readers", (maxReaders) => {
    expect(scaling({ maxReaders })).toEqual([
      `capacity.readerScaling.maxReaders: must be a whole number from 1 to 15, got ${maxReaders}; it must be no less than minReaders`,
    ]);
  });

  it("must not end below its beginning", () => {
    expect(scaling({ minReaders: 3, maxReaders: 2 })).toEqual([
      "capacity.readerScaling.maxReaders: must be at least minReaders 3, got 2; raise it",
    ]);
  });

  it.each([9, 91, 0, 150])("must not aim at %d percent", (targetCpuPercent) => {
    expect(scaling({ targetCpuPercent })).toEqual([
      `capacity.readerScaling.targetCpuPercent: must be a whole number from 10 to 90, got ${targetCpuPercent}; aim at a load that leaves room`,
    ]);
  });

  it.each(["scaleInCooldownSeconds", "scaleOutCooldownSeconds"])("has limits of %s", (field) => {
    expect(scaling({ [field]: 3601 })).toEqual([
      `capacity.readerScaling.${field}: must be a whole number from 0 to 3600, got 3601; wait an hour at most`,
    ]);
    expect(scaling({ [field]: -1 })).toEqual([
      `capacity.readerScaling.${field}: must be a whole number from 0 to 3600, got -1; wait an hour at most`,
    ]);
  });
});

describe("a database in two regions", () => {
  it("must not have its second in the first", () => {
    const recovery = { ...RECOVERY, region: "us-east-1" };
    expect(problemsOf({}, { recovery })).toEqual([
      'recovery.region: must be another region than the database\'s own, got "us-east-1"; choose a second region',
    ]);
  });

  it("must be in the zones of the second network", () => {
    expect(global({ instances: { "eu-west-1a": "standby", "eu-west-1c": "reader" } })).toEqual([
      'recovery.instances: must be in the zones of the network eu-west-1a, eu-west-1b, got "eu-west-1c"; ' +
        "move the instance or add the zone to the network",
    ]);
  });

  it.each([
    [{ "eu-west-1a": "reader" }, '["reader"]'],
    [{ "eu-west-1a": "standby", "eu-west-1b": "writer" }, '["standby","writer"]'],
  ] as const)("must have a standby there, and no writer: %j", (instances, got) => {
    expect(global({ instances })).toEqual([
      `recovery.instances: must have a standby, which takes over, and no writer, got ${got}; give one instance the role standby, the others reader`,
    ]);
  });

  it.each([0, -1, 1.5])("must not have password number %d", (masterPasswordVersion) => {
    expect(global({ masterPasswordVersion })).toEqual([
      `recovery.masterPasswordVersion: must be a whole number from 1 to 1000000, got ${masterPasswordVersion}; ` +
        "raise it by one to set a new password",
    ]);
  });

  it("must plan its upgrades", () => {
    expect(problemsOf({ minorUpgrades: "automatic" }, { recovery: RECOVERY })).toEqual([
      'minorUpgrades: must be "planned" where there is a recovery region, got "automatic"; raise engineVersion instead',
    ]);
  });

  it("must have instances with memory", () => {
    const rule = "capacity: must be provisioned and of a memory-optimized class where there is a recovery region";
    const capacity = { ...SETTINGS.prod.database.capacity, instanceClass: "db.t4g.large" } as const;
    expect(problemsOf({ capacity }, { recovery: RECOVERY })).toEqual([
      `${rule}, got "db.t4g.large"; choose a db.r class`,
    ]);
    expect(problemsOf({ capacity: SETTINGS.dev.database.capacity }, { recovery: RECOVERY })).toEqual([
      `${rule}, got "serverless"; choose a db.r class`,
    ]);
  });

  it("reports an unknown class once", () => {
    const capacity = { ...SETTINGS.prod.database.capacity, instanceClass: "db.r99.large" as "db.r7g.large" };
    expect(problemsOf({ capacity }, { recovery: RECOVERY })).toHaveLength(1);
  });
});
