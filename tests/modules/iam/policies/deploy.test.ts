import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { deployData } from "../../../../modules/iam/policies/deploy-data";
import { deployIdentities } from "../../../../modules/iam/policies/deploy-identities";
import { deployServices } from "../../../../modules/iam/policies/deploy-services";

const PROD = {
  ...siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  stateBucket: "lms-prod-terraform-state-333333333333",
  dataProtection: "retained",
  recovery: { region: "eu-west-1" },
} as const;

describe("the deployer and services", () => {
  const statements = deployServices(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "ServicesOfTheAccount",
      "ServicesByName",
      "ActionsWithoutResource",
      "GlobalServices",
      "GlobalActionsWithoutResource",
    ]);
  });

  it("services of the account", () => {
    expect(statement("ServicesOfTheAccount")).toEqual({
      Sid: "ServicesOfTheAccount",
      Effect: "Allow",
      Action: [
        "acm:*",
        "application-autoscaling:*",
        "autoscaling:*",
        "backup:*",
        "cloudwatch:*",
        "ec2:*",
        "eks:*",
        "elasticache:*",
        "elasticloadbalancing:*",
        "mediaconvert:*",
        "rds:*",
        "wafv2:*",
        "xray:*",
      ],
      Resource: [
        "arn:aws:acm:*:333333333333:*",
        "arn:aws:application-autoscaling:*:333333333333:*",
        "arn:aws:autoscaling:*:333333333333:*",
        "arn:aws:backup:*:333333333333:*",
        "arn:aws:cloudwatch:*:333333333333:*",
        "arn:aws:ec2:*:333333333333:*",
        "arn:aws:eks:*:333333333333:*",
        "arn:aws:elasticache:*:333333333333:*",
        "arn:aws:elasticloadbalancing:*:333333333333:*",
        "arn:aws:mediaconvert:*:333333333333:*",
        "arn:aws:rds:*:333333333333:*",
        "arn:aws:wafv2:*:333333333333:*",
        "arn:aws:xray:*:333333333333:*",
        "arn:aws:ec2:*::image/*",
        "arn:aws:ec2:*::snapshot/*",
      ],
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });

  it("services by name", () => {
    expect(statement("ServicesByName")).toEqual({
      Sid: "ServicesByName",
      Effect: "Allow",
      Action: [
        "events:*",
        "lambda:*EventSourceMapping",
        "lambda:*Permission",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:CreateFunction",
        "lambda:DeleteFunction*",
        "lambda:PutFunction*",
        "lambda:UpdateFunction*",
        "logs:*Delivery*",
        "logs:*KmsKey",
        "logs:*LogGroup",
        "logs:*MetricFilter",
        "logs:*RetentionPolicy",
        "logs:TagResource",
        "logs:UntagResource",
        "scheduler:*",
        "sns:Subscribe",
        "sns:TagResource",
        "sns:UntagResource",
        "sns:CreateTopic",
        "sns:DeleteTopic",
        "sns:Set*Attributes",
        "sqs:TagQueue",
        "sqs:UntagQueue",
        "sqs:CreateQueue",
        "sqs:DeleteQueue",
        "sqs:SetQueueAttributes",
      ],
      Resource: [
        "arn:aws:events:*:333333333333:rule/lms-prod-*",
        "arn:aws:lambda:*:333333333333:event-source-mapping:*",
        "arn:aws:lambda:*:333333333333:function:lms-prod-*",
        "arn:aws:logs:*:333333333333:delivery*",
        "arn:aws:logs:*:333333333333:log-group:*",
        "arn:aws:scheduler:*:333333333333:schedule-group/lms-prod-*",
        "arn:aws:scheduler:*:333333333333:schedule/lms-prod-*/*",
        "arn:aws:sns:*:333333333333:lms-prod-*",
        "arn:aws:sqs:*:333333333333:lms-prod-*",
      ],
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });

  it("actions without resource", () => {
    expect(statement("ActionsWithoutResource")).toEqual({
      Sid: "ActionsWithoutResource",
      Effect: "Allow",
      Action: [
        "acm:RequestCertificate",
        "backup-storage:MountCapsule",
        "cloudwatch:PutCompositeAlarm",
        "eks:CreateCluster",
        "kms:CreateKey",
        "lambda:CreateEventSourceMapping",
        "logs:*LogDelivery",
        "logs:*ResourcePolicy",
        "logs:DeleteQueryDefinition",
        "logs:PutQueryDefinition",
        "mediaconvert:CreateQueue",
        "secretsmanager:GetRandomPassword",
        "sns:Unsubscribe",
        "xray:PutEncryptionConfig",
      ],
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });

  it("global services", () => {
    expect(statement("GlobalServices")).toEqual({
      Sid: "GlobalServices",
      Effect: "Allow",
      Action: [
        "budgets:*",
        "ce:*AnomalyMonitor",
        "ce:*AnomalySubscription",
        "ce:TagResource",
        "ce:UntagResource",
        "chatbot:*SlackChannelConfiguration",
        "chatbot:TagResource",
        "chatbot:UntagResource",
        "cloudfront:*",
        "route53:*",
      ],
      Resource: [
        "arn:aws:budgets::333333333333:budget/lms-prod-*",
        "arn:aws:ce::333333333333:anomalymonitor/*",
        "arn:aws:ce::333333333333:anomalysubscription/*",
        "arn:aws:chatbot::333333333333:chat-configuration/slack-channel/lms-prod-*",
        "arn:aws:cloudfront::333333333333:*",
        "arn:aws:route53:::change/*",
        "arn:aws:route53:::healthcheck/*",
        "arn:aws:route53:::hostedzone/*",
      ],
    });
  });

  it("global actions without resource", () => {
    expect(statement("GlobalActionsWithoutResource")).toEqual({
      Sid: "GlobalActionsWithoutResource",
      Effect: "Allow",
      Action: [
        "ce:CreateAnomalyMonitor",
        "ce:CreateAnomalySubscription",
        "chatbot:CreateSlackChannelConfiguration",
        "cloudfront:*KeyGroup",
        "cloudfront:*MonitoringSubscription",
        "cloudfront:*PublicKey",
        "cloudfront:CreateOriginAccessControl",
        "cloudfront:List*",
        "route53:CreateHealthCheck",
        "route53:CreateHostedZone",
      ],
      Resource: "*",
    });
  });
});

describe("the deployer and data", () => {
  const statements = deployData(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "ManageKeys",
      "UseKeysThroughServices",
      "ManageSecrets",
      "LetRdsManageMasterPassword",
      "ManageBuckets",
      "PutMaintenancePage",
      "KeepStateBucket",
      "KeepState",
    ]);
  });

  it("manage keys", () => {
    expect(statement("ManageKeys")).toEqual({
      Sid: "ManageKeys",
      Effect: "Allow",
      Action: [
        "kms:*Alias",
        "kms:*KeyDeletion",
        "kms:*KeyRotation",
        "kms:CreateGrant",
        "kms:DisableKey",
        "kms:EnableKey",
        "kms:PutKeyPolicy",
        "kms:ReplicateKey",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateKeyDescription",
      ],
      Resource: ["arn:aws:kms:*:333333333333:key/*", "arn:aws:kms:*:333333333333:alias/lms-prod-*"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });

  it("use keys through services", () => {
    expect(statement("UseKeysThroughServices")).toEqual({
      Sid: "UseKeysThroughServices",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey", "kms:RetireGrant"],
      Resource: ["arn:aws:kms:*:333333333333:key/*"],
      Condition: {
        StringEquals: {
          "kms:ViaService": [
            "backup.us-east-1.amazonaws.com",
            "s3.us-east-1.amazonaws.com",
            "secretsmanager.us-east-1.amazonaws.com",
            "backup.eu-west-1.amazonaws.com",
            "s3.eu-west-1.amazonaws.com",
            "secretsmanager.eu-west-1.amazonaws.com",
          ],
        },
      },
    });
  });

  it("manage secrets", () => {
    expect(statement("ManageSecrets")).toEqual({
      Sid: "ManageSecrets",
      Effect: "Allow",
      Action: [
        "secretsmanager:*ResourcePolicy",
        "secretsmanager:CreateSecret",
        "secretsmanager:DeleteSecret",
        "secretsmanager:PutSecretValue",
        "secretsmanager:RemoveRegionsFromReplication",
        "secretsmanager:ReplicateSecretToRegions",
        "secretsmanager:TagResource",
        "secretsmanager:UntagResource",
        "secretsmanager:UpdateSecret*",
      ],
      Resource: ["arn:aws:secretsmanager:*:333333333333:secret:lms/prod/*"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });

  it("put the maintenance page", () => {
    expect(statement("PutMaintenancePage")).toEqual({
      Sid: "PutMaintenancePage",
      Effect: "Allow",
      Action: ["s3:DeleteObject*", "s3:GetObject*", "s3:PutObject*"],
      Resource: ["arn:aws:s3:::lms-prod-static-assets-333333333333/maintenance/*"],
    });
  });

  it("manage buckets", () => {
    expect(statement("ManageBuckets")).toEqual({
      Sid: "ManageBuckets",
      Effect: "Allow",
      Action: [
        "s3:CreateBucket",
        "s3:DeleteBucket",
        "s3:DeleteBucketPolicy",
        "s3:PutBucket*",
        "s3:PutEncryptionConfiguration",
        "s3:PutLifecycleConfiguration",
        "s3:PutReplicationConfiguration",
      ],
      Resource: ["arn:aws:s3:::lms-prod-*"],
      Condition: { StringEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });

  it("keep state bucket", () => {
    expect(statement("KeepStateBucket")).toEqual({
      Sid: "KeepStateBucket",
      Effect: "Deny",
      Action: ["s3:DeleteBucket*", "s3:DeleteObjectVersion", "s3:Put*Configuration", "s3:PutBucket*"],
      Resource: [
        "arn:aws:s3:::lms-prod-terraform-state-333333333333",
        "arn:aws:s3:::lms-prod-terraform-state-333333333333/*",
      ],
    });
  });

  it("keep state", () => {
    expect(statement("KeepState")).toEqual({
      Sid: "KeepState",
      Effect: "Deny",
      Action: ["s3:DeleteObject"],
      Resource: ["arn:aws:s3:::lms-prod-terraform-state-333333333333/*/terraform.tfstate"],
    });
  });
});

describe("the deployer and IAM", () => {
  const statements = deployIdentities(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "RolesWithBoundary",
      "ManageRoles",
      "PassRoles",
      "ManagePolicies",
      "ClusterOidcProvider",
      "ServiceLinkedRoles",
      "NoRoleWithoutBoundary",
      "NoChangeOfAccess",
      "NoUsersOrKeys",
    ]);
  });

  it("roles with boundary", () => {
    expect(statement("RolesWithBoundary")).toEqual({
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
      Resource: ["arn:aws:iam::333333333333:role/lms-prod-*"],
      Condition: {
        StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::333333333333:policy/lms-prod-access-boundary" },
      },
    });
  });

  it("manage roles", () => {
    expect(statement("ManageRoles")).toEqual({
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
      Resource: ["arn:aws:iam::333333333333:role/lms-prod-*"],
    });
  });

  it("pass roles", () => {
    expect(statement("PassRoles")).toEqual({
      Sid: "PassRoles",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: ["arn:aws:iam::333333333333:role/lms-prod-*"],
      Condition: {
        StringEquals: {
          "iam:PassedToService": [
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
            "s3.amazonaws.com",
            "scheduler.amazonaws.com",
            "vpc-flow-logs.amazonaws.com",
          ],
        },
      },
    });
  });

  it("manage policies", () => {
    expect(statement("ManagePolicies")).toEqual({
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
      Resource: ["arn:aws:iam::333333333333:policy/lms-prod-*"],
    });
  });

  it("cluster oidc provider", () => {
    expect(statement("ClusterOidcProvider")).toEqual({
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
      Resource: ["arn:aws:iam::333333333333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/*"],
    });
  });

  it("service linked roles", () => {
    expect(statement("ServiceLinkedRoles")).toEqual({
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: ["arn:aws:iam::333333333333:role/aws-service-role/*"],
      Condition: {
        StringEquals: {
          "iam:AWSServiceName": [
            "backup.amazonaws.com",
            "eks-nodegroup.amazonaws.com",
            "eks.amazonaws.com",
            "elasticache.amazonaws.com",
            "elasticloadbalancing.amazonaws.com",
            "management.chatbot.amazonaws.com",
            "mrk.kms.amazonaws.com",
            "rds.amazonaws.com",
            "rds.application-autoscaling.amazonaws.com",
            "wafv2.amazonaws.com",
          ],
        },
      },
    });
  });

  it("no role without boundary", () => {
    expect(statement("NoRoleWithoutBoundary")).toEqual({
      Sid: "NoRoleWithoutBoundary",
      Effect: "Deny",
      Action: ["iam:DeleteRolePermissionsBoundary"],
      Resource: "*",
    });
  });

  it("no change of access", () => {
    expect(statement("NoChangeOfAccess")).toEqual({
      Sid: "NoChangeOfAccess",
      Effect: "Deny",
      NotAction: ["iam:Get*", "iam:List*"],
      Resource: [
        "arn:aws:iam::333333333333:role/lms-prod-admin",
        "arn:aws:iam::333333333333:role/lms-prod-deployer",
        "arn:aws:iam::333333333333:role/lms-prod-developer",
        "arn:aws:iam::333333333333:role/lms-prod-image-publisher",
        "arn:aws:iam::333333333333:role/lms-prod-planner",
        "arn:aws:iam::333333333333:role/lms-prod-readonly",
        "arn:aws:iam::333333333333:policy/lms-prod-access-*",
      ],
    });
  });

  it("no users or keys", () => {
    expect(statement("NoUsersOrKeys")).toEqual({
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
    });
  });
});

it("lets the deployer empty buckets where the data is disposable", () => {
  const statements = deployData({
    ...PROD,
    ...siteOf({ ...PROD, name: "dev", account: "111111111111" }),
    dataProtection: "disposable",
  });
  expect(statements.filter(({ Sid }) => Sid === "EmptyBuckets")).toEqual([
    {
      Sid: "EmptyBuckets",
      Effect: "Allow",
      Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"],
      Resource: ["arn:aws:s3:::lms-dev-*", "arn:aws:s3:::lms-dev-*/*"],
    },
  ]);
});
