import { describe, expect, it } from "vitest";
import { type AccessSettings, accessProblems } from "../../../modules/iam/access-settings";
import { WITH_EXTERNAL_ID, WITH_OIDC } from "./fixture";

const problems = (change: Partial<AccessSettings>) => accessProblems("prod.access", { ...WITH_OIDC, ...change });

describe("access settings", () => {
  it("may use tokens or external ids", () => {
    expect(accessProblems("prod.access", WITH_OIDC)).toEqual([]);
    expect(accessProblems("prod.access", WITH_EXTERNAL_ID)).toEqual([]);
  });

  it.each(["admin", "developer", "readonly"] as const)("must name someone as %s", (role) => {
    expect(problems({ [role]: [] })).toEqual([
      `prod.access.${role}: must have 1 to 30 elements, got []; ` +
        "no one may assume a role of none, and for more give one of IAM Identity Center",
    ]);
  });

  it.each(["admin", "developer", "readonly"] as const)("refuse a pipeline among those of %s", (role) => {
    const { principal } = WITH_EXTERNAL_ID.planner as { readonly principal: string };
    expect(accessProblems("prod.access", { ...WITH_EXTERNAL_ID, [role]: [principal] })).toEqual([
      `prod.access.${role}: must name people, and not prod.access.planner, got "${principal}"; take it out; the pipeline has a role of its own`,
    ]);
  });

  it.each(["*", "arn:aws:iam::444444444444:user/*", "arn:aws:iam::*:role/admin"])(
    "refuse the wildcard %s",
    (principal) => {
      expect(problems({ admin: [principal] })).toEqual([
        `prod.access.admin: must be the ARN of an IAM user, role or account root, got "${principal}"; ` +
          "write it as arn:aws:iam::<account>:role/<name>, without wildcards",
      ]);
    },
  );

  it.each([
    "444444444444",
    "alice",
    "arn:aws:iam::44444444444:user/alice",
    "arn:aws:iam::444444444444:group/admins",
    "arn:aws:iam::444444444444:user/",
    "arn:aws:sts::444444444444:assumed-role/admin/alice",
    "arn:aws:s3:::bucket",
    "",
  ])("refuse the malformed ARN %j", (principal) => {
    expect(problems({ developer: [principal] })).toEqual([
      `prod.access.developer: must be the ARN of an IAM user, role or account root, got "${principal}"; ` +
        "write it as arn:aws:iam::<account>:role/<name>, without wildcards",
    ]);
  });

  it.each(["", "x", "white space", "a".repeat(1225)])("refuse the external id %j", (externalId) => {
    const shown = externalId.length > 298 ? `"${"a".repeat(299)}... (1227 characters)` : `"${externalId}"`;
    expect(problems({ deployer: { ...WITH_EXTERNAL_ID.deployer, externalId } })).toEqual([
      `prod.access.deployer.externalId: must be 2-1224 letters, digits or +=,.@:/_-, got ${shown}; ` +
        "agree on a random value with the pipeline's owner",
    ]);
  });

  it("refuse a pipeline that is everyone", () => {
    expect(problems({ deployer: { ...WITH_EXTERNAL_ID.deployer, principal: "*" } })).toEqual([
      'prod.access.deployer.principal: must be the ARN of an IAM user, role or account root, got "*"; ' +
        "write it as arn:aws:iam::<account>:role/<name>, without wildcards",
    ]);
  });

  it.each([
    "http://jenkins.example.edu",
    "jenkins.example.edu",
    "https://jenkins.example.edu/",
    "https://",
    "https://a b",
  ])("refuse the issuer %s", (issuer) => {
    expect(problems({ deployer: { ...WITH_OIDC.deployer, issuer } })).toEqual([
      `prod.access.deployer.issuer: must be an https:// URL without a slash at the end, got "${issuer}"; ` +
        "copy `issuer` from its /.well-known/openid-configuration",
    ]);
  });

  it.each(["", "*"])("refuse the audience %j", (audience) => {
    expect(problems({ planner: { ...WITH_OIDC.planner, audience } })).toEqual([
      `prod.access.planner.audience: must be one exact audience of 1-255 characters, got "${audience}"; ` +
        "copy the `aud` of a token of the pipeline",
    ]);
  });

  it.each(["", "https://jenkins.example.edu/job/*"])("refuse the subject %j", (subject) => {
    expect(problems({ planner: { ...WITH_OIDC.planner, subject } })).toEqual([
      `prod.access.planner.subject: must be one exact subject of 1-255 characters, got "${subject}"; ` +
        `copy the \`sub\` of a token of the job`,
    ]);
  });

  it("may be none, both of them", () => {
    expect(problems({ deployer: "none", planner: "none" })).toEqual([]);
    expect(problems({ planner: "none" })).toEqual([
      'prod.access.planner: must be "none" if prod.access.deployer is, and only then, got "none"; ' +
        "a plan is made to be applied, and nothing else is applied: give both or none",
    ]);
    expect(problems({ deployer: "none" })).toHaveLength(1);
  });

  it("refuse one identity that plans and applies, whatever external ids it has", () => {
    expect(problems({ planner: WITH_OIDC.deployer })).toEqual([
      "prod.access.planner: must be another identity than prod.access.deployer, got " +
        '"https://jenkins.example.edu/oidc https://jenkins.example.edu/job/platform-deploy/"; ' +
        "give the plan a job, or an IAM role, of its own",
    ]);
    const { deployer } = WITH_EXTERNAL_ID;
    expect(problems({ deployer, planner: { ...deployer, externalId: "plan-93ac" } })).toEqual([
      "prod.access.planner: must be another identity than prod.access.deployer, got " +
        '"arn:aws:iam::444444444444:role/jenkins-deployer"; give the plan a job, or an IAM role, of its own',
    ]);
  });

  it.each([
    ["arn:aws:iam::444444444444:root", "arn:aws:iam::444444444444:role/planner", 1],
    ["arn:aws:iam::444444444444:role/deployer", "arn:aws:iam::444444444444:root", 1],
    ["arn:aws:iam::444444444444:role/deployer", "arn:aws:iam::555555555555:root", 0],
    ["arn:aws:iam::444444444444:role/deployer", "arn:aws:iam::444444444444:role/deployer-2", 0],
  ])("know that the root of an account is everyone in it: %s and %s", (deployer, planner, count) => {
    const external = (principal: string) => ({ kind: "external-id", principal, externalId: "lms" }) as const;
    expect(problems({ deployer: external(deployer), planner: external(planner) })).toHaveLength(count);
  });

  it("refuse people that no trust policy has room for", () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) => `arn:aws:iam::444444444444:user/${"n".repeat(62)}${10 + index}`);
    expect(problems({ admin: people(18) })).toEqual([]);
    expect(problems({ admin: people(20) })).toEqual([
      "prod.access.admin: must fit into a trust policy of 2048 characters, got 2148; " +
        "name a role that all of them may assume",
    ]);
  });

  it("tell all problems at once", () => {
    expect(
      problems({ admin: [], developer: ["*"], deployer: { ...WITH_OIDC.deployer, audience: "", subject: "" } }),
    ).toHaveLength(4);
  });
});
