import type { PolicyStatement } from "../foundation/policy-document";
import type { PipelineTrust } from "./access-settings";

/** The Kubernetes service account that a role belongs to. */
export interface PodSubject {
  readonly clusterArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Lets EKS Pod Identity give a role to the pods of one service account of one cluster, told apart by the session tags
 * that it sends. The cluster's ARN holds the account, so another account's EKS cannot be the confused deputy.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export function podIdentityTrust({ clusterArn, namespace, serviceAccount }: PodSubject): PolicyStatement[] {
  return [
    {
      Sid: "PodIdentity",
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": clusterArn,
          "aws:RequestTag/kubernetes-namespace": namespace,
          "aws:RequestTag/kubernetes-service-account": serviceAccount,
        },
      },
    },
  ];
}

/**
 * Lets the named people assume a role: users with MFA only, and those who hold a role, as people of IAM Identity Center
 * do, by what that role asks of them. `Bool` and not `BoolIfExists`: a user's request that says nothing of MFA is refused.
 * The session of a role never says anything of it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
 */
export function peopleTrust(principals: readonly string[]): PolicyStatement[] {
  const roles = principals.filter((principal) => principal.includes(":role/"));
  const others = principals.filter((principal) => !roles.includes(principal));
  const assume = (Sid: string, AWS: readonly string[]): PolicyStatement[] =>
    AWS.length === 0 ? [] : [{ Sid, Effect: "Allow", Principal: { AWS }, Action: ["sts:AssumeRole"] }];
  return [
    ...assume("PeopleWithMfa", others).map((statement) => ({
      ...statement,
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    })),
    ...assume("PeopleByTheirRole", roles),
  ];
}

/**
 * Lets a pipeline assume a role: one job by its OIDC token, or one principal that knows the external id.
 * @param account where the role and the OIDC provider live
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
 */
export function pipelineTrust(trust: PipelineTrust, account: string): PolicyStatement[] {
  if (trust.kind === "external-id") {
    return [
      {
        Sid: "PipelineWithExternalId",
        Effect: "Allow",
        Principal: { AWS: [trust.principal] },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "sts:ExternalId": trust.externalId } },
      },
    ];
  }
  const issuer = trust.issuer.replace("https://", "");
  return [
    {
      Sid: "PipelineWithToken",
      Effect: "Allow",
      Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${issuer}` },
      Action: ["sts:AssumeRoleWithWebIdentity"],
      Condition: { StringEquals: { [`${issuer}:aud`]: trust.audience, [`${issuer}:sub`]: trust.subject } },
    },
  ];
}
