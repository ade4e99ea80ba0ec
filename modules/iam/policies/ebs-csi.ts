import type { PolicyStatement } from "../../foundation/policy-document";
import type { ClusterScope } from "./scope";

/** The tag that the driver puts on each volume and snapshot that it makes. */
const DRIVER_TAG = "ebs.csi.aws.com/cluster";

/**
 * Policy of the EBS CSI driver: make volumes and snapshots that carry its tag, change only those, attach them only to
 * the cluster's nodes, and use the environment's key for them. Narrower than the managed policy AmazonEBSCSIDriverPolicyV2,
 * from which it is built: no in-tree volumes, and no node of another cluster.
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEBSCSIDriverPolicyV2.html
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 */
export function ebsCsi({ site, clusterName, dataKeyArn }: ClusterScope): PolicyStatement[] {
  const { account, region } = site;
  const volumes = `arn:aws:ec2:${region}:${account}:volume/*`;
  // The ARN of a snapshot names no account.
  const snapshots = `arn:aws:ec2:${region}::snapshot/*`;
  const instances = `arn:aws:ec2:${region}:${account}:instance/*`;
  const made = { StringEquals: { [`aws:RequestTag/${DRIVER_TAG}`]: "true" } };
  const own = { StringEquals: { [`aws:ResourceTag/${DRIVER_TAG}`]: "true" } };
  const viaEc2 = { "kms:ViaService": `ec2.${region}.amazonaws.com` };
  const allow = (Sid: string, Action: readonly string[], Resource: readonly string[]): PolicyStatement => ({
    Sid,
    Effect: "Allow",
    Action,
    Resource,
  });
  return [
    {
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
    },
    { ...allow("CreateVolumes", ["ec2:CopyVolumes", "ec2:CreateVolume"], [volumes]), Condition: made },
    {
      ...allow("CreateVolumesFromOwnSnapshots", ["ec2:CreateVolume", "ec2:EnableFastSnapshotRestores"], [snapshots]),
      Condition: own,
    },
    {
      ...allow(
        "ChangeOwnVolumes",
        [
          "ec2:AttachVolume",
          "ec2:CopyVolumes",
          "ec2:CreateSnapshot",
          "ec2:DeleteVolume",
          "ec2:DetachVolume",
          "ec2:ModifyVolume",
        ],
        [volumes],
      ),
      Condition: own,
    },
    {
      // EKS tags the instances of its managed node groups with the cluster's name.
      ...allow("AttachToOwnNodes", ["ec2:AttachVolume", "ec2:DetachVolume"], [instances]),
      Condition: { StringEquals: { "aws:ResourceTag/eks:cluster-name": clusterName } },
    },
    { ...allow("CreateSnapshots", ["ec2:CreateSnapshot"], [snapshots]), Condition: made },
    { ...allow("DeleteOwnSnapshots", ["ec2:DeleteSnapshot", "ec2:LockSnapshot"], [snapshots]), Condition: own },
    {
      ...allow("TagOnCreation", ["ec2:CreateTags"], [volumes, snapshots]),
      Condition: { StringEquals: { "ec2:CreateAction": ["CopyVolumes", "CreateSnapshot", "CreateVolume"] } },
    },
    {
      ...allow("ChangeTagsOfOwnVolumes", ["ec2:CreateTags", "ec2:DeleteTags"], [volumes]),
      // The tag that every other statement relies on stays as it was made.
      Condition: {
        ...own,
        Null: { "aws:TagKeys": "false" },
        "ForAllValues:StringNotEquals": { "aws:TagKeys": [DRIVER_TAG] },
      },
    },
    {
      ...allow(
        "EncryptVolumes",
        ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncrypt*"],
        [dataKeyArn],
      ),
      Condition: { StringEquals: viaEc2 },
    },
    {
      ...allow("GrantVolumesTheKey", ["kms:CreateGrant"], [dataKeyArn]),
      Condition: { StringEquals: viaEc2, Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}
