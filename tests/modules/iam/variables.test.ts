import { expect, it } from "vitest";
import { LMS_SERVICE_NAMES } from "../../../modules/foundation/services";
import { PodIdentities } from "../../../modules/iam/pod-identities";
import { buildFromVariables } from "../../support/variables";

it.each([
  [{}, 11],
  ["none", 10],
] as const)("is built from variables as it is from values, with metrics of pods %j", (metrics, roles) => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new PodIdentities(root, "pods", {
        site: root.site(),
        cluster: { clusterName: root.text("cluster_name"), clusterArn: root.text("cluster_arn"), metrics },
        keys: { data: root.arn("data_key"), logs: root.arn("logs_key"), messages: root.arn("messages_key") },
        zone: root.arn("zone"),
        boundary: root.arn("boundary"),
        tokenStoreOf: (use) => use,
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  const names = Object.keys(resources.aws_iam_role ?? {});
  expect(names).toHaveLength(roles + LMS_SERVICE_NAMES.length);
  expect(names.filter((name) => /cloudwatch.?agent/.test(name))).toHaveLength(roles - 10);
});
