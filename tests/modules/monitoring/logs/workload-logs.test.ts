import { expect, it } from "vitest";
import { FULL, observabilityRoot, ref } from "../observability-root";

it("makes a group for every namespace that Fluent Bit writes of, encrypted and with an end", () => {
  const namespaces = ["core-services", "microservices", "data", "monitoring", "security", "argocd", "kube-system"];
  expect(observabilityRoot(FULL).part("workload_logs").resources("aws_cloudwatch_log_group")).toEqual(
    Object.fromEntries(
      namespaces.map((namespace) => [
        `workload_logs_${namespace.replaceAll("-", "_")}`,
        {
          name: `/aws/eks/lms-test/workloads/${namespace}`,
          kms_key_id: ref("aws_kms_key.keys_logs.arn"),
          retention_in_days: 30,
        },
      ]),
    ),
  );
});
