import { expect, it } from "vitest";
import { addedReaders } from "../../scripts/added-readers";
import { takeDownSteps } from "../../scripts/take-down-steps";

const ref = (expression: string) => `\${${expression}}`;
const CONFIGURATION = {
  terraform: { backend: {}, required_providers: {} },
  resource: {
    aws_rds_cluster: { home: { cluster_identifier: "lms-prod", final_snapshot_identifier: "lms-prod-final" } },
    aws_rds_cluster_instance: {
      a: { cluster_identifier: ref("aws_rds_cluster.home.id"), instance_class: "db.r7g.large" },
    },
    aws_appautoscaling_target: {
      readers: {
        service_namespace: "rds",
        resource_id: `cluster:${ref("aws_rds_cluster.home.cluster_identifier")}`,
      },
      other: { service_namespace: "ecs", resource_id: "service/a" },
    },
  },
};

it("finds the clusters whose readers scale", () => {
  expect(addedReaders(CONFIGURATION)).toEqual([{ cluster: "lms-prod", instanceClass: "db.r7g.large" }]);
});

it("names what is in the way of taking a root down, in the order in which it goes", () => {
  const steps = takeDownSteps("prod-platform", "out/prod-platform", CONFIGURATION);
  expect(steps.map((step) => step.split(/[:.,]/)[0])).toEqual([
    "Work as an administrator",
    "Write down which recovery points and buckets are still needed",
    "Delete or rename older final snapshots of these names",
    "Lift the protection",
    "End the scaling of readers",
    "Destroy",
    "Delete release_override",
  ]);
  expect(steps[0]).toContain("then destroy prod-addons");
  expect(steps[2]).toMatch(/: lms-prod-final$/);
  expect(steps[3]).toContain("terraform -chdir=out/prod-platform plan -out=plan");
  expect(steps[4]).toContain("deregister-scalable-target --service-namespace rds");
  expect(steps[4]).toContain("--resource-id cluster:lms-prod;");
  expect(steps[4]).toContain(
    "DBClusterIdentifier=='lms-prod' && starts_with(DBInstanceIdentifier, 'application-autoscaling-')",
  );
});

it("has fewer where there is less", () => {
  const { terraform } = CONFIGURATION;
  expect(takeDownSteps("shared-registry", "out/shared-registry", { terraform })).toHaveLength(3);
});
