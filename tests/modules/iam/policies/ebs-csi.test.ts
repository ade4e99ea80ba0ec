import { describe, expect, it } from "vitest";
import { siteOf } from "../../../../modules/foundation/names";
import { ebsCsi } from "../../../../modules/iam/policies/ebs-csi";

const SCOPE = {
  site: siteOf({ name: "prod", account: "333333333333", region: "us-east-1" }),
  clusterName: "lms-prod",
  dataKeyArn: "arn:aws:kms:us-east-1:333333333333:key/data",
  logsKeyArn: "arn:aws:kms:us-east-1:333333333333:key/logs",
  messagesKeyArn: "arn:aws:kms:us-east-1:333333333333:key/messages",
};

describe("the EBS CSI driver", () => {
  const statements = ebsCsi(SCOPE);
  const statement = (sid: string) => statements.find(({ Sid }) => Sid === sid);

  it("has these statements and no other", () => {
    expect(statements.map(({ Sid }) => Sid)).toEqual([
      "Describe",
      "CreateVolumes",
      "CreateVolumesFromOwnSnapshots",
      "ChangeOwnVolumes",
      "AttachToOwnNodes",
      "CreateSnapshots",
      "DeleteOwnSnapshots",
      "TagOnCreation",
      "ChangeTagsOfOwnVolumes",
      "EncryptVolumes",
      "GrantVolumesTheKey",
    ]);
  });

  it("describe", () => {
    expect(statement("Describe")).toEqual({
      Sid: "Describe",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeInstances",
        "ec2:DescribeSnapshots",
        "ec2:DescribeTags",
        "ec2:DescribeVolumeStatus",
        "ec2:DescribeVolumes",
        "ec2:DescribeVolumesModifications",
      ],
      Resource: "*",
    });
  });

  it("create volumes", () => {
    expect(statement("CreateVolumes")).toEqual({
      Sid: "CreateVolumes",
      Effect: "Allow",
      Action: ["ec2:CopyVolumes", "ec2:CreateVolume"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:volume/*"],
      Condition: { StringEquals: { "aws:RequestTag/ebs.csi.aws.com/cluster": "true" } },
    });
  });

  it("create volumes from own snapshots", () => {
    expect(statement("CreateVolumesFromOwnSnapshots")).toEqual({
      Sid: "CreateVolumesFromOwnSnapshots",
      Effect: "Allow",
      Action: ["ec2:CreateVolume", "ec2:EnableFastSnapshotRestores"],
      Resource: ["arn:aws:ec2:us-east-1::snapshot/*"],
      Condition: { StringEquals: { "aws:ResourceTag/ebs.csi.aws.com/cluster": "true" } },
    });
  });

  it("change own volumes", () => {
    expect(statement("ChangeOwnVolumes")).toEqual({
      Sid: "ChangeOwnVolumes",
      Effect: "Allow",
      Action: [
        "ec2:AttachVolume",
        "ec2:CopyVolumes",
        "ec2:CreateSnapshot",
        "ec2:DeleteVolume",
        "ec2:DetachVolume",
        "ec2:ModifyVolume",
      ],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:volume/*"],
      Condition: { StringEquals: { "aws:ResourceTag/ebs.csi.aws.com/cluster": "true" } },
    });
  });

  it("attach to own nodes", () => {
    expect(statement("AttachToOwnNodes")).toEqual({
      Sid: "AttachToOwnNodes",
      Effect: "Allow",
      Action: ["ec2:AttachVolume", "ec2:DetachVolume"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:instance/*"],
      Condition: { StringEquals: { "aws:ResourceTag/eks:cluster-name": "lms-prod" } },
    });
  });

  it("create snapshots", () => {
    expect(statement("CreateSnapshots")).toEqual({
      Sid: "CreateSnapshots",
      Effect: "Allow",
      Action: ["ec2:CreateSnapshot"],
      Resource: ["arn:aws:ec2:us-east-1::snapshot/*"],
      Condition: { StringEquals: { "aws:RequestTag/ebs.csi.aws.com/cluster": "true" } },
    });
  });

  it("delete own snapshots", () => {
    expect(statement("DeleteOwnSnapshots")).toEqual({
      Sid: "DeleteOwnSnapshots",
      Effect: "Allow",
      Action: ["ec2:DeleteSnapshot", "ec2:LockSnapshot"],
      Resource: ["arn:aws:ec2:us-east-1::snapshot/*"],
      Condition: { StringEquals: { "aws:ResourceTag/ebs.csi.aws.com/cluster": "true" } },
    });
  });

  it("tag on creation", () => {
    expect(statement("TagOnCreation")).toEqual({
      Sid: "TagOnCreation",
      Effect: "Allow",
      Action: ["ec2:CreateTags"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:volume/*", "arn:aws:ec2:us-east-1::snapshot/*"],
      Condition: { StringEquals: { "ec2:CreateAction": ["CopyVolumes", "CreateSnapshot", "CreateVolume"] } },
    });
  });

  it("change tags of own volumes", () => {
    expect(statement("ChangeTagsOfOwnVolumes")).toEqual({
      Sid: "ChangeTagsOfOwnVolumes",
      Effect: "Allow",
      Action: ["ec2:CreateTags", "ec2:DeleteTags"],
      Resource: ["arn:aws:ec2:us-east-1:333333333333:volume/*"],
      Condition: {
        StringEquals: { "aws:ResourceTag/ebs.csi.aws.com/cluster": "true" },
        Null: { "aws:TagKeys": "false" },
        "ForAllValues:StringNotEquals": { "aws:TagKeys": ["ebs.csi.aws.com/cluster"] },
      },
    });
  });

  it("encrypt volumes", () => {
    expect(statement("EncryptVolumes")).toEqual({
      Sid: "EncryptVolumes",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: { StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" } },
    });
  });

  it("grant volumes the key", () => {
    expect(statement("GrantVolumesTheKey")).toEqual({
      Sid: "GrantVolumesTheKey",
      Effect: "Allow",
      Action: ["kms:CreateGrant"],
      Resource: ["arn:aws:kms:us-east-1:333333333333:key/data"],
      Condition: {
        StringEquals: { "kms:ViaService": "ec2.us-east-1.amazonaws.com" },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    });
  });
});
