import { all, arn, arnIn, arnOf, created, each, on, type Rule, serviceTable, type Target, whenTagged } from "../table";

const GLOBAL = { region: "" };
const role = arn("role/{RoleName}", GLOBAL);
const policy = arn("policy/{PolicyName}", GLOBAL);
const existingPolicy = arnIn("PolicyArn");
const provider = arnIn("OpenIDConnectProviderArn");
const newProvider: Target = (call) => {
  const issuer = call.required("Url").replace("https://", "");
  return [arnOf(call, `oidc-provider/${issuer}`, GLOBAL)];
};

/** The same rule, saying which boundary the role has or will have, and which managed policy is meant. */
function withBoundary(rule: Rule): Rule {
  return async (call) => {
    const boundary = call.text("PermissionsBoundary") ?? (await call.facts.boundaryOf(call.required("RoleName")));
    const attached = call.text("PolicyArn");
    const context = {
      ...(boundary === undefined ? {} : { "iam:permissionsboundary": boundary }),
      ...(attached === undefined ? {} : { "iam:policyarn": attached }),
    };
    return (await rule(call)).map((need) => ({ ...need, context: { ...need.context, ...context } }));
  };
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
export const iam = serviceTable(
  { name: "iam" },
  {
    CreateRole: all(withBoundary(on(role)), whenTagged(on(role, "TagRole"))),
    ...each(
      withBoundary(on(role)),
      "AttachRolePolicy",
      "DeleteRolePermissionsBoundary",
      "DeleteRolePolicy",
      "DetachRolePolicy",
      "PutRolePermissionsBoundary",
      "PutRolePolicy",
    ),
    ...each(
      on(role),
      "DeleteRole",
      "GetRole",
      "GetRolePolicy",
      "ListAttachedRolePolicies",
      "ListInstanceProfilesForRole",
      "ListRolePolicies",
      "ListRoleTags",
      "TagRole",
      "UntagRole",
      "UpdateAssumeRolePolicy",
      "UpdateRole",
      "UpdateRoleDescription",
    ),
    CreatePolicy: all(on(policy), whenTagged(on(policy, "TagPolicy"))),
    ...each(
      on(existingPolicy),
      "CreatePolicyVersion",
      "DeletePolicy",
      "DeletePolicyVersion",
      "GetPolicy",
      "GetPolicyVersion",
      "ListEntitiesForPolicy",
      "ListPolicyVersions",
      "SetDefaultPolicyVersion",
      "TagPolicy",
      "UntagPolicy",
    ),
    CreateOpenIDConnectProvider: created(newProvider, "TagOpenIDConnectProvider"),
    ...each(
      on(provider),
      "AddClientIDToOpenIDConnectProvider",
      "DeleteOpenIDConnectProvider",
      "GetOpenIDConnectProvider",
      "RemoveClientIDFromOpenIDConnectProvider",
      "TagOpenIDConnectProvider",
      "UntagOpenIDConnectProvider",
      "UpdateOpenIDConnectProviderThumbprint",
    ),
    CreateServiceLinkedRole: (call) => {
      const service = call.required("AWSServiceName");
      const resource = arnOf(call, `role/aws-service-role/${service}/*`, GLOBAL);
      return [{ action: "iam:CreateServiceLinkedRole", resource, context: { "iam:awsservicename": service } }];
    },
  },
);
