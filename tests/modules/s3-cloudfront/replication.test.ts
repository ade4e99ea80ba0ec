import { describe, expect, it } from "vitest";
import { replicationStatements } from "../../../modules/s3-cloudfront/replication-statements";
import { large, medium, ref, small, statements, storageRoot } from "./storage-fixture";

const REPLICA_KEY = "arn:aws:kms:eu-west-1:777777777777:key/mrk-1";

describe("replication", () => {
  it.each([
    ["dev", small],
    ["staging", medium],
  ])("is not as in %s", (_, settings) => {
    expect(storageRoot(settings).resources("aws_s3_bucket_replication_configuration")).toEqual({});
    expect(storageRoot(settings).resources("aws_iam_role")).toEqual({});
  });

  it("is of static assets, media and backups, with delete markers, in measured time", () => {
    const configuration = (purpose: string) => ({
      bucket: ref(`aws_s3_bucket.storage_${purpose}_bucket.id`),
      role: ref("aws_iam_role.storage_replication_role.arn"),
      rule: [
        {
          id: "everything",
          status: "Enabled",
          priority: 0,
          filter: { prefix: "" },
          delete_marker_replication: { status: "Enabled" },
          source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
          destination: {
            bucket: ref(`aws_s3_bucket.storage_replication_${purpose}_bucket.arn`),
            encryption_configuration: { replica_kms_key_id: REPLICA_KEY },
            replication_time: { status: "Enabled", time: { minutes: 15 } },
            metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
          },
        },
      ],
      depends_on: [
        `aws_s3_bucket_versioning.storage_${purpose}_versioning`,
        `aws_s3_bucket_versioning.storage_replication_${purpose}_versioning`,
        "aws_iam_role_policy.storage_replication_role_policy",
      ],
    });
    expect(storageRoot(large).resources("aws_s3_bucket_replication_configuration")).toEqual({
      storage_replication_replicate_static_assets: configuration("static_assets"),
      storage_replication_replicate_media: configuration("media"),
      storage_replication_replicate_backups: configuration("backups"),
    });
  });

  it("has everything of the copies in their region, and nothing else", () => {
    const { resource } = storageRoot(large).json;
    for (const [type, named] of Object.entries(resource).filter(([type]) => type.startsWith("aws_s3"))) {
      for (const [name, { provider }] of Object.entries(named)) {
        const isCopy = name.startsWith("storage_replication_") && !name.includes("_replicate_");
        expect(provider, `${type}.${name}`).toBe(isCopy ? "aws.recovery" : undefined);
      }
    }
  });

  it("is by a role that S3 takes for this account", () => {
    const role = storageRoot(large).resources("aws_iam_role").storage_replication_role;
    expect(role).toMatchObject({
      name: "lms-test-s3-replication",
      description: "S3 copies objects to the recovery region",
    });
    expect(JSON.parse(String(role?.assume_role_policy)).Statement).toEqual([
      {
        Sid: "AssumedByService",
        Effect: "Allow",
        Principal: { Service: "s3.amazonaws.com" },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": "777777777777" } },
      },
    ]);
  });

  it("gives the role the buckets and keys of both ends", () => {
    const policy = storageRoot(large).resources("aws_iam_role_policy").storage_replication_role_policy;
    const arns = (prefix: string) =>
      ["static_assets", "media", "backups"].map((purpose) =>
        ref(`aws_s3_bucket.storage_${prefix}${purpose}_bucket.arn`),
      );
    const resources = Object.fromEntries(statements(policy).map(({ Sid, Resource }) => [Sid, Resource]));
    expect(resources).toEqual({
      ReadConfiguration: arns(""),
      ReadVersions: arns("").map((arn) => `${arn}/*`),
      WriteReplicas: arns("replication_").map((arn) => `${arn}/*`),
      DecryptSources: ref("aws_kms_key.keys_data.arn"),
      EncryptReplicas: REPLICA_KEY,
    });
  });
});

describe("replicationStatements", () => {
  it("read at one end, write at the other, and use each key through S3 of its region", () => {
    const end = (region: string) => ({ region, keyArn: `key-${region}`, bucketArns: [`arn:aws:s3:::${region}`] });
    expect(replicationStatements({ source: end("us-east-1"), replica: end("eu-west-1") })).toEqual([
      {
        Sid: "ReadConfiguration",
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::us-east-1"],
      },
      {
        Sid: "ReadVersions",
        Effect: "Allow",
        Action: ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"],
        Resource: ["arn:aws:s3:::us-east-1/*"],
      },
      {
        Sid: "WriteReplicas",
        Effect: "Allow",
        Action: ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
        Resource: ["arn:aws:s3:::eu-west-1/*"],
      },
      {
        Sid: "DecryptSources",
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: "key-us-east-1",
        Condition: { StringEquals: { "kms:ViaService": "s3.us-east-1.amazonaws.com" } },
      },
      {
        Sid: "EncryptReplicas",
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: "key-eu-west-1",
        Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
      },
    ]);
  });
});
