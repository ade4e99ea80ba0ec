import { describe, expect, it } from "vitest";
import {
  lifecyclePolicy,
  registryKeyPolicy,
  replicationRights,
  replicationTrust,
  repositoryArn,
  repositoryPolicy,
} from "../../../modules/ecr/registry-policies";

const PUBLISHER = "arn:aws:iam::555555555555:role/lms-shared-image-publisher";

describe("a repository", () => {
  const statements = repositoryPolicy(["111111111111", "333333333333"], PUBLISHER);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["PullByEnvironments", "PushByPublisher", "NoOtherPush"]);
  });

  it("pull by environments", () => {
    expect(statement("PullByEnvironments")).toEqual({
      Sid: "PullByEnvironments",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::111111111111:root", "arn:aws:iam::333333333333:root"] },
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    });
  });

  it("push by publisher", () => {
    expect(statement("PushByPublisher")).toEqual({
      Sid: "PushByPublisher",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::555555555555:role/lms-shared-image-publisher"] },
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
    });
  });

  it("no other push", () => {
    expect(statement("NoOtherPush")).toEqual({
      Sid: "NoOtherPush",
      Effect: "Deny",
      Principal: "*",
      Action: ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
      Condition: { ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::555555555555:role/lms-shared-image-publisher" } },
    });
  });
});

describe("a copy of a repository", () => {
  const statements = repositoryPolicy(["111111111111"], "none");
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["PullByEnvironments", "NoPush"]);
  });

  it("pull by environments", () => {
    expect(statement("PullByEnvironments")).toEqual({
      Sid: "PullByEnvironments",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::111111111111:root"] },
      Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    });
  });

  it("no push", () => {
    expect(statement("NoPush")).toEqual({
      Sid: "NoPush",
      Effect: "Deny",
      Principal: "*",
      Action: ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
    });
  });
});

describe("the key of the images", () => {
  const statements = registryKeyPolicy({ account: "555555555555", region: "us-east-1" });
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "Administration",
      "UseThroughServices",
      "GrantsThroughServices",
      "RetireGrantsThroughEcr",
    ]);
  });

  it("administration", () => {
    expect(statement("Administration")).toEqual({
      Sid: "Administration",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::555555555555:root" },
      Action: [
        "kms:CancelKeyDeletion",
        "kms:CreateAlias",
        "kms:DeleteAlias",
        "kms:DescribeKey",
        "kms:DisableKey",
        "kms:EnableKey",
        "kms:EnableKeyRotation",
        "kms:GetKeyPolicy",
        "kms:GetKeyRotationStatus",
        "kms:ListAliases",
        "kms:ListGrants",
        "kms:ListKeyRotations",
        "kms:ListResourceTags",
        "kms:PutKeyPolicy",
        "kms:ReplicateKey",
        "kms:RevokeGrant",
        "kms:ScheduleKeyDeletion",
        "kms:TagResource",
        "kms:UntagResource",
        "kms:UpdateAlias",
        "kms:UpdateKeyDescription",
        "kms:UpdatePrimaryRegion",
      ],
      Resource: "*",
    });
  });

  it("use through services", () => {
    expect(statement("UseThroughServices")).toEqual({
      Sid: "UseThroughServices",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::555555555555:root" },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey*",
        "kms:ReEncrypt*",
        "kms:RetireGrant",
      ],
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": ["ecr.us-east-1.amazonaws.com"] } },
    });
  });

  it("grants through services", () => {
    expect(statement("GrantsThroughServices")).toEqual({
      Sid: "GrantsThroughServices",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::555555555555:root" },
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: {
        StringEquals: { "kms:ViaService": ["ecr.us-east-1.amazonaws.com"] },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    });
  });

  it("retire grants through ecr", () => {
    expect(statement("RetireGrantsThroughEcr")).toEqual({
      Sid: "RetireGrantsThroughEcr",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::555555555555:root" },
      Action: "kms:RetireGrant",
      Resource: "*",
      Condition: { StringEquals: { "kms:ViaService": "ecr.us-east-1.amazonaws.com" } },
    });
  });
});

describe("the role of the replication", () => {
  const statements = replicationRights(
    { account: "555555555555", region: "eu-west-1" },
    "arn:aws:kms:eu-west-1:555555555555:key/mrk-1",
  );
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual(["MakeRepositories", "UseKey"]);
  });

  it("make repositories", () => {
    expect(statement("MakeRepositories")).toEqual({
      Sid: "MakeRepositories",
      Effect: "Allow",
      Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
      Resource: ["arn:aws:ecr:eu-west-1:555555555555:repository/lms/*"],
    });
  });

  it("use key", () => {
    expect(statement("UseKey")).toEqual({
      Sid: "UseKey",
      Effect: "Allow",
      Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
      Resource: ["arn:aws:kms:eu-west-1:555555555555:key/mrk-1"],
      Condition: { StringEquals: { "kms:ViaService": "ecr.eu-west-1.amazonaws.com" } },
    });
  });
});

it("lets ECR alone make the copies", () => {
  expect(replicationTrust()).toEqual([
    { Sid: "Ecr", Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: ["sts:AssumeRole"] },
  ]);
});

it("deletes untagged images and all but the last ones", () => {
  expect(JSON.parse(lifecyclePolicy({ untaggedDays: 14, keepImages: 100 }))).toEqual({
    rules: [
      {
        rulePriority: 1,
        description: "Delete untagged images after 14 days",
        selection: { tagStatus: "untagged", countType: "sinceImagePushed", countUnit: "days", countNumber: 14 },
        action: { type: "expire" },
      },
      {
        rulePriority: 2,
        description: "Keep the last 100 images",
        selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
        action: { type: "expire" },
      },
    ],
  });
});

it("names repositories after services", () => {
  expect(repositoryArn({ account: "555555555555", region: "us-east-1" }, "web")).toBe(
    "arn:aws:ecr:us-east-1:555555555555:repository/lms/web",
  );
});
