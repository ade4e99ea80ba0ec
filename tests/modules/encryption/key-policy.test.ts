import { describe, expect, it } from "vitest";
import { keyPolicy } from "../../../modules/encryption/key-policy";

const where = { account: "111111111111", region: "us-east-1" };
const accountRoot = { AWS: "arn:aws:iam::111111111111:root" };
const sids = (statements: ReturnType<typeof keyPolicy>) => statements.map(({ Sid }) => Sid);

describe("keyPolicy", () => {
  it("lets the account administer a key, without any right to use it", () => {
    const [administration, ...others] = keyPolicy(where);
    expect(others).toEqual([]);
    expect(administration).toMatchObject({ Sid: "Administration", Effect: "Allow", Principal: accountRoot });
    const actions = administration?.Action ?? [];
    expect(actions).toContain("kms:PutKeyPolicy");
    expect(actions).toContain("kms:ScheduleKeyDeletion");
    expect(actions).toContain("kms:RetireGrant");
    for (const use of [
      "kms:*",
      "kms:Decrypt",
      "kms:Encrypt",
      "kms:GenerateDataKey*",
      "kms:ReEncrypt*",
      "kms:CreateGrant",
    ]) {
      expect(actions).not.toContain(use);
    }
  });

  it("keeps those who may use a key from changing it, whatever their own policies say", () => {
    const roles = "arn:aws:iam::111111111111:role/lms-dev-*";
    const except = "arn:aws:iam::111111111111:role/lms-dev-admin";
    const [, statement] = keyPolicy({ ...where, keptFrom: { roles, except } });
    expect(statement).toEqual({
      Sid: "KeepFromChange",
      Effect: "Deny",
      Principal: "*",
      NotAction: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
        "kms:Get*",
        "kms:List*",
      ],
      Resource: "*",
      Condition: { ArnLike: { "aws:PrincipalArn": roles }, ArnNotEquals: { "aws:PrincipalArn": except } },
    });
  });

  it("lets identities use a key through the named services only", () => {
    const statements = keyPolicy({ ...where, throughServices: ["rds", "s3"] });
    const viaServices = { "kms:ViaService": ["rds.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com"] };
    expect(statements.slice(1)).toEqual([
      {
        Sid: "UseThroughServices",
        Effect: "Allow",
        Principal: accountRoot,
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: { StringEquals: viaServices },
      },
      {
        Sid: "GrantsThroughServices",
        Effect: "Allow",
        Principal: accountRoot,
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { StringEquals: viaServices, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  });

  it("lets services use a key for resources of the account only", () => {
    expect(keyPolicy({ ...where, byServices: ["sns.amazonaws.com"] }).slice(1)).toEqual([
      {
        Sid: "UseByServices",
        Effect: "Allow",
        Principal: { Service: ["sns.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      },
    ]);
  });

  it("lets EventBridge use a key without a condition, which EventBridge could not meet", () => {
    expect(keyPolicy({ ...where, byEventBridge: true }).slice(1)).toEqual([
      {
        Sid: "UseByEventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: "*",
      },
    ]);
  });

  it("lets CloudWatch Logs use a key for log groups of the account and region only", () => {
    expect(keyPolicy({ ...where, byCloudWatchLogs: true }).slice(1)).toEqual([
      {
        Sid: "UseByCloudWatchLogs",
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Action: ["kms:Decrypt", "kms:Describe*", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:us-east-1:111111111111:log-group:*" },
        },
      },
    ]);
  });

  it("lets Auto Scaling's service-linked role, and no one else, use a key for volumes", () => {
    const serviceLinkedRole = {
      StringEquals: { "kms:CallerAccount": "111111111111" },
      ArnEquals: {
        "aws:PrincipalArn":
          "arn:aws:iam::111111111111:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      },
    };
    expect(keyPolicy({ ...where, byAutoScaling: true }).slice(1)).toEqual([
      {
        Sid: "UseByAutoScaling",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
        Resource: "*",
        Condition: serviceLinkedRole,
      },
      {
        Sid: "GrantsByAutoScaling",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "kms:CreateGrant",
        Resource: "*",
        Condition: { ...serviceLinkedRole, Bool: { "kms:GrantIsForAWSResource": "true" } },
      },
    ]);
  });

  it("lets CloudFront decrypt for the account's distributions", () => {
    expect(keyPolicy({ ...where, byCloudFront: true }).slice(1)).toEqual([
      {
        Sid: "DecryptByCloudFront",
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::111111111111:distribution/*" } },
      },
    ]);
  });

  it("lets identities use a key directly, with grants for AWS resources only", () => {
    const statements = keyPolicy({ ...where, byIdentities: true });
    expect(sids(statements)).toEqual(["Administration", "UseByIdentities", "GrantsForAwsResources"]);
    expect(statements[2]?.Condition).toEqual({ Bool: { "kms:GrantIsForAWSResource": "true" } });
  });
});
