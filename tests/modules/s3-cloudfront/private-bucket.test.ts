import type { Construct } from "constructs";
import { describe, expect, it } from "vitest";
import { bucketNameProblems, PrivateBucket } from "../../../modules/s3-cloudfront/private-bucket";
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
  });
  expect(root?.attribute("aws_s3_bucket_lifecycle_configuration", "rule").files_lifecycle).toHaveLength(1);
});

it("reports a name that S3 would refuse", () => {
  expect(problemsOf((scope) => new BucketRoot(scope, "lms_test_files"))).toEqual([
    "test-bucket/files: bucketName: must be 3 to 63 lower-case letters, digits and inner hyphens, " +
      'got "lms_test_files"; choose another name, which is part of a host name',
  ]);
});

describe("bucketNameProblems", () => {
  it.each(["abc", "a".repeat(63), "lms-prod-media-333333333333-eu-west-1", "1-2"])("accepts %j", (name) => {
    expect(bucketNameProblems(name)).toEqual([]);
  });

  it.each(["ab", "a".repeat(64), "Media", "lms_media", "lms.media", "-media", "media-", "médiathèque", "a b"])(
    "refuses %j",
    (name) => {
      expect(bucketNameProblems(name)).toEqual([
        `bucketName: must be 3 to 63 lower-case letters, digits and inner hyphens, got "${name}"; ` +
          "choose another name, which is part of a host name",
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
});
