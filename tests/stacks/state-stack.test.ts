import { describe, expect, it } from "vitest";
import { ACCOUNTS } from "../../environments";
import { root } from "../support/synthesized";

describe.each(ACCOUNTS)("the state root of $name", ({ name: environment, region, stateBucket }) => {
  const state = () => root(`state-${environment}`);
  const only = (type: string) => {
    const resources = Object.values(state().resources(type));
    expect(resources).toHaveLength(1);
    return resources[0];
  };

  it("creates the bucket that every root's backend names, and lets nothing destroy it", () => {
    expect(only("aws_s3_bucket")).toEqual({
      bucket: stateBucket,
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("keeps old versions of the state for 90 days", () => {
    expect(only("aws_s3_bucket_versioning")).toMatchObject({ versioning_configuration: { status: "Enabled" } });
    expect(only("aws_s3_bucket_lifecycle_configuration")).toMatchObject({
      rule: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: [{ prefix: "" }],
          noncurrent_version_expiration: [{ noncurrent_days: 90 }],
          expiration: [{ expired_object_delete_marker: true }],
          abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        },
      ],
    });
  });

  it("encrypts it with a key of its own that only S3 may use", () => {
    expect(only("aws_s3_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: ref("aws_kms_key.key.arn"),
          },
          bucket_key_enabled: true,
        },
      ],
    });
    const key = only("aws_kms_key");
    expect(key).toMatchObject({ enable_key_rotation: true, deletion_window_in_days: 30 });
    expect(JSON.parse(String(key?.policy)).Statement[1].Condition).toEqual({
      StringEquals: { "kms:ViaService": [`s3.${region}.amazonaws.com`] },
    });
  });

  it("keeps it private, over TLS", () => {
    expect(only("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only("aws_s3_bucket_ownership_controls")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    const { Statement } = JSON.parse(String(only("aws_s3_bucket_policy")?.policy));
    expect(Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      "DenyPlainHttp",
      "DenyOldTls",
      "DenyOtherEncryption",
      "DenyOtherKey",
    ]);
  });
});

function ref(attribute: string): string {
  return `\${${attribute}}`;
}
