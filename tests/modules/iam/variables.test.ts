import { expect, it } from "vitest";
import { PodIdentities } from "../../../modules/iam/pod-identities";
import { buildFromVariables } from "../../support/variables";

it.each([
  [{}, 19],
  ["none", 18],
] as const)("is built from variables as it is from values, with metrics of pods %j", (metrics, roles) => {
  const { errors, spoiltNumbers, resources } = buildFromVariables(
    (root) =>
      new PodIdentities(root, "pods", {
        site: root.site(),
        cluster: { clusterName: root.text("cluster_name"), clusterArn: root.text("cluster_arn"), metrics },
        keys: { data: root.arn("data_key"), logs: root.arn("logs_key"), messages: root.arn("messages_key") },
        hostedZone: root.arn("zone"),
        boundary: root.arn("boundary"),
      }),
  );
  expect({ errors, spoiltNumbers }).toEqual({ errors: [], spoiltNumbers: [] });
  expect(Object.values(resources.aws_iam_role ?? {})).toHaveLength(roles);
  const agents = Object.keys(resources.aws_iam_role ?? {}).filter((name) => /cloudwatch.?agent/.test(name));
  expect(agents).toHaveLength(roles - 18);
});
