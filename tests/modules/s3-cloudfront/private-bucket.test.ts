import type { Construct } from "constructs";
import { expect, it } from "vitest";
import { PrivateBucket } from "../../../modules/s3-cloudfront/private-bucket";
import { Root } from "../../../stacks/root";
import { synthesizeRoots } from "../../support/synthesized";
import { ACCOUNT, problemsOf, statements } from "./storage-fixture";

/** A root with one bucket that someone else may read. */
class BucketRoot extends Root {
  constructor(scope: Construct, bucketName: string) {
    super(scope, "test-bucket", ACCOUNT);
    const bucket = new PrivateBucket(this, "files", {
      key: "s3-managed",
      bucketName,
      dataProtection: "disposable",
      oldVersionDays: 1,
    });
    bucket.allow([{ Sid: "One", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }]);
    bucket.allow([{ Sid: "Two", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }]);
  }
}

it("adds what others are allowed to what everyone is denied", () => {
  const root = synthesizeRoots([(app) => new BucketRoot(app, "lms-test-files")]).get("test-bucket");
  expect(statements(root?.resources("aws_s3_bucket_policy").files_policy).map(({ Sid }) => Sid)).toEqual([
    "DenyPlainHttp",
    "DenyOldTls",
    "DenyOtherEncryption",
    "One",
    "Two",
  ]);
});

it("has no tags of its own and one lifecycle rule unless it is given more", () => {
  const root = synthesizeRoots([(app) => new BucketRoot(app, "lms-test-files")]).get("test-bucket");
  expect(root?.resources("aws_s3_bucket").files_bucket).toEqual({
    bucket: "lms-test-files",
    force_destroy: true,
    lifecycle: { prevent_destroy: false },
  });
  expect(root?.attribute("aws_s3_bucket_lifecycle_configuration", "rule").files_lifecycle).toHaveLength(1);
});

it("reports a name that S3 would refuse", () => {
  expect(problemsOf((scope) => new BucketRoot(scope, "lms_test_files"))).toEqual([
    "test-bucket/files: bucketName: must be lower-case letters, digits and hyphens, no hyphen at its ends, " +
      'got "lms_test_files"; it is part of a host name',
  ]);
});
