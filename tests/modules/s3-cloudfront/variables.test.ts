import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { expect, it } from "vitest";
import { Distribution } from "../../../modules/s3-cloudfront/distribution";
import { Storage } from "../../../modules/s3-cloudfront/storage";
import { buildFromVariables } from "../../support/variables";
import { ref } from "./storage-fixture";

it("is built from variables as it is from values", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables((root) => {
    const site = root.site();
    const storage = new Storage(root, "storage", {
      keys: { data: root.arn("data_key") },
      site,
      replica: {
        region: root.text("replica_region"),
        provider: new AwsProvider(root, "aws-replica", { alias: "replica" }),
        key: root.arn("replica_key"),
      },
      uploadOrigins: [root.text("upload_origin")],
      settings: {
        learnerDataRegions: [root.text("learner_data_region")],
        oldVersionDays: root.number("old_version_days"),
        backupFileRetentionDays: root.number("backup_file_retention_days"),
      },
      dataProtection: "retained",
      logRetentionDays: root.number("log_retention_days"),
    });
    return new Distribution(root, "distribution", {
      storage,
      origin: {
        domainName: root.text("origin_domain_name"),
        originVerify: { headerName: "x-origin-verify", value: root.text("origin_verify_value") },
        acceptedBy: [],
      },
      globalProvider: root.globalProvider(),
      aliases: [root.text("domain")],
      certificateArn: root.text("certificate_arn"),
      webAclArn: root.text("web_acl_arn"),
      site,
      settings: {
        priceClass: "PriceClass_All",
        realTimeMetrics: "on",
        ltiFrameOrigins: [root.text("lti_frame_origin")],
        coursePackages: "own-host",
        mediaSigningKeys: { "2027": root.text("media_signing_key") },
      },
    });
  });
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const names = Object.values(resources.aws_s3_bucket ?? {}).map(({ bucket }) => bucket);
  expect(names).toHaveLength(8);
  expect(names).toContain(`lms-${ref("var.environment")}-media-${ref("var.account")}`);
  expect(JSON.stringify(resources.aws_s3_bucket_lifecycle_configuration)).toContain(
    `"expiration":[{"days":"${ref("var.backup_file_retention_days")}"}]`,
  );
});
