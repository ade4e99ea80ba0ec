import { describe, expect, it } from "vitest";
import { bucketNameProblems, replicaName } from "../../../modules/s3-cloudfront/bucket-name";
import { replicationProblems } from "../../../modules/s3-cloudfront/data-class";
import { httpsOriginProblems, isDomainName } from "../../../modules/s3-cloudfront/https-origin";
import { archiveRule } from "../../../modules/s3-cloudfront/lifecycle-rules";
import { type CheckedStorage, storageProblems } from "../../../modules/s3-cloudfront/storage-checks";

const good: CheckedStorage = {
  learnerDataRegions: ["eu-west-1"],
  oldVersionDays: 1,
  backupFileRetentionDays: 3650,
  uploadOrigins: ["https://lms.example.com"],
};

describe("storageProblems", () => {
  it("accepts the least and the most, with and without a recovery region", () => {
    expect(storageProblems(good, "none")).toEqual([]);
    expect(storageProblems(good, "eu-west-1")).toEqual([]);
    expect(storageProblems({ ...good, oldVersionDays: 3650, backupFileRetentionDays: 1 }, "none")).toEqual([]);
  });

  it.each([0, -1, 1.5, 3651, Number.NaN])("refuses %d days", (days) => {
    const message = (name: string) => `${name}: must be a whole number of days from 1 to 3650, got ${days}; correct it`;
    expect(storageProblems({ ...good, oldVersionDays: days }, "none")).toEqual([message("oldVersionDays")]);
    expect(storageProblems({ ...good, backupFileRetentionDays: days }, "none")).toEqual([
      message("backupFileRetentionDays"),
    ]);
  });

  it.each(["", "europe", "eu-west", "EU-WEST-1"])("refuses the region %j", (region) => {
    expect(storageProblems({ ...good, learnerDataRegions: [region] }, "none")).toEqual([
      `learnerDataRegions: must hold AWS regions such as eu-west-1, got ${JSON.stringify(region)}; correct it`,
    ]);
  });

  it("refuses to take no uploads", () => {
    expect(storageProblems({ ...good, uploadOrigins: [] }, "none")).toEqual([
      "uploadOrigins: must name the origin of the LMS's pages, got []; browsers upload from there",
    ]);
  });

  it("refuses a recovery region in which learners' data may not be", () => {
    expect(storageProblems({ ...good, learnerDataRegions: [] }, "eu-west-1")).toEqual([
      'media: data of class learner-content must be replicated to one of learnerDataRegions [], got "eu-west-1"; ' +
        "allow the region or choose another",
      'backups: data of class backup must be replicated to one of learnerDataRegions [], got "eu-west-1"; ' +
        "allow the region or choose another",
    ]);
  });

  it("tells all problems at once", () => {
    const bad = { learnerDataRegions: ["x"], oldVersionDays: 0, backupFileRetentionDays: 0, uploadOrigins: ["x"] };
    expect(storageProblems(bad, "none")).toHaveLength(4);
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
      'logs: data of class log must not be replicated, got "eu-west-1"; keep it there',
    ]);
  });
});

describe("bucketNameProblems", () => {
  it.each(["abc", "a".repeat(63), "lms-prod-media-333333333333-eu-west-1", "1-2"])("accepts %j", (name) => {
    expect(bucketNameProblems(name)).toEqual([]);
  });

  it.each(["ab", "a".repeat(64)])("refuses the length of %j", (name) => {
    expect(bucketNameProblems(name)).toEqual([
      `bucketName: must have 3 to 63 characters, got "${name}" (${name.length}); choose another name`,
    ]);
  });

  it.each(["Media", "lms_media", "lms.media", "-media", "media-", "médiathèque", "a b"])(
    "refuses %j, no DNS name",
    (name) => {
      expect(bucketNameProblems(name)).toEqual([
        `bucketName: must be lower-case letters, digits and hyphens, no hyphen at its ends, got "${name}"; ` +
          "it is part of a host name",
      ]);
    },
  );

  it.each(["xn--media", "sthree-media", "amzn-s3-demo-media", "media-s3alias", "media--ol-s3", "media--x-s3"])(
    "refuses %j, which S3 keeps for itself",
    (name) => {
      expect(bucketNameProblems(name)).toEqual([
        `bucketName: must not begin or end as S3's own names do, got "${name}"; choose another name`,
      ]);
    },
  );

  it("names a copy by its region", () => {
    expect(replicaName("lms-prod-media-333333333333", "eu-west-1")).toBe("lms-prod-media-333333333333-eu-west-1");
  });
});

describe("httpsOriginProblems", () => {
  it.each(["https://lms.example.com", "https://*.lms.example.com", "https://canvas.example.edu:8443"])(
    "accepts %j",
    (origin) => {
      expect(httpsOriginProblems("x", origin)).toEqual([]);
    },
  );

  it.each([
    "http://lms.example.com",
    "https://lms.example.com/",
    "https://LMS.example.com",
    "https://localhost",
    "https://*",
    "https://a.*.example.com",
    "https://lms.example.com:",
    "lms.example.com",
    "*",
    "",
  ])("refuses %j", (origin) => {
    expect(httpsOriginProblems("uploadOrigins", origin)).toEqual([
      `uploadOrigins: must hold origins such as https://lms.example.com, got ${JSON.stringify(origin)}; ` +
        "name scheme and host, in lower case and without a path",
    ]);
  });
});

describe("isDomainName", () => {
  it.each(["a.io", "lms.example.com", "xn--bcher-kva.example", "1.example.com", `${"a".repeat(63)}.com`])(
    "is %j",
    (name) => {
      expect(isDomainName(name)).toBe(true);
    },
  );

  it.each(["com", "", "lms..com", "-a.com", "a-.com", "a.com.", "a_b.com", `${"a".repeat(64)}.com`, "10.0.0.1"])(
    "is not %j",
    (name) => {
      expect(isDomainName(name)).toBe(false);
    },
  );

  it("has at most 253 characters", () => {
    const label = `${"a".repeat(61)}.`;
    expect(isDomainName(`${label.repeat(4)}${"b".repeat(5)}`)).toBe(true);
    expect(isDomainName(`${label.repeat(4)}${"b".repeat(6)}`)).toBe(false);
  });
});

describe("archiveRule", () => {
  const moves = (days: number) => {
    const { transition } = archiveRule(days);
    return Array.isArray(transition) ? transition.map(({ days, storageClass }) => [days, storageClass]) : transition;
  };

  it.each([
    [1, []],
    [59, []],
    [60, [[30, "STANDARD_IA"]]],
    [179, [[30, "STANDARD_IA"]]],
    [
      180,
      [
        [30, "STANDARD_IA"],
        [90, "GLACIER_IR"],
      ],
    ],
  ])("moves what is kept for %d days only where that pays", (days, expected) => {
    expect(moves(days)).toEqual(expected);
    expect(archiveRule(days).expiration).toEqual([{ days }]);
  });
});
