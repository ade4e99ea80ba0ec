import { textOf } from "../plan/values";

/** A loss that comes with the end of a resource. */
export interface Holder {
  /** The thing that is lost, such as `the database`. */
  readonly holds: string;
  /** Arguments that decide whether it is gone for good, with what their values mean. */
  readonly guards?: readonly Guard[];
}

/** An argument of a holder, and what a reader must know of its value. */
export interface Guard {
  readonly path: string;
  readonly is: unknown;
  readonly says: string;
}

const PROTECTED: Guard = { path: "deletion_protection", is: true, says: "deletion protection refuses it" };
const UNPROTECTED: Guard = { path: "deletion_protection", is: false, says: "no deletion protection" };
const NO_SNAPSHOT: Guard = { path: "skip_final_snapshot", is: true, says: "NO final snapshot" };
const SNAPSHOT: Guard = { path: "skip_final_snapshot", is: false, says: "with a final snapshot" };
const WITH_OBJECTS: Guard = { path: "force_destroy", is: true, says: "force_destroy: with all that is in it" };
const ONLY_EMPTY: Guard = { path: "force_destroy", is: false, says: "only when it is empty" };

/** The resource types that hold what cannot be made again from code. */
export const HOLDERS: Readonly<Record<string, Holder>> = {
  aws_backup_vault: { holds: "the recovery points in it", guards: [WITH_OBJECTS, ONLY_EMPTY] },
  aws_cloudwatch_log_group: {
    holds: "the logs in it",
    guards: [{ path: "skip_destroy", is: true, says: "the log group itself stays" }],
  },
  aws_db_cluster_snapshot: { holds: "the snapshot" },
  aws_db_instance: { holds: "the database", guards: [PROTECTED, UNPROTECTED, NO_SNAPSHOT, SNAPSHOT] },
  aws_db_snapshot: { holds: "the snapshot" },
  aws_dynamodb_table: {
    holds: "the table",
    guards: [
      { path: "deletion_protection_enabled", is: true, says: "deletion protection refuses it" },
      { path: "deletion_protection_enabled", is: false, says: "no deletion protection" },
    ],
  },
  aws_ebs_snapshot: { holds: "the snapshot" },
  aws_ebs_volume: { holds: "the volume" },
  aws_ecr_repository: {
    holds: "the images",
    guards: [
      { path: "force_delete", is: true, says: "force_delete: with its images" },
      { path: "force_delete", is: false, says: "only when it is empty" },
    ],
  },
  aws_efs_file_system: { holds: "the files" },
  aws_eks_cluster: {
    holds: "the cluster with all that runs in it",
    guards: [PROTECTED, UNPROTECTED],
  },
  aws_elasticache_replication_group: {
    holds: "the data in memory",
    guards: [
      { path: "final_snapshot_identifier", is: undefined, says: "NO final snapshot" },
      { path: "final_snapshot_identifier", is: null, says: "NO final snapshot" },
    ],
  },
  aws_kms_key: {
    holds: "all that is encrypted with it, once its waiting period is over",
    guards: [{ path: "deletion_window_in_days", is: 7, says: "7 days to cancel the deletion" }],
  },
  aws_kms_replica_key: { holds: "what is encrypted in its region, once its waiting period is over" },
  aws_rds_cluster: { holds: "the database", guards: [PROTECTED, UNPROTECTED, NO_SNAPSHOT, SNAPSHOT] },
  aws_rds_cluster_instance: { holds: "an instance of the database; the cluster keeps the data" },
  aws_rds_global_cluster: { holds: "the link to the database's other region", guards: [PROTECTED, UNPROTECTED] },
  aws_route53_zone: { holds: "the zone with its name servers, which the parent zone names", guards: [WITH_OBJECTS] },
  aws_s3_bucket: { holds: "the bucket", guards: [WITH_OBJECTS, ONLY_EMPTY] },
  aws_s3_object: { holds: "the object" },
  aws_secretsmanager_secret: {
    holds: "the secret's value",
    guards: [{ path: "recovery_window_in_days", is: 0, says: "at once, without a recovery window" }],
  },
  aws_sqs_queue: { holds: "the messages in it" },
  aws_ssm_parameter: { holds: "the parameter's value" },
  aws_vpc: { holds: "the network with all that is in it" },
  kubernetes_namespace_v1: { holds: "the namespace with all that runs in it" },
  kubernetes_persistent_volume_claim_v1: { holds: "the volume" },
};

/** A setting that keeps data from being lost, and the change that takes it away. */
export interface Safety {
  readonly type: string;
  readonly path: string;
  /** Tells whether the change makes it worse. */
  readonly worse: (before: unknown, after: unknown) => boolean;
  readonly says: string;
}

const isTrue = (value: unknown) => value === true || value === "true";
const turnedOff = (before: unknown, after: unknown) => isTrue(before) && !isTrue(after);
const turnedOn = (before: unknown, after: unknown) => !isTrue(before) && isTrue(after);
const smaller = (before: unknown, after: unknown) =>
  Number(textOf(after)) < Number(textOf(before)) && Number(textOf(before)) > 0;

/** Settings that keep what a resource holds from being lost later. */
export const SAFETIES: readonly Safety[] = [
  ...["aws_rds_cluster", "aws_db_instance", "aws_rds_global_cluster", "aws_eks_cluster"].map((type) => ({
    type,
    path: "deletion_protection",
    worse: turnedOff,
    says: "loses its deletion protection",
  })),
  ...["aws_rds_cluster", "aws_db_instance"].flatMap((type) => [
    { type, path: "skip_final_snapshot", worse: turnedOn, says: "takes no final snapshot any more" },
    { type, path: "backup_retention_period", worse: smaller, says: "can be restored to fewer days back" },
    { type, path: "delete_automated_backups", worse: turnedOn, says: "takes its backups along when it is deleted" },
  ]),
  { type: "aws_s3_bucket", path: "force_destroy", worse: turnedOn, says: "can be destroyed with its objects" },
  {
    type: "aws_s3_bucket_versioning",
    path: "versioning_configuration.status",
    worse: (before, after) => before === "Enabled" && after !== "Enabled",
    says: "keeps no old versions any more: what is deleted is gone",
  },
  {
    type: "aws_backup_vault",
    path: "force_destroy",
    worse: turnedOn,
    says: "can be destroyed with its recovery points",
  },
  {
    type: "aws_elasticache_replication_group",
    path: "snapshot_retention_limit",
    worse: smaller,
    says: "keeps fewer snapshots",
  },
  {
    type: "aws_kms_key",
    path: "deletion_window_in_days",
    worse: smaller,
    says: "leaves less time to cancel its deletion",
  },
  {
    type: "aws_secretsmanager_secret",
    path: "recovery_window_in_days",
    worse: smaller,
    says: "leaves less time to restore it",
  },
  {
    type: "aws_dynamodb_table",
    path: "deletion_protection_enabled",
    worse: turnedOff,
    says: "loses its deletion protection",
  },
];

/** Resources whose end takes a guard of data away. */
export const GUARDIANS: Readonly<Record<string, string>> = {
  aws_backup_plan: "nothing is backed up by it any more",
  aws_backup_selection: "what it selects is not backed up any more",
  aws_backup_vault_lock_configuration: "recovery points can be deleted before their time",
  aws_s3_bucket_replication_configuration: "objects are not copied to the other region any more",
  aws_s3_bucket_versioning: "the bucket keeps no old versions any more",
};
