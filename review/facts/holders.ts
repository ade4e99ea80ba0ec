import { IRREPLACEABLE } from "../../modules/foundation/irreplaceable";
import { textOf } from "../plan/values";

/** A loss that comes with the end of a resource. */
export interface Holder {
  /** The thing that is lost, such as `the database`. */
  readonly holds: string;
  /** Arguments that decide whether it is gone for good, with what their values mean. */
  readonly guards: readonly Guard[];
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

/** Types that only other code than the platform's makes, with what is lost with one. */
const FOREIGN: Readonly<Record<string, string>> = {
  aws_db_cluster_snapshot: "the snapshot",
  aws_db_instance: "the database",
  aws_db_snapshot: "the snapshot",
  aws_dynamodb_table: "the table",
  aws_ebs_snapshot: "the snapshot",
  aws_ebs_volume: "the volume",
  aws_efs_file_system: "the files",
};

/** Types of which the code makes one anew as it was, but whose end should be known. */
const REPLACEABLE: Readonly<Record<string, string>> = {
  aws_rds_cluster_instance: "an instance of the database; the cluster keeps the data",
  aws_s3_object: "the object",
  aws_ssm_parameter: "the parameter's value",
  kubernetes_namespace_v1: "the namespace with all that runs in it",
  kubernetes_persistent_volume_claim_v1: "the volume",
};

const GUARDS: Readonly<Record<string, readonly Guard[]>> = {
  aws_backup_vault: [WITH_OBJECTS, ONLY_EMPTY],
  aws_cloudwatch_log_group: [{ path: "skip_destroy", is: true, says: "the log group itself stays" }],
  aws_db_instance: [PROTECTED, UNPROTECTED, NO_SNAPSHOT, SNAPSHOT],
  aws_dynamodb_table: [
    { path: "deletion_protection_enabled", is: true, says: "deletion protection refuses it" },
    { path: "deletion_protection_enabled", is: false, says: "no deletion protection" },
  ],
  aws_ecr_repository: [
    { path: "force_delete", is: true, says: "force_delete: with its images" },
    { path: "force_delete", is: false, says: "only when it is empty" },
  ],
  aws_eks_cluster: [PROTECTED, UNPROTECTED],
  aws_elasticache_replication_group: [
    { path: "final_snapshot_identifier", is: undefined, says: "NO final snapshot" },
    { path: "final_snapshot_identifier", is: null, says: "NO final snapshot" },
  ],
  aws_kms_key: [{ path: "deletion_window_in_days", is: 7, says: "7 days to cancel the deletion" }],
  aws_rds_cluster: [PROTECTED, UNPROTECTED, NO_SNAPSHOT, SNAPSHOT],
  aws_rds_global_cluster: [PROTECTED, UNPROTECTED],
  aws_route53_zone: [WITH_OBJECTS],
  aws_s3_bucket: [WITH_OBJECTS, ONLY_EMPTY],
  aws_secretsmanager_secret: [{ path: "recovery_window_in_days", is: 0, says: "at once, without a recovery window" }],
};

/** The resource types that hold what should not be lost. */
export const HOLDERS: Readonly<Record<string, Holder>> = Object.fromEntries(
  Object.entries({ ...IRREPLACEABLE, ...FOREIGN, ...REPLACEABLE }).map(([type, holds]) => [
    type,
    { holds, guards: GUARDS[type] ?? [] },
  ]),
);

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
/** Days of logs, of which none means for ever. */
const shorterLogs = (before: unknown, after: unknown) => {
  const [earlier, later] = [Number(before ?? 0), Number(after ?? 0)];
  return later > 0 && (earlier === 0 || later < earlier);
};

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
    type: "aws_cloudwatch_log_group",
    path: "retention_in_days",
    worse: shorterLogs,
    says: "deletes its older events",
  },
  {
    type: "aws_sqs_queue",
    path: "message_retention_seconds",
    worse: smaller,
    says: "deletes messages sooner",
  },
  {
    type: "aws_s3_bucket_replication_configuration",
    path: "rule.status",
    worse: (before, after) => before === "Enabled" && after !== "Enabled",
    says: "objects are not copied to the other region any more",
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
