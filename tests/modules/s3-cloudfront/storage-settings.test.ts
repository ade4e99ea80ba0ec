import { describe, expect, it } from "vitest";
import {
  replicationProblems,
  type StorageSettings,
  storageProblems,
} from "../../../modules/s3-cloudfront/storage-settings";

const good: StorageSettings = {
  learnerDataRegions: ["eu-west-1"],
  oldVersionDays: 1,
  backupFileRetentionDays: 3650,
};
const pages = ["https://lms.example.com"];

describe("storageProblems", () => {
  it("accepts the least and the most, with and without a second region", () => {
    expect(storageProblems(good, pages, "none")).toEqual([]);
    expect(storageProblems(good, pages, "eu-west-1")).toEqual([]);
    expect(storageProblems({ ...good, oldVersionDays: 3650, backupFileRetentionDays: 1 }, pages, "none")).toEqual([]);
  });

  it.each([0, -1, 1.5, 3651, Number.NaN])("refuses %d days", (days) => {
    const message = (name: string) =>
      `${name}: must be a whole number from 1 to 3650, got ${days}; give a number of days`;
    expect(storageProblems({ ...good, oldVersionDays: days }, pages, "none")).toEqual([message("oldVersionDays")]);
    expect(storageProblems({ ...good, backupFileRetentionDays: days }, pages, "none")).toEqual([
      message("backupFileRetentionDays"),
    ]);
  });

  it.each(["", "europe", "eu-west", "EU-WEST-1"])("refuses the region %j", (region) => {
    expect(storageProblems({ ...good, learnerDataRegions: [region] }, pages, "none")).toEqual([
      `learnerDataRegions: must be an AWS region such as us-east-1, got ${JSON.stringify(region)}; ` +
        "copy its code from the AWS documentation",
    ]);
  });

  it("refuses to take no uploads", () => {
    expect(storageProblems(good, [], "none")).toEqual([
      "uploadOrigins: must name the origin of the LMS's pages, got []; browsers upload from there",
    ]);
  });

  it("refuses a second region in which learners' data may not be", () => {
    expect(storageProblems({ ...good, learnerDataRegions: [] }, pages, "eu-west-1")).toEqual([
      'media: data of class learner-content must be replicated to one of learnerDataRegions [], got "eu-west-1"; ' +
        "allow the region or choose another",
      'backups: data of class backup must be replicated to one of learnerDataRegions [], got "eu-west-1"; ' +
        "allow the region or choose another",
    ]);
  });

  it("tells all problems at once", () => {
    const bad = { learnerDataRegions: ["x"], oldVersionDays: 0, backupFileRetentionDays: 0 };
    expect(storageProblems(bad, ["x"], "none")).toHaveLength(4);
  });
});

describe("replicationProblems", () => {
  it.each(["eu-west-1", "ap-southeast-2"])("lets public assets go anywhere: %s", (region) => {
    expect(replicationProblems("static-assets", "public-asset", region, [])).toEqual([]);
  });

  it.each(["learner-content", "backup"] as const)("lets %s go to allowed regions only", (dataClass) => {
    expect(replicationProblems("x", dataClass, "eu-west-1", ["eu-central-1", "eu-west-1"])).toEqual([]);
    expect(replicationProblems("x", dataClass, "eu-west-1", ["eu-central-1"])).toEqual([
      `x: data of class ${dataClass} must be replicated to one of learnerDataRegions ["eu-central-1"], got "eu-west-1"; ` +
        "allow the region or choose another",
    ]);
  });

  it("lets logs go nowhere", () => {
    expect(replicationProblems("logs", "log", "eu-west-1", ["eu-west-1"])).toEqual([
      'logs: data of class log must not be replicated, got "eu-west-1"; keep it in its own region',
    ]);
  });
});
