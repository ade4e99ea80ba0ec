import { describe, expect, it } from "vitest";
import { windowProblems } from "../../../modules/rds/windows";

const BACKUP = "07:00-07:30";
const MAINTENANCE = "sun:08:00-sun:09:00";

describe("the windows of a database", () => {
  it.each([
    [BACKUP, MAINTENANCE],
    ["07:00-08:00", "sun:08:00-sun:09:00"],
    ["23:45-00:15", "mon:00:15-mon:01:00"],
    ["07:00-07:30", "sun:23:30-mon:00:30"],
    ["09:00-10:00", "tue:10:00-wed:09:00"],
  ])("%s and %s do not meet", (backup, maintenance) => {
    expect(windowProblems(backup, maintenance)).toEqual([]);
  });

  it.each([
    ["07:45-08:15", "sun:08:00-sun:09:00"],
    ["08:15-08:45", "sun:08:00-sun:09:00"],
    ["08:30-09:30", "sun:08:00-sun:09:00"],
    ["23:45-00:15", "tue:00:00-tue:00:30"],
    ["00:00-00:30", "sun:23:30-mon:00:30"],
    ["07:00-07:30", "mon:08:00-tue:07:30"],
  ])("%s and %s meet", (backup, maintenance) => {
    expect(windowProblems(backup, maintenance)).toEqual([
      `maintenanceWindow: must not overlap backupWindow ${backup}, got ${JSON.stringify(maintenance)}; move one of them`,
    ]);
  });

  it.each(["7:00-07:30", "07:00", "24:00-24:30", "07:60-08:30", "sun:07:00-sun:07:30", ""])(
    "refuse %j for a backup",
    (backup) => {
      expect(windowProblems(backup, MAINTENANCE)).toEqual([
        `backupWindow: must be in UTC such as 07:00-07:30, got ${JSON.stringify(backup)}; correct it`,
      ]);
    },
  );

  it.each(["08:00-09:00", "sunday:08:00-sunday:09:00", "Sun:08:00-Sun:09:00", "sun:08:00-09:00", ""])(
    "refuse %j for maintenance",
    (maintenance) => {
      expect(windowProblems(BACKUP, maintenance)).toEqual([
        `maintenanceWindow: must be in UTC such as sun:08:00-sun:09:00, got ${JSON.stringify(maintenance)}; correct it`,
      ]);
    },
  );

  it("must be long enough for what is done in them", () => {
    expect(windowProblems("07:00-07:29", "sun:08:00-sun:08:00")).toEqual([
      'backupWindow: must last at least 30 minutes, got "07:00-07:29"; lengthen it',
      'maintenanceWindow: must last at least 30 minutes, got "sun:08:00-sun:08:00"; lengthen it',
    ]);
  });

  it("must be shorter than a day", () => {
    expect(windowProblems(BACKUP, "sun:08:00-mon:08:01")).toEqual([
      'maintenanceWindow: must last at most a day, got "sun:08:00-mon:08:01"; shorten it',
    ]);
  });
});
