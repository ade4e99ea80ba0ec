import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { permissionsBoundary, regionsOf } from "../../../../modules/iam/policies/permissions-boundary";

const PROD = {
  ...siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  stateBucket: "lms-prod-terraform-state-333333333333",
  dataProtection: "retained",
  recovery: { region: "eu-west-1" },
} as const;

describe("the permissions boundary", () => {
  const statements = permissionsBoundary(PROD);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "CallServices",
      "ServiceLinkedRoles",
      "HandOverOwnRoles",
      "ReadServerCertificates",
      "NoAccessRoles",
      "NoState",
      "NoOtherRegions",
    ]);
  });

  it("call services", () => {
    expect(statement("CallServices")).toEqual({
      Sid: "CallServices",
      Effect: "Allow",
      Action: [
        "acm:*",
        "application-autoscaling:*",
        "autoscaling:*",
        "backup:*",
        "backup-storage:*",
        "cloudwatch:*",
        "cognito-idp:*",
        "ec2:*",
        "ecr:*",
        "eks:*",
        "eks-auth:*",
        "elasticache:*",
        "elasticloadbalancing:*",
        "events:*",
        "kms:*",
        "lambda:*",
        "logs:*",
        "mediaconvert:*",
        "rds:*",
        "rds-db:*",
        "route53:*",
        "s3:*",
        "scheduler:*",
        "secretsmanager:*",
        "shield:*",
        "sns:*",
        "sqs:*",
        "ssm:*",
        "ssmmessages:*",
        "tag:*",
        "waf-regional:*",
        "wafv2:*",
        "xray:*",
        "iam:ListServerCertificates",
      ],
      Resource: "*",
    });
  });

  it("service linked roles", () => {
    expect(statement("ServiceLinkedRoles")).toEqual({
      Sid: "ServiceLinkedRoles",
      Effect: "Allow",
      Action: ["iam:CreateServiceLinkedRole"],
      Resource: ["arn:aws:iam::333333333333:role/aws-service-role/*"],
    });
  });

  it("hand over own roles", () => {
    expect(statement("HandOverOwnRoles")).toEqual({
      Sid: "HandOverOwnRoles",
      Effect: "Allow",
      Action: ["iam:GetRole", "iam:PassRole"],
      Resource: ["arn:aws:iam::333333333333:role/lms-prod-*"],
    });
  });

  it("read server certificates", () => {
    expect(statement("ReadServerCertificates")).toEqual({
      Sid: "ReadServerCertificates",
      Effect: "Allow",
      Action: ["iam:GetServerCertificate"],
      Resource: ["arn:aws:iam::333333333333:server-certificate/*"],
    });
  });

  it("no access roles", () => {
    expect(statement("NoAccessRoles")).toEqual({
      Sid: "NoAccessRoles",
      Effect: "Deny",
      Action: ["iam:PassRole", "sts:AssumeRole"],
      Resource: [
        "arn:aws:iam::333333333333:role/lms-prod-admin",
        "arn:aws:iam::333333333333:role/lms-prod-deployer",
        "arn:aws:iam::333333333333:role/lms-prod-developer",
        "arn:aws:iam::333333333333:role/lms-prod-image-publisher",
        "arn:aws:iam::333333333333:role/lms-prod-planner",
        "arn:aws:iam::333333333333:role/lms-prod-readonly",
      ],
    });
  });

  it("no state", () => {
    expect(statement("NoState")).toEqual({
      Sid: "NoState",
      Effect: "Deny",
      Action: ["s3:*"],
      Resource: [
        "arn:aws:s3:::lms-prod-terraform-state-333333333333",
        "arn:aws:s3:::lms-prod-terraform-state-333333333333/*",
      ],
    });
  });

  it("no other regions", () => {
    expect(statement("NoOtherRegions")).toEqual({
      Sid: "NoOtherRegions",
      Effect: "Deny",
      NotAction: ["iam:*", "route53:*", "shield:*", "s3:ListAllMyBuckets"],
      Resource: "*",
      Condition: { StringNotEquals: { "aws:RequestedRegion": ["us-east-1", "eu-west-1"] } },
    });
  });
});

it("knows one region where there is no recovery", () => {
  expect(regionsOf({ region: "us-east-1", recovery: "none" })).toEqual(["us-east-1"]);
});
