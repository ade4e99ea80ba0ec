import { beforeEach, describe, expect, it } from "vitest";
import { queryList, useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const iam = async (Action: string, form: Record<string, string>) =>
  (await sandbox.query("iam", { Action, ...form })).text;
const error = (code: string, message: string) => `<Code>${code}</Code><Message>${message}</Message>`;
const ACTIONS = [
  "CreatePolicy",
  "CreateRole",
  "PutRolePolicy",
  "AttachRolePolicy",
  "DeleteRole",
  "UpdateAssumeRolePolicy",
];
/** A document of that many characters, and white space that does not count. */
const document = (size: number) => `{\n  "${"a".repeat(size - 6)}": 1\n}`.replace(": 1", ":1 ");

beforeEach(() => {
  for (const action of ACTIONS) sandbox.moto.xml(action, `<${action}Response/>`);
});

describe("sizes of policies", () => {
  it("are counted without white space", async () => {
    expect(await iam("CreatePolicy", { PolicyName: "p", PolicyDocument: document(6144) })).toBe(
      "<CreatePolicyResponse/>",
    );
    expect(await iam("CreatePolicy", { PolicyName: "p", PolicyDocument: document(6145) })).toContain(
      error("LimitExceeded", "Cannot exceed quota for PolicySize: 6144"),
    );
  });

  it("are smaller for who may assume a role", async () => {
    const trust = (size: number) => ({ RoleName: "r", AssumeRolePolicyDocument: document(size) });
    expect(await iam("CreateRole", trust(2048))).toBe("<CreateRoleResponse/>");
    expect(await iam("CreateRole", trust(2049))).toContain(
      error("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048"),
    );
    expect(await iam("UpdateAssumeRolePolicy", { RoleName: "r", PolicyDocument: document(2049) })).toContain(
      error("LimitExceeded", "Cannot exceed quota for ACLSizePerRole: 2048"),
    );
  });

  it("are counted together for the inline policies of a role", async () => {
    sandbox.moto.xml(
      "ListRolePolicies",
      "<ListRolePoliciesResponse><ListRolePoliciesResult><PolicyNames><member>a</member><member>b</member></PolicyNames></ListRolePoliciesResult></ListRolePoliciesResponse>",
    );
    const other = encodeURIComponent(document(10000));
    sandbox.moto.xml(
      "GetRolePolicy",
      `<GetRolePolicyResponse><GetRolePolicyResult><PolicyDocument>${other}</PolicyDocument></GetRolePolicyResult></GetRolePolicyResponse>`,
    );
    const put = (size: number) =>
      iam("PutRolePolicy", { RoleName: "r", PolicyName: "a", PolicyDocument: document(size) });
    expect(await put(240)).toBe("<PutRolePolicyResponse/>");
    expect(await put(241)).toContain(error("LimitExceeded", "Maximum policy size of 10240 bytes exceeded for role r"));
  });
});

describe("policies of a role", () => {
  const attach = (PolicyArn: string) => iam("AttachRolePolicy", { RoleName: "r", PolicyArn });
  const attached = (count: number) =>
    queryList(
      "ListAttachedRolePolicies",
      "AttachedPolicies",
      Array.from({ length: count }, (_, index) => `<PolicyArn>arn:aws:iam::111111111111:policy/p${index}</PolicyArn>`),
    );

  it("are ten at most", async () => {
    sandbox.moto.xml("ListAttachedRolePolicies", attached(9));
    expect(await attach("arn:aws:iam::111111111111:policy/new")).toBe("<AttachRolePolicyResponse/>");
    sandbox.moto.xml("ListAttachedRolePolicies", attached(10));
    expect(await attach("arn:aws:iam::111111111111:policy/new")).toContain(
      error("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10"),
    );
    expect(await attach("arn:aws:iam::111111111111:policy/p9")).toBe("<AttachRolePolicyResponse/>");
  });

  it("are not those that only service-linked roles have", async () => {
    expect(await attach("arn:aws:iam::aws:policy/aws-service-role/AmazonEKSServiceRolePolicy")).toContain(
      error("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role."),
    );
  });
});

describe("service-linked roles", () => {
  it("are made and changed by AWS alone", async () => {
    const role = { RoleName: "r", AssumeRolePolicyDocument: "{}", Path: "/aws-service-role/rds.amazonaws.com/" };
    expect(await iam("CreateRole", role)).toContain("is reserved for service-linked roles");
    expect(await iam("DeleteRole", { RoleName: "AWSServiceRoleForRDS" })).toContain(
      error(
        "UnmodifiableEntity",
        "Cannot perform the operation on the protected role 'AWSServiceRoleForRDS' - this role is only modifiable by AWS",
      ),
    );
    expect(await iam("DeleteRole", { RoleName: "r" })).toBe("<DeleteRoleResponse/>");
  });
});

describe("trust", () => {
  const trust = (AWS: string) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }] });
  const create = (AWS: string) => iam("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: trust(AWS) });

  it("names no role of the account that does not exist", async () => {
    const role = "arn:aws:iam::111111111111:role/gone";
    expect(await create(role)).toContain(
      error("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"${role}"`).replaceAll('"', "&quot;"),
    );
    expect(await create("arn:aws:iam::222222222222:role/theirs")).toBe("<CreateRoleResponse/>");
    sandbox.moto.xml("GetRole", "<GetRoleResponse><GetRoleResult/></GetRoleResponse>");
    expect(await create(role)).toBe("<CreateRoleResponse/>");
  });
});

describe("a permissions boundary", () => {
  const PermissionsBoundary = "arn:aws:iam::111111111111:policy/boundary";
  const missing = error("NoSuchEntity", `Scope ARN: ${PermissionsBoundary} does not exist or is not attachable.`);
  const create = () => iam("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: "{}", PermissionsBoundary });
  const put = () => iam("PutRolePermissionsBoundary", { RoleName: "r", PermissionsBoundary });

  it("is a policy that exists", async () => {
    sandbox.moto.xml("PutRolePermissionsBoundary", "<PutRolePermissionsBoundaryResponse/>");
    expect(await create()).toContain(missing);
    expect(await put()).toContain(missing);
    sandbox.moto.xml("GetPolicy", "<GetPolicyResponse><GetPolicyResult/></GetPolicyResponse>");
    expect(await create()).toBe("<CreateRoleResponse/>");
    expect(await put()).toBe("<PutRolePermissionsBoundaryResponse/>");
  });
});
