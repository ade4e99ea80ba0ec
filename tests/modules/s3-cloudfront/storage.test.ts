import { describe, expect, it } from "vitest";
import { large, medium, problemsOf, ref, StorageRoot, small, statements, storageRoot } from "./storage-fixture";

const OWN = ["storage_backups", "storage_logs", "storage_media", "storage_static-assets"];
const COPIES = [
  "storage_replication_backups",
  "storage_replication_logs",
  "storage_replication_media",
  "storage_replication_static-assets",
];
const names = (constructs: readonly string[], part: string) =>
  constructs.map((construct) => `${construct.replaceAll("-", "_")}_${part}`);

describe.each([
  { as: "dev", settings: small, buckets: OWN, forceDestroy: true },
  { as: "staging", settings: medium, buckets: OWN, forceDestroy: true },
  { as: "prod", settings: large, buckets: [...OWN, ...COPIES], forceDestroy: false },
])("the buckets as in $as", ({ settings, buckets, forceDestroy }) => {
  const root = () => storageRoot(settings);

  it("are those of their environment, and their copies where there is a recovery region", () => {
    expect(Object.keys(root().resources("aws_s3_bucket")).sort()).toEqual(names(buckets, "bucket").sort());
  });

  it("can be deleted with their objects where data is disposable only", () => {
    for (const bucket of Object.values(root().resources("aws_s3_bucket"))) {
      expect(bucket.force_destroy).toBe(forceDestroy);
    }
  });

  it("are closed to the public, each of them", () => {
    const blocks = root().resources("aws_s3_bucket_public_access_block");
    expect(Object.keys(blocks).sort()).toEqual(names(buckets, "public_access").sort());
    for (const block of Object.values(blocks)) {
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    }
  });

  it("belong to the account whoever writes, each of them", () => {
    const rules = root().attribute("aws_s3_bucket_ownership_controls", "rule");
    expect(Object.keys(rules).sort()).toEqual(names(buckets, "ownership").sort());
    for (const rule of Object.values(rules)) expect(rule).toEqual({ object_ownership: "BucketOwnerEnforced" });
  });

  it("keep versions, each of them", () => {
    const versioning = root().attribute("aws_s3_bucket_versioning", "versioning_configuration");
    expect(Object.keys(versioning).sort()).toEqual(names(buckets, "versioning").sort());
    for (const configuration of Object.values(versioning)) expect(configuration).toEqual({ status: "Enabled" });
  });

  it("refuse plain HTTP, old TLS and other encryption, each of them", () => {
    const policies = root().resources("aws_s3_bucket_policy");
    expect(Object.keys(policies).sort()).toEqual(names(buckets, "policy").sort());
    for (const policy of Object.values(policies)) {
      expect(
        statements(policy)
          .map(({ Sid }) => Sid)
          .slice(0, 3),
      ).toEqual(["DenyPlainHttp", "DenyOldTls", "DenyOtherEncryption"]);
    }
  });

  it("have their accesses logged, all but those of the logs", () => {
    const logs = root().resources("aws_s3_bucket_logging");
    const logged = buckets.filter((name) => !name.endsWith("logs"));
    expect(Object.keys(logs).sort()).toEqual(names(logged, "access_log").sort());
  });
});

describe("encryption", () => {
  const withKey = (kms: string) => [
    {
      apply_server_side_encryption_by_default: { kms_master_key_id: kms, sse_algorithm: "aws:kms" },
      bucket_key_enabled: true,
    },
  ];
  const managed = [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }];
  const data = ref("aws_kms_key.keys_data.arn");

  it("is with the key of learners' data and a bucket key, and with S3's own for logs", () => {
    expect(storageRoot(small).attribute("aws_s3_bucket_server_side_encryption_configuration", "rule")).toEqual({
      storage_backups_encryption: withKey(data),
      storage_logs_encryption: managed,
      storage_media_encryption: withKey(data),
      storage_static_assets_encryption: withKey(data),
    });
  });

  it("of a copy is with the key of its region", () => {
    const replica = "arn:aws:kms:eu-west-1:777777777777:key/mrk-1";
    expect(storageRoot(large).attribute("aws_s3_bucket_server_side_encryption_configuration", "rule")).toMatchObject({
      storage_media_encryption: withKey(data),
      storage_replication_backups_encryption: withKey(replica),
      storage_replication_logs_encryption: managed,
      storage_replication_media_encryption: withKey(replica),
      storage_replication_static_assets_encryption: withKey(replica),
    });
  });
});

describe("lifecycle rules", () => {
  const whole = { status: "Enabled", filter: [{ prefix: "" }] };
  const oldVersions = (days: number) => ({
    id: "old-versions",
    ...whole,
    noncurrent_version_expiration: [{ noncurrent_days: days }],
    expiration: [{ expired_object_delete_marker: true }],
    abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
  });
  const tiering = { id: "tiering", ...whole, transition: [{ days: 30, storage_class: "INTELLIGENT_TIERING" }] };
  const expiry = (days: number, transition?: unknown[]) => ({
    id: "expiry",
    ...whole,
    expiration: [{ days }],
    ...(transition === undefined ? {} : { transition }),
  });
  const infrequent = { days: 30, storage_class: "STANDARD_IA" };
  const archive = { days: 90, storage_class: "GLACIER_IR" };

  it.each([
    { as: "dev", settings: small, old: 7, backups: expiry(14, []), logs: 30 },
    { as: "staging", settings: medium, old: 30, backups: expiry(90, [infrequent]), logs: 90 },
    { as: "prod", settings: large, old: 90, backups: expiry(365, [infrequent, archive]), logs: 365 },
  ])("as in $as", ({ settings, old, backups, logs }) => {
    expect(storageRoot(settings).attribute("aws_s3_bucket_lifecycle_configuration", "rule")).toMatchObject({
      storage_static_assets_lifecycle: [oldVersions(old)],
      storage_media_lifecycle: [oldVersions(old), tiering],
      storage_backups_lifecycle: [oldVersions(old), backups],
      storage_logs_lifecycle: [oldVersions(30), expiry(logs)],
    });
  });

  it("of a copy are those of the original", () => {
    const rules = storageRoot(large).attribute("aws_s3_bucket_lifecycle_configuration", "rule");
    for (const purpose of ["static_assets", "media", "backups", "logs"]) {
      expect(rules[`storage_replication_${purpose}_lifecycle`]).toEqual(rules[`storage_${purpose}_lifecycle`]);
    }
  });
});

describe("tags", () => {
  it("say what is in a bucket", () => {
    expect(storageRoot(small).attribute("aws_s3_bucket", "tags")).toEqual({
      storage_backups_bucket: { DataClass: "backup" },
      storage_logs_bucket: { DataClass: "log" },
      storage_media_bucket: { DataClass: "learner-content" },
      storage_static_assets_bucket: { DataClass: "public-asset" },
    });
  });

  it("have originals backed up where data is retained", () => {
    expect(storageRoot(large).attribute("aws_s3_bucket", "tags")).toEqual({
      storage_backups_bucket: { DataClass: "backup" },
      storage_logs_bucket: { DataClass: "log" },
      storage_media_bucket: { DataClass: "learner-content", Backup: "true" },
      storage_static_assets_bucket: { DataClass: "public-asset", Backup: "true" },
      storage_replication_backups_bucket: { DataClass: "backup" },
      storage_replication_logs_bucket: { DataClass: "log" },
      storage_replication_media_bucket: { DataClass: "learner-content" },
      storage_replication_static_assets_bucket: { DataClass: "public-asset" },
    });
  });
});

describe("logs", () => {
  it("of accesses to a bucket lie below its name, and are turned on when the bucket of logs takes them", () => {
    expect(storageRoot(small).resources("aws_s3_bucket_logging").storage_media_access_log).toEqual({
      bucket: ref("aws_s3_bucket.storage_media_bucket.id"),
      target_bucket: ref("aws_s3_bucket.storage_logs_bucket.id"),
      target_prefix: `s3/${ref("aws_s3_bucket.storage_media_bucket.bucket")}/`,
      depends_on: ["aws_s3_bucket_policy.storage_logs_policy"],
    });
  });

  it("of accesses to a copy stay in its region", () => {
    expect(storageRoot(large).resources("aws_s3_bucket_logging").storage_replication_media_access_log).toEqual({
      provider: "aws.recovery",
      bucket: ref("aws_s3_bucket.storage_replication_media_bucket.id"),
      target_bucket: ref("aws_s3_bucket.storage_replication_logs_bucket.id"),
      target_prefix: `s3/${ref("aws_s3_bucket.storage_replication_media_bucket.bucket")}/`,
      depends_on: ["aws_s3_bucket_policy.storage_replication_logs_policy"],
    });
  });

  it("are written by S3, load balancers and CloudFront", () => {
    const policy = storageRoot(small).resources("aws_s3_bucket_policy").storage_logs_policy;
    expect(statements(policy).map(({ Sid }) => Sid)).toEqual([
      "DenyPlainHttp",
      "DenyOldTls",
      "DenyOtherEncryption",
      "WriteBucketLogs",
      "WriteLoadBalancerLogs",
      "WriteDistributionLogs",
    ]);
  });
});

describe("media", () => {
  it.each([
    { as: "dev", settings: small, origins: ["https://dev.lms.example.com"] },
    { as: "prod", settings: large, origins: ["https://lms.example.com", "https://*.lms.example.com"] },
  ])("take uploads from the pages of the LMS only: $as", ({ settings, origins }) => {
    expect(storageRoot(settings).resources("aws_s3_bucket_cors_configuration")).toEqual({
      storage_media_uploads: {
        bucket: ref("aws_s3_bucket.storage_media_bucket.id"),
        cors_rule: [
          {
            id: "uploads",
            allowed_headers: ["*"],
            allowed_methods: ["GET", "HEAD", "POST", "PUT"],
            allowed_origins: origins,
            expose_headers: [
              "ETag",
              "x-amz-checksum-crc32",
              "x-amz-checksum-crc32c",
              "x-amz-checksum-crc64nvme",
              "x-amz-checksum-sha1",
              "x-amz-checksum-sha256",
            ],
            max_age_seconds: 3000,
          },
        ],
      },
    });
  });

  it("tell EventBridge of every object", () => {
    expect(storageRoot(small).resources("aws_s3_bucket_notification")).toEqual({
      storage_media_events: { bucket: ref("aws_s3_bucket.storage_media_bucket.id"), eventbridge: true },
    });
  });
});

describe("names", () => {
  it("are published by purpose", () => {
    const name = (bucket: string) => ref(`aws_s3_bucket.storage_${bucket}_bucket.bucket`);
    const own = {
      "static-assets": name("static_assets"),
      media: name("media"),
      backups: name("backups"),
      logs: name("logs"),
    };
    expect(storageRoot(small).json.output.bucket_names?.value).toEqual(own);
    expect(storageRoot(large).json.output.bucket_names?.value).toEqual({
      ...own,
      "static-assets-replica": name("replication_static_assets"),
      "media-replica": name("replication_media"),
      "backups-replica": name("replication_backups"),
    });
  });

  it("say environment, purpose and account, and those of copies the region", () => {
    expect(storageRoot(large).attribute("aws_s3_bucket", "bucket")).toEqual({
      storage_backups_bucket: "lms-test-backups-777777777777",
      storage_logs_bucket: "lms-test-logs-777777777777",
      storage_media_bucket: "lms-test-media-777777777777",
      storage_static_assets_bucket: "lms-test-static-assets-777777777777",
      storage_replication_backups_bucket: "lms-test-backups-777777777777-eu-west-1",
      storage_replication_logs_bucket: "lms-test-logs-777777777777-eu-west-1",
      storage_replication_media_bucket: "lms-test-media-777777777777-eu-west-1",
      storage_replication_static_assets_bucket: "lms-test-static-assets-777777777777-eu-west-1",
    });
  });
});

it("names the construct whose settings are wrong", () => {
  expect(problemsOf((scope) => new StorageRoot(scope, { ...small, oldVersionDays: 0 }))).toEqual([
    "test-storage/storage: oldVersionDays: must be a whole number from 1 to 3650, got 0; give a number of days",
  ]);
  expect(problemsOf((scope) => new StorageRoot(scope, { ...large, recovery: "eu-central-1" }))).toEqual([
    'test-storage/storage: media: data of class learner-content must be replicated to one of learnerDataRegions ["eu-west-1"], ' +
      'got "eu-central-1"; allow the region or choose another',
    'test-storage/storage: backups: data of class backup must be replicated to one of learnerDataRegions ["eu-west-1"], ' +
      'got "eu-central-1"; allow the region or choose another',
  ]);
});
