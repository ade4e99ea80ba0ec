import type { Question } from "../gateway/dispatch";
import { type Account, ask, assume, blocks, type Delivery, text, type Values } from "./delivery";

/** What EKS says of a pod when it takes a role for it. @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html */
function assumeForPod(account: Account, clusterArn: string, pod: Values): Question[] {
  const context = {
    "aws:requesttag/eks-cluster-arn": clusterArn,
    "aws:requesttag/kubernetes-namespace": text(pod, "namespace"),
    "aws:requesttag/kubernetes-service-account": text(pod, "service_account"),
  };
  return assume(account, "pods.eks.amazonaws.com", text(pod, "role_arn"), context, [
    "sts:AssumeRole",
    "sts:TagSession",
  ]);
}

/** A name that AWS Backup gives to what it restores in a test. */
const RESTORED = "awsbackup-restore-test-1";

/** Roles that services take when they work, and what they do with keys then. */
export const ROLES: readonly Delivery[] = [
  {
    of: "aws_eks_pod_identity_association",
    needs: (values, account) => {
      const cluster = text(account.find("aws_eks_cluster", "name", text(values, "cluster_name")), "arn");
      return assumeForPod(account, cluster, values);
    },
    source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  },
  {
    // Auto Scaling starts the nodes, with volumes that a key of the account encrypts.
    of: "aws_eks_node_group",
    needs: (values, account) => {
      const [used] = blocks(values, "launch_template");
      const template = account.find("aws_launch_template", "id", text(used, "id"));
      const disks = blocks(template, "block_device_mappings").flatMap((disk) => blocks(disk, "ebs"));
      const service = "autoscaling.amazonaws.com";
      const role = `arn:aws:iam::${account.id}:role/aws-service-role/${service}/AWSServiceRoleForAutoScaling`;
      return [
        ...assume(account, "ec2.amazonaws.com", text(values, "node_role_arn")),
        ...disks.flatMap((disk) => {
          const key = text(disk, "kms_key_id");
          const use = ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom"];
          return [
            ...ask(account, { as: role }, key, use),
            ...ask(account, { as: role }, key, ["kms:CreateGrant"], { "kms:grantisforawsresource": "true" }),
          ];
        }),
      ];
    },
    source: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
  },
  {
    of: "aws_eks_addon",
    needs: (values, account) => {
      const arn = text(account.find("aws_eks_cluster", "name", text(values, "cluster_name")), "arn");
      return blocks(values, "pod_identity_association").flatMap((pod) =>
        assumeForPod(account, arn, { ...pod, namespace: "kube-system" }),
      );
    },
    source: "https://docs.aws.amazon.com/eks/latest/userguide/add-ons-iam.html",
  },
  {
    of: "aws_ecr_repository_creation_template",
    needs: (values, account) => assume(account, "ecr.amazonaws.com", text(values, "custom_role_arn")),
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-iam.html",
  },
  {
    of: "aws_rds_cluster_instance",
    needs: (values, account) =>
      assume(account, "monitoring.rds.amazonaws.com", text(values, "monitoring_role_arn"), {
        "aws:sourcearn": text(values, "arn"),
      }),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Monitoring.OS.Enabling.html",
  },
  {
    of: "aws_backup_selection",
    needs: (values, account) => assume(account, "backup.amazonaws.com", text(values, "iam_role_arn")),
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/iam-service-roles.html",
  },
  {
    // AWS Backup names what it restores, and into which subnets it is told.
    of: "aws_backup_restore_testing_selection",
    needs: (values, account) => {
      const role = text(values, "iam_role_arn");
      const overrides = (values.restore_metadata_overrides ?? {}) as Values;
      const database = text(values, "protected_resource_type") === "Aurora";
      const restored = database
        ? [`cluster:${RESTORED}`, `subgrp:${text(overrides, "dbSubnetGroupName")}`].flatMap((resource) =>
            ask(account, { as: role }, `arn:aws:rds:${account.region}:${account.id}:${resource}`, [
              "rds:RestoreDBClusterFromSnapshot",
            ]),
          )
        : ask(account, { as: role }, `arn:aws:s3:::${RESTORED}`, ["s3:CreateBucket"]);
      return [...assume(account, "backup.amazonaws.com", role), ...restored];
    },
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/restore-testing.html",
  },
  {
    // The role of the selection copies to the vaults of the plan's rules.
    of: "aws_backup_plan",
    needs: (values, account) => {
      const role = text(account.find("aws_backup_selection", "plan_id", text(values, "id")), "iam_role_arn");
      const copies = blocks(values, "rule").flatMap((rule) => blocks(rule, "copy_action"));
      const vaults = new Set(copies.map((copy) => text(copy, "destination_vault_arn")));
      return [...vaults].flatMap((vault) => ask(account, { as: role }, vault, ["backup:CopyIntoBackupVault"]));
    },
    source: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
  },
  {
    of: "aws_chatbot_slack_channel_configuration",
    needs: (values, account) => assume(account, "chatbot.amazonaws.com", text(values, "iam_role_arn")),
    source: "https://docs.aws.amazon.com/chatbot/latest/adminguide/chatbot-iam-roles-policies.html",
  },
];
