import { type JsonObject, stringAt } from "../../json";
import { elementAt, textAt } from "../../xml";
import { describeQuery, type Rules, refuse, resultOf, type Scene } from "../rule";

/**
 * Sizes in characters without white space, and numbers.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const MAX_MANAGED_POLICY = 6144;
const MAX_TRUST_POLICY = 2048;
const MAX_INLINE_POLICIES = 10240;
const MAX_POLICIES_PER_ROLE = 10;

/** IAM: sizes and numbers of policies, and what only AWS's services may have. */
export const iamRules: Rules = {
  CreatePolicy: managedPolicySize,
  CreatePolicyVersion: managedPolicySize,

  CreateRole: async (parameters, scene) => {
    const trust = stringAt(parameters, "AssumeRolePolicyDocument");
    trustPolicySize(trust);
    await requirePrincipals(trust, scene);
    await requireBoundary(parameters, scene);
    const path = stringAt(parameters, "Path") ?? "/";
    // @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html
    if (path.startsWith("/aws-service-role/")) {
      refuse("ValidationError", `The path ${path} is reserved for service-linked roles`);
    }
  },
  UpdateAssumeRolePolicy: async (parameters, scene) => {
    const trust = stringAt(parameters, "PolicyDocument");
    trustPolicySize(trust);
    await requirePrincipals(trust, scene);
  },

  PutRolePermissionsBoundary: requireBoundary,

  PutRolePolicy: async (parameters, scene) => {
    const role = stringAt(parameters, "RoleName") ?? "";
    requireOwnRole(role);
    const name = stringAt(parameters, "PolicyName") ?? "";
    let size = sizeOf(stringAt(parameters, "PolicyDocument"));
    for (const other of await inlinePolicies(role, scene)) {
      if (other === name) continue;
      const result = await resultOf(scene, "iam", "GetRolePolicy", { RoleName: role, PolicyName: other });
      size += sizeOf(decodeURIComponent(textAt(result, "PolicyDocument") ?? ""));
    }
    if (size <= MAX_INLINE_POLICIES) return;
    refuse("LimitExceeded", `Maximum policy size of ${MAX_INLINE_POLICIES} bytes exceeded for role ${role}`, 409);
  },

  AttachRolePolicy: async (parameters, scene) => {
    const role = stringAt(parameters, "RoleName") ?? "";
    requireOwnRole(role);
    // @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
    if ((stringAt(parameters, "PolicyArn") ?? "").includes(":iam::aws:policy/aws-service-role/")) {
      refuse("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.");
    }
    const attached = await describeQuery(scene, "iam", "ListAttachedRolePolicies", "AttachedPolicies", "member", {
      RoleName: role,
    });
    const isNew = !attached.some((policy) => textAt(policy, "PolicyArn") === parameters.PolicyArn);
    if (!isNew || attached.length < MAX_POLICIES_PER_ROLE) return;
    refuse("LimitExceeded", `Cannot exceed quota for PoliciesPerRole: ${MAX_POLICIES_PER_ROLE}`, 409);
  },

  DeleteRole: (parameters) => requireOwnRole(stringAt(parameters, "RoleName") ?? ""),
};

function managedPolicySize(parameters: JsonObject): void {
  if (sizeOf(stringAt(parameters, "PolicyDocument")) <= MAX_MANAGED_POLICY) return;
  refuse("LimitExceeded", `Cannot exceed quota for PolicySize: ${MAX_MANAGED_POLICY}`, 409);
}

function trustPolicySize(document: string | undefined): void {
  if (sizeOf(document) <= MAX_TRUST_POLICY) return;
  refuse("LimitExceeded", `Cannot exceed quota for ACLSizePerRole: ${MAX_TRUST_POLICY}`, 409);
}

/**
 * A trust policy names roles and users that exist. Those of other accounts cannot be looked for here.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
async function requirePrincipals(document: string | undefined, scene: Scene): Promise<void> {
  for (const arn of document?.match(/arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+/g) ?? []) {
    const isOwn = arn.split(":")[4] === scene.account && !arn.includes("/aws-service-role/");
    if (!isOwn || !new RegExp(`"AWS"[^}]*"${arn}"`).test(document ?? "")) continue;
    const exists = await resultOf(scene, "iam", "GetRole", { RoleName: arn.slice(arn.lastIndexOf("/") + 1) }).then(
      () => true,
      () => false,
    );
    if (!exists) refuse("MalformedPolicyDocument", `Invalid principal in policy: "AWS":"${arn}"`);
  }
}

/**
 * A permissions boundary is a policy that exists.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
 */
async function requireBoundary(parameters: JsonObject, scene: Scene): Promise<void> {
  const boundary = stringAt(parameters, "PermissionsBoundary");
  if (boundary === undefined) return;
  const exists = await resultOf(scene, "iam", "GetPolicy", { PolicyArn: boundary }).then(
    () => true,
    () => false,
  );
  if (!exists) refuse("NoSuchEntity", `Scope ARN: ${boundary} does not exist or is not attachable.`, 404);
}

function sizeOf(document = ""): number {
  return document.replace(/\s/g, "").length;
}

async function inlinePolicies(role: string, scene: Scene): Promise<readonly string[]> {
  const result = await resultOf(scene, "iam", "ListRolePolicies", { RoleName: role });
  const names = elementAt(result, "PolicyNames").member;
  return Array.isArray(names) ? names.map(String) : [];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html */
function requireOwnRole(role: string): void {
  if (!role.startsWith("AWSServiceRoleFor")) return;
  refuse(
    "UnmodifiableEntity",
    `Cannot perform the operation on the protected role '${role}' - this role is only modifiable by AWS`,
  );
}
