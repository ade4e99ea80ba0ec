import type { Environment } from "../../../environments";
import { ACCESS_EDITS } from "./access";
import { at, type Configuration, type Edit, nodeGroup, type Writable } from "./edit";
import { LOSS_EDITS } from "./loss";
import { UNSEEN_EDITS } from "./unseen";

const PLANTED: readonly (Edit | undefined)[] = [
  LOSS_EDITS["aurora-other-key"],
  LOSS_EDITS["bucket-renamed"],
  ACCESS_EDITS["database-open"],
  ACCESS_EDITS["admin-attached"],
  ACCESS_EDITS["policy-star"],
  ACCESS_EDITS["trust-anyone"],
  ACCESS_EDITS["cluster-endpoint-open"],
  ACCESS_EDITS["key-not-rotated"],
  UNSEEN_EDITS["forgotten-only"],
  UNSEEN_EDITS["check-fails"],
];

/** Plans with much in them at once. */
export const COMBINED_EDITS: Readonly<Record<string, Edit>> = {
  "ten-dangers": {
    about: "everything that must not pass, in one plan",
    settings: (environment: Writable<Environment>) => {
      for (const edit of PLANTED) edit?.settings?.(environment);
      nodeGroup(environment, "general").diskGib = 100;
      nodeGroup(environment, "compute").capacity = "on-demand";
    },
    configuration: (root: Configuration) => {
      for (const edit of PLANTED) edit?.configuration?.(root);
      LOSS_EDITS["aurora-renamed-instance"]?.configuration?.(root);
      at(root, "aws_rds_cluster_instance.database_primary_us_east_1a").instance_class = "db.r7g.4xlarge";
      UNSEEN_EDITS["moved-only"]?.configuration?.(root);
    },
    says: [
      "loses data: YES, aws_s3_bucket.storage_backups_bucket and 2 more; opens access: 6",
      "nodes roll: nodes_compute, nodes_general",
      "OVER BUDGET",
      "aws_rds_cluster.database_home_cluster: REPLACED, destroyed BEFORE its successor is made: the database; kms_key_id forces it",
      "no deletion protection; NO final snapshot",
      "aws_s3_bucket.storage_backups_bucket: REPLACED, destroyed BEFORE",
      "force_destroy: with all that is in it",
      'looks like a rename to aws_rds_cluster_instance.database_primary_us_east_1a: .moveFromId("aws_rds_cluster_instance.database_home_us_east_1a")',
      "opens tcp 5432 from EVERYWHERE (0.0.0.0/0), into aws_security_group.database_home_postgresql (aws_rds_cluster.database_home_cluster)",
      "attaches ADMINISTRATORACCESS to lms-dev-web",
      "aws_iam_role_policy.identities_web_policy: allows EVERYTHING (*) on EVERYTHING (*)",
      "aws_iam_role.nodes_role: ANYONE (*): allows sts:AssumeRole",
      "opens the Kubernetes API to EVERYWHERE (0.0.0.0/0)",
      "aws_kms_key.keys_data: the key is not rotated",
      "aws_eks_node_group.nodes_compute: REPLACED: ALL its nodes are replaced",
      "capacity_type forces it: SPOT -> ON_DEMAND",
      "aws_eks_node_group.nodes_general: its nodes are rolled",
      "+$1,614 a month (db.r7g.4xlarge)",
      "check.site fails: the certificate of the site is about to expire",
      "forgotten: it stays in AWS",
      "aws_sqs_queue.video_failed: moved from aws_sqs_queue.video_failures",
    ],
  },
  "many-settings": {
    about: "five settings at once, the VPC's addresses among them",
    settings: (environment: Writable<Environment>) => {
      environment.network.cidr = "10.9.0.0/16";
      environment.network.natGateways = "one-per-zone";
      nodeGroup(environment, "general").instanceTypes = ["m6i.large"];
      if (environment.database.capacity.kind === "serverless") environment.database.capacity.maxCapacityAcu = 64;
      environment.logRetentionDays = 1;
    },
    says: [
      "aws_vpc.network_vpc: REPLACED",
      "-> 45 others follow: 9 aws_route_table_association, 9 aws_subnet",
      "nodes roll: nodes_compute, nodes_general, nodes_memory",
      "Aurora capacity unit",
      "+$5,431 at most",
      "24 aws_cloudwatch_log_group",
      "retention_in_days: 30 -> 1",
      "max_capacity: 2 -> 64",
      "deletes objects sooner (expiry expiration: 30 -> 1 days)",
    ],
  },
};
