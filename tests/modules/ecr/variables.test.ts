import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { expect, it } from "vitest";
import { Registry } from "../../../modules/ecr/registry";
import { buildFromVariables } from "../../support/variables";

it("is built from variables as it is from values", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new Registry(root, "registry", {
        site: root.site(),
        writers: [root.arn("publisher")],
        services: ["web"],
        pullAccounts: [root.text("pull_account")],
        replica: {
          region: root.text("replica_region"),
          provider: new AwsProvider(root, "aws-replica", { alias: "replica" }),
        },
        tags: { Owner: root.text("owner") },
        keepImages: root.number("keep_images"),
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  expect(Object.keys(resources.aws_ecr_repository ?? {})).toHaveLength(1);
});
