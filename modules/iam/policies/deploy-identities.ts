import { accessPolicyName, boundaryArn, roleArn, STATE_COPY_ROLE } from "../../foundation/names";
import type { PolicyStatement } from "../../foundation/policy-document";
import { ACCESS_ROLES } from "./permissions-boundary";
import { type StateScope, stateBucketsOf } from "./state";

/** AWS services that the platform gives a role to. */
const PASSED_TO = [
  "backup.amazonaws.com",
  "chatbot.amazonaws.com",
  "ec2.amazonaws.com",
  "eks.amazonaws.com",
  "events.amazonaws.com",
  "lambda.amazonaws.com",
  "mediaconvert.amazonaws.com",
  "monitoring.rds.amazonaws.com",
  "pods.eks.amazonaws.com",
  "rds.amazonaws.com",
  "restore-testing.backup.amazonaws.com",
  "s3.amazonaws.com",
  "scheduler.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
];

/**
 * AWS services whose service-linked role appears with the deployer's first resource in an account. Those of Auto Scaling
 * and of EC2 Spot are made by EKS and Auto Scaling, as themselves.
 */
const SERVICE_LINKED = [
  "backup.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "elasticache.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "management.chatbot.amazonaws.com",
  "mrk.kms.amazonaws.com",
  "rds.amazonaws.com",
  "rds.application-autoscaling.amazonaws.com",
  "restore-testing.backup.amazonaws.com",
  "wafv2.amazonaws.com",
];

/**
 * Policy of the deployer for IAM: make roles and policies named `lms-<environment>-*`, each role with the permissions
 * boundary. It cannot take a boundary off, change the boundary, its own role or a person's, or make users and keys: what
 * it deploys can never do more than the boundary says.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html#access_policies_boundaries-delegate
 */
export function deployIdentities(site: StateScope): PolicyStatement[] {
  const { prefix, account } = site;
  const roles = `arn:aws:iam::${account}:role/${prefix}-*`;
  const others = site.standby === undefined || site.standby === "none" ? [] : [STATE_COPY_ROLE];
  const protectedRoles = [...ACCESS_ROLES, ...others].map((role) => roleArn(site, role));
  const protectedPolicies = `arn:aws:iam::${account}:policy/${accessPolicyName(site, "*")}`;
  return [
    {
      Sid: "RolesWithBoundary",
      Effect: "Allow",
      Action: [
        "iam:AttachRolePolicy",
        "iam:CreateRole",
        "iam:DeleteRolePolicy",
        "iam:DetachRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:PutRolePolicy",
      ],
      Resource: [roles],
      Condition: { StringEquals: { "iam:PermissionsBoundary": boundaryArn(site) } },
    },
    {
      Sid: "ManageRoles",
      Effect: "Allow",
      Action: [
        "iam:DeleteRole",
        "iam:TagRole",
        "iam:UntagRole",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateRole",
        "iam:UpdateRoleDescription",
      ],
      Resource: [roles],
    },
    {
      Sid: "PassRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: [roles],
      Condition: { StringEquals: { "iam:PassedToService": PASSED_TO } },
    },
    {
      Sid: "ManagePolicies",
      Effect: "Allow",
      Action: [
        "iam:CreatePolicy",
        "iam:CreatePolicyVersion",
        "iam:DeletePolicy",
        "iam:DeletePolicyVersion",
        "iam:SetDefaultPolicyVersion",
        "iam:TagPolicy",
        "iam:UntagPolicy",
      ],
      Resource: [`arn:aws:iam::${account}:policy/${prefix}-*`],
    },
    {
      Sid: "ClusterOidcProvider",
      Effect: "Allow",
      Action: [
        "iam:AddClientIDToOpenIDConnectProvider",
        "iam:CreateOpenIDConnectProvider",
        "iam:DeleteOpenIDConnectProvider",
        "iam:RemoveClientIDFromOpenIDConnectProvider",
        "iam:TagOpenIDConnectProvider",
        "iam:UntagOpenIDConnectProvider",
        "iam:UpdateOpenIDConnectProviderThumbprint",
      ],
      Resource: stateBucketsOf(site).map(
        ({ region }) => `arn:aws:iam::${account}:oidc-provider/oidc.eks.${region}.amazonaws.com/*`,
      ),
    },
    {
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: [`arn:aws:iam::${account}:role/aws-service-role/*`],
      Condition: { StringEquals: { "iam:AWSServiceName": SERVICE_LINKED } },
    },
    {
      Sid: "NoRoleWithoutBoundary",
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary"],
      Resource: "*",
    },
    {
      // Also to assume or pass them: the deployer is no way to become a person.
      Sid: "NoChangeOfAccess",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [...protectedRoles, protectedPolicies],
    },
    {
      Sid: "NoUsersOrKeys",
      Effect: "Deny",
      Action: [
        "iam:*AccessKey*",
        "iam:*LoginProfile*",
        "iam:*MFADevice*",
        "iam:*SAMLProvider*",
        "iam:AddUserToGroup",
        "iam:AttachGroupPolicy",
        "iam:AttachUserPolicy",
        "iam:CreateGroup",
        "iam:CreateUser",
        "iam:PutGroupPolicy",
        "iam:PutUserPolicy",
        "iam:UpdateAccountPasswordPolicy",
      ],
      Resource: "*",
    },
  ];
}
