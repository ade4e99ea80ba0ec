import { describe, expect, it } from "vitest";
import { iamRoot } from "./fixture";

/** Statements that allow something on every resource, each with why it cannot be narrower. A new one needs a reason. */
const ON_EVERY_RESOURCE: Record<string, string> = {
  "access_boundary_policy/CallServices":
    "a boundary grants nothing; it caps what other policies, which are narrow, grant",
  "access_deploy_services_policy/ActionsWithoutResource":
    "account-wide settings, and things that have no ARN before they are made",
  "access_deploy_services_policy/GlobalActionsWithoutResource":
    "hosted zones and health checks have no ARN before they are made",
  "access_developer_policy/FollowQueries": "a query has no ARN; it can only be started on the workloads' log groups",
  "access_developer_policy/ReadTraces": "X-Ray's reads of traces take no resource",
  "access_read_platform_policy/DescribeConfiguration":
    "lists and descriptions, most of which take no resource; none returns data",
  "pod_identities_aws_load_balancer_controller_policy/Describe": "EC2's and ELB's descriptions take no resource",
  "pod_identities_aws_load_balancer_controller_policy/ListCertificates": "lists that take no resource",
  "pod_identities_cloudwatch_agent_policy/DescribeNodes": "EC2's descriptions take no resource",
  "pod_identities_cluster_autoscaler_policy/Describe": "Auto Scaling's and EC2's descriptions take no resource",
  "pod_identities_ebs_csi_policy/Describe": "EC2's descriptions take no resource",
  "pod_identities_external_dns_policy/FindZone": "lists of zones take no resource",
  "pod_identities_grafana_policy/FindLogs": "a query has no ARN, and the list of groups holds no events",
  "pod_identities_grafana_policy/ReadMetrics": "CloudWatch's reads of metrics take no resource",
  "pod_identities_grafana_policy/ReadTraces": "X-Ray's reads of traces take no resource",
  "pod_identities_otel_collector_policy/PutTraces": "X-Ray's writes of traces take no resource",
};

/** Roles without the permissions boundary, each with why. */
const WITHOUT_BOUNDARY: Record<string, string> = {
  access_admin: "maintains the boundary",
  access_deployer: "makes roles, which the boundary forbids; its own policies force the boundary on them",
  access_developer: "made by an administrator; reads IAM, which the boundary forbids",
  access_planner: "made by an administrator; reads the state, which the boundary forbids",
  access_readonly: "made by an administrator; reads IAM, which the boundary forbids",
};

describe.each(["prod-iam", "dev-iam"] as const)("%s", (name) => {
  const policies = () =>
    ["aws_iam_policy", "aws_iam_role_policy"].flatMap((type) =>
      Object.entries(iamRoot(name).resources(type)).map(([resource, { policy }]) => ({
        type,
        resource,
        text: String(policy),
        statements: JSON.parse(String(policy)).Statement,
      })),
    );

  it("allows nothing on every resource without a reason", () => {
    const wide = policies().flatMap(({ resource, statements }) =>
      statements
        .filter(
          ({ Effect, Resource }: { Effect: string; Resource: unknown }) =>
            Effect === "Allow" && [Resource].flat().includes("*"),
        )
        .map(({ Sid }: { Sid: string }) => `${resource}/${Sid}`),
    );
    expect(wide.filter((statement) => !(statement in ON_EVERY_RESOURCE))).toEqual([]);
    if (name === "prod-iam") expect(wide.sort()).toEqual(Object.keys(ON_EVERY_RESOURCE).sort());
  });

  it("has no statement that names what it does not mean, and none that is empty", () => {
    for (const { statements } of policies()) {
      for (const { Effect, Action, NotAction, Resource, NotResource } of statements) {
        expect(NotResource).toBeUndefined();
        if (Effect === "Allow") expect(NotAction).toBeUndefined();
        expect([Action ?? NotAction].flat().length).toBeGreaterThan(0);
        expect([Action].flat()).not.toContain("*");
        expect([Resource].flat().length).toBeGreaterThan(0);
      }
    }
  });

  it("has statement ids that IAM takes, each once in its policy", () => {
    for (const { statements } of policies()) {
      const sids: string[] = statements.map(({ Sid }: { Sid: string }) => Sid);
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/);
      expect(new Set(sids).size).toBe(sids.length);
    }
  });

  it("stays within the sizes of IAM", () => {
    for (const { type, text } of policies()) {
      // A reference is shorter than the ARN that it becomes.
      const size = text.replace(/\$\{[^}]*\}/g, "x".repeat(100)).length;
      expect(size).toBeLessThanOrEqual(type === "aws_iam_policy" ? 6144 : 10240);
    }
  });

  it("puts the permissions boundary on every role, or has a reason", () => {
    const without = Object.entries(iamRoot(name).attribute("aws_iam_role", "permissions_boundary"))
      .filter(([, boundary]) => boundary === undefined)
      .map(([role]) => role);
    expect(without.sort()).toEqual(Object.keys(WITHOUT_BOUNDARY).sort());
  });

  it("trusts no one by wildcard", () => {
    for (const trust of Object.values(iamRoot(name).attribute("aws_iam_role", "assume_role_policy"))) {
      for (const { Sid, Principal, Condition = {} } of JSON.parse(String(trust)).Statement) {
        expect(JSON.stringify(Principal)).not.toContain("*");
        // A role's session proves nothing but the role.
        if (Sid === "PeopleByTheirRole") expect(JSON.stringify(Principal)).not.toContain(":root");
        else expect(Object.keys(Condition).length).toBeGreaterThan(0);
      }
    }
  });
});
