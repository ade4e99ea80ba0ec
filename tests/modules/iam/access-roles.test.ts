import { describe, expect, it } from "vitest";
import { iamRoot } from "./fixture";

describe.each(["dev", "prod"] as const)("people and pipelines of %s", (environment) => {
  const root = () => iamRoot(`${environment}-iam`);
  const roles = () => Object.entries(root().resources("aws_iam_role")).filter(([name]) => name.startsWith("access_"));

  it("have these roles, named after the environment", () => {
    expect(Object.fromEntries(roles().map(([name, role]) => [name, role.name]))).toEqual({
      access_admin: `lms-${environment}-admin`,
      access_deployer: `lms-${environment}-deployer`,
      access_developer: `lms-${environment}-developer`,
      access_planner: `lms-${environment}-planner`,
      access_readonly: `lms-${environment}-readonly`,
    });
  });

  it("have sessions that end: an hour for administrators, a working day for people, an apply for the deployer", () => {
    expect(Object.fromEntries(roles().map(([name, role]) => [name, role.max_session_duration]))).toEqual({
      access_admin: 3600,
      access_deployer: 14400,
      access_developer: 28800,
      access_planner: 3600,
      access_readonly: 28800,
    });
  });

  it("have these policies", () => {
    expect(root().attribute("aws_iam_policy", "name")).toEqual({
      access_apply_state_policy: `lms-${environment}-access-apply-state`,
      access_boundary_policy: `lms-${environment}-access-boundary`,
      access_deploy_data_policy: `lms-${environment}-access-deploy-data`,
      access_deploy_identities_policy: `lms-${environment}-access-deploy-identities`,
      access_deploy_services_policy: `lms-${environment}-access-deploy-services`,
      access_developer_policy: `lms-${environment}-access-developer`,
      access_plan_state_policy: `lms-${environment}-access-plan-state`,
      access_read_platform_policy: `lms-${environment}-access-read-platform`,
    });
  });

  it("are given those policies and no others", () => {
    const attachments = Object.values(root().resources("aws_iam_role_policy_attachment")).map(
      ({ role, policy_arn }) => [
        String(role).replace(/^\$\{aws_iam_role\.access_|\.name\}$/g, ""),
        String(policy_arn).replace(/^\$\{aws_iam_policy\.access_|_policy\.arn\}$/g, ""),
      ],
    );
    expect(attachments.sort()).toEqual([
      ["admin", "arn:aws:iam::aws:policy/AdministratorAccess"],
      ["deployer", "apply_state"],
      ["deployer", "deploy_data"],
      ["deployer", "deploy_identities"],
      ["deployer", "deploy_services"],
      ["deployer", "read_platform"],
      ["developer", "developer"],
      ["developer", "read_platform"],
      ["planner", "plan_state"],
      ["planner", "read_platform"],
      ["readonly", "read_platform"],
    ]);
  });

  it("are published by name", () => {
    expect(root().json.output.role_arns?.value).toMatchObject({
      people: {
        admin: `\${aws_iam_role.access_admin.arn}`,
        deployer: `\${aws_iam_role.access_deployer.arn}`,
        developer: `\${aws_iam_role.access_developer.arn}`,
        planner: `\${aws_iam_role.access_planner.arn}`,
        readonly: `\${aws_iam_role.access_readonly.arn}`,
      },
    });
    expect(root().json.output.policies?.value).toMatchObject({
      people: {
        "apply-state": `\${aws_iam_policy.access_apply_state_policy.arn}`,
        boundary: `\${aws_iam_policy.access_boundary_policy.arn}`,
        "deploy-data": `\${aws_iam_policy.access_deploy_data_policy.arn}`,
        "deploy-identities": `\${aws_iam_policy.access_deploy_identities_policy.arn}`,
        "deploy-services": `\${aws_iam_policy.access_deploy_services_policy.arn}`,
        developer: `\${aws_iam_policy.access_developer_policy.arn}`,
        "plan-state": `\${aws_iam_policy.access_plan_state_policy.arn}`,
        "read-platform": `\${aws_iam_policy.access_read_platform_policy.arn}`,
      },
    });
  });
});

describe("the trust", () => {
  const trust = (root: "prod-iam" | "dev-iam", role: string) =>
    JSON.parse(String(iamRoot(root).resources("aws_iam_role")[`access_${role}`]?.assume_role_policy)).Statement;

  it.each([
    { role: "admin", principals: ["arn:aws:iam::444444444444:user/alice", "arn:aws:iam::444444444444:user/bob"] },
    { role: "readonly", principals: ["arn:aws:iam::444444444444:root"] },
  ])("of $role is the users who are listed, with MFA", ({ role, principals }) => {
    expect(trust("prod-iam", role)).toEqual([
      {
        Sid: "PeopleWithMfa",
        Effect: "Allow",
        Principal: { AWS: principals },
        Action: ["sts:AssumeRole"],
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
    ]);
  });

  it("of developer is those who hold the role that is listed", () => {
    expect(trust("prod-iam", "developer")).toEqual([
      {
        Sid: "PeopleByTheirRole",
        Effect: "Allow",
        Principal: { AWS: ["arn:aws:iam::444444444444:role/developers"] },
        Action: ["sts:AssumeRole"],
      },
    ]);
  });

  it.each(["deploy", "plan"])("of the pipeline's %s role is one job", (job) => {
    const [statement, ...more] = trust("prod-iam", job === "deploy" ? "deployer" : "planner");
    expect(more).toEqual([]);
    expect(statement.Condition.StringEquals["jenkins.example.edu/oidc:sub"]).toBe(
      `https://jenkins.example.edu/job/platform-${job}/`,
    );
  });

  it("has one OIDC provider for an issuer, or none without tokens", () => {
    expect(iamRoot("prod-iam").resources("aws_iam_openid_connect_provider")).toEqual({
      access_oidc_jenkins_example_edu_oidc: {
        url: "https://jenkins.example.edu/oidc",
        client_id_list: ["sts.amazonaws.com"],
      },
    });
    expect(iamRoot("dev-iam").resources("aws_iam_openid_connect_provider")).toEqual({});
    expect(trust("dev-iam", "deployer")[0].Condition).toEqual({ StringEquals: { "sts:ExternalId": "deploy-7d1f" } });
    expect(trust("dev-iam", "planner")[0].Condition).toEqual({ StringEquals: { "sts:ExternalId": "plan-93ac" } });
  });
});

it("gives a boundary to the roles of other modules that have none, and never to people and pipelines", () => {
  expect(iamRoot("dev-other").attribute("aws_iam_role", "permissions_boundary")).toEqual({
    access_admin: undefined,
    access_deployer: undefined,
    access_developer: undefined,
    access_planner: undefined,
    access_readonly: undefined,
    with: "arn:aws:iam::111111111111:policy/narrower",
    without: "arn:aws:iam::111111111111:policy/lms-dev-access-boundary",
  });
});
