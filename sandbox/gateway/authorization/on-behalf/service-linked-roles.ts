import type { Call } from "../call";
import type { Need } from "../table";
import type { OnBehalf } from "./row";

/** A service-linked role that appears with the first call of an account. */
function linkedRole(service: string, role: string) {
  return ({ account }: Call): Need[] => [
    {
      action: "iam:CreateServiceLinkedRole",
      resource: `arn:aws:iam::${account}:role/aws-service-role/${service}/${role}`,
      context: { "iam:awsservicename": service },
      unlessExists: true,
    },
  ];
}

/** The service-linked roles that an account's first resources of a kind bring. */
export const SERVICE_LINKED_ROLES: readonly OnBehalf[] = [
  {
    of: ["kms CreateKey"],
    needs: (call) =>
      call.isTrue("MultiRegion")
        ? linkedRole("mrk.kms.amazonaws.com", "AWSServiceRoleForKMSMultiRegionKeys")(call)
        : [],
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-auth-slr.html",
  },
  {
    of: ["kms ReplicateKey"],
    needs: linkedRole("mrk.kms.amazonaws.com", "AWSServiceRoleForKMSMultiRegionKeys"),
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html",
  },
  {
    of: ["rds CreateDBCluster", "rds CreateDBInstance", "rds CreateGlobalCluster"],
    needs: linkedRole("rds.amazonaws.com", "AWSServiceRoleForRDS"),
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html",
  },
  {
    of: ["eks CreateCluster"],
    needs: linkedRole("eks.amazonaws.com", "AWSServiceRoleForAmazonEKS"),
    source: "https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks.html",
  },
  {
    of: ["eks CreateNodegroup"],
    needs: linkedRole("eks-nodegroup.amazonaws.com", "AWSServiceRoleForAmazonEKSNodegroup"),
    source: "https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks-nodegroups.html",
  },
  {
    of: ["elasticache CreateReplicationGroup"],
    needs: linkedRole("elasticache.amazonaws.com", "AWSServiceRoleForElastiCache"),
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/using-service-linked-roles.html",
  },
  {
    of: ["elasticloadbalancing CreateLoadBalancer"],
    needs: linkedRole("elasticloadbalancing.amazonaws.com", "AWSServiceRoleForElasticLoadBalancing"),
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-service-linked-roles.html",
  },
  {
    of: ["backup CreateBackupSelection"],
    needs: linkedRole("backup.amazonaws.com", "AWSServiceRoleForBackup"),
    source:
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html",
  },
  {
    of: ["backup CreateRestoreTestingPlan"],
    needs: linkedRole("restore-testing.backup.amazonaws.com", "AWSServiceRoleForBackupRestoreTesting"),
    source:
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackupRestoreTesting.html",
  },
  {
    of: ["application-autoscaling RegisterScalableTarget"],
    needs: (call) =>
      call.text("ServiceNamespace") === "rds"
        ? linkedRole(
            "rds.application-autoscaling.amazonaws.com",
            "AWSServiceRoleForApplicationAutoScaling_RDSCluster",
          )(call)
        : [],
    source:
      "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html",
  },
  {
    of: ["chatbot CreateSlackChannelConfiguration"],
    needs: linkedRole("management.chatbot.amazonaws.com", "AWSServiceRoleForAWSChatbot"),
    source: "https://docs.aws.amazon.com/chatbot/latest/adminguide/using-service-linked-roles.html",
  },
  {
    // For CloudWatch Logs and S3 it writes a policy of the destination instead.
    of: ["wafv2 PutLoggingConfiguration"],
    needs: (call) =>
      call.texts("LoggingConfiguration", "LogDestinationConfigs").some((arn) => arn.startsWith("arn:aws:firehose:"))
        ? linkedRole("wafv2.amazonaws.com", "AWSServiceRoleForWAFV2Logging")(call)
        : [],
    source: "https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html",
  },
  {
    of: ["ecr PutReplicationConfiguration"],
    needs: linkedRole("replication.ecr.amazonaws.com", "AWSServiceRoleForECRReplication"),
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-replication.html",
  },
];
