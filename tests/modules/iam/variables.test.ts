import { expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";
import { PodIdentities } from "../../../modules/iam/pod-identities";
import { buildFromVariables } from "../../support/variables";

it("is built from variables as it is from values", () => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new PodIdentities(root, "pods", {
        site: root.site(),
        cluster: { clusterName: root.text("cluster_name"), clusterArn: root.text("cluster_arn") },
        keys: { data: root.arn("data_key"), logs: root.arn("logs_key"), messages: root.arn("messages_key") },
        hostedZone: root.arn("zone"),
        boundary: root.arn("boundary"),
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  expect(Object.values(resources.aws_iam_role ?? {})).toHaveLength(11 + LMS_SERVICE_NAMES.length);
});
