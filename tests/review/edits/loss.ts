import { at, type Edit, ref, remove, rename } from "./edit";

/** Edits that lose data or what guards it. */
export const LOSS_EDITS: Readonly<Record<string, Edit>> = {
  "aurora-other-key": {
    about: "Aurora gets another KMS key, which only a new cluster can have",
    configuration: (root) => {
      at(root, "aws_rds_cluster.database_home_cluster").kms_key_id = ref("aws_kms_key.keys_logs.arn");
    },
    says: ["loses data: YES, aws_rds_cluster.database_home_cluster", "kms_key_id forces it", "NO final snapshot"],
  },
  "aurora-renamed-instance": {
    about: "a construct is renamed, without a move",
    configuration: (root) =>
      rename(root, "aws_rds_cluster_instance.database_home_us_east_1a", "database_primary_us_east_1a"),
    says: ["looks like a rename to aws_rds_cluster_instance.database_primary_us_east_1a"],
  },
  "aurora-backups-shorter": {
    environment: "prod",
    about: "Aurora keeps its backups for a day",
    settings: (environment) => {
      environment.database.backupRetentionDays = 1;
    },
    says: [
      "REFUSED: prod-platform: a loss must have an override",
      "can be restored to fewer days back (backup_retention_period: 35 -> 1)",
    ],
  },
  "aurora-unprotected": {
    environment: "prod",
    about: "Aurora loses its deletion protection",
    configuration: (root) => {
      at(root, "aws_rds_cluster.database_home_cluster").deletion_protection = false;
    },
    says: ["REFUSED", "loses its deletion protection (deletion_protection: true -> false)"],
  },
  "bucket-renamed": {
    about: "the bucket of backups gets another name",
    configuration: (root) => {
      at(root, "aws_s3_bucket.storage_backups_bucket").bucket = "lms-dev-backup-files-111111111111";
    },
    says: [
      "aws_s3_bucket.storage_backups_bucket: REPLACED, destroyed BEFORE",
      "bucket forces it: lms-dev-backups-111111111111 -> lms-dev-backup-files-111111111111",
    ],
  },
  "bucket-removed": {
    about: "the bucket of backups leaves the code",
    configuration: (root) => remove(root, "aws_s3_bucket.storage_backups_bucket"),
    says: [
      "aws_s3_bucket.storage_backups_bucket: DESTROYED: the bucket; force_destroy",
      "aws_s3_bucket.storage_backups_bucket -> 7 others follow",
    ],
  },
  "bucket-unversioned": {
    about: "the bucket of media keeps no old versions any more",
    configuration: (root) => {
      at(root, "aws_s3_bucket_versioning.storage_media_versioning").versioning_configuration.status = "Suspended";
    },
    says: ["keeps no old versions any more: what is deleted is gone"],
  },
  "bucket-expires-sooner": {
    environment: "prod",
    about: "old versions of objects are kept for a week",
    settings: (environment) => {
      environment.storage.oldVersionDays = 7;
    },
    says: [
      "REFUSED: and 5 more refusals",
      "deletes objects sooner (old-versions noncurrent_version_expiration: 90 -> 7 days)",
    ],
  },
  "data-key-multi-region": {
    about: "the data key becomes a multi-Region key, which replaces it and all that it encrypts",
    configuration: (root) => {
      at(root, "aws_kms_key.keys_data").multi_region = true;
    },
    says: [
      "loses data: YES, aws_kms_key.keys_data and 5 more",
      "multi_region forces it: false -> true",
      "2 aws_elasticache_replication_group (redis_cache_group, redis_sessions_group): REPLACED",
      "kms_key_id comes from aws_kms_key.keys_data",
      "nodes roll: nodes_compute, nodes_general, nodes_memory",
    ],
  },
  "key-removed-sooner": {
    environment: "prod",
    about: "keys are deleted after a week",
    configuration: (root) => {
      at(root, "aws_kms_key.keys_data").deletion_window_in_days = 7;
    },
    says: ["leaves less time to cancel its deletion (deletion_window_in_days: 30 -> 7)"],
  },
  "log-group-removed": {
    about: "a log group leaves the code",
    configuration: (root) => remove(root, "aws_cloudwatch_log_group.monitoring_workload_logs_argocd"),
    says: ["DESTROYED: the logs in it"],
  },
  "queue-renamed": {
    about: "a queue gets another name",
    configuration: (root) => {
      at(root, "aws_sqs_queue.queues_notifications_outbound_queue").name = "lms-dev-notifications-out";
    },
    says: ["the messages in it; name forces it: lms-dev-notifications-outbound -> lms-dev-notifications-out"],
  },
  "redis-removed": {
    about: "the store of sessions leaves the code",
    configuration: (root) => remove(root, "aws_elasticache_replication_group.redis_sessions_group"),
    says: ["aws_elasticache_replication_group.redis_sessions_group: DESTROYED: the data in memory; NO final snapshot"],
  },
  "secret-removed": {
    about: "a service's secret leaves the code",
    configuration: (root) => remove(root, "aws_secretsmanager_secret.secrets_enrolments_payment_provider"),
    says: ["DESTROYED: the secret's value; at once, without a recovery window", "opens access: no"],
  },
  "zone-renamed": {
    about: "the hosted zone gets another name, and with it other name servers",
    configuration: (root) => {
      at(root, "aws_route53_zone.zone_zone").name = "dev2.lms.example.com";
    },
    says: [
      "the zone with its name servers",
      "every name of the zone is away until the parent zone names the new name servers",
      "-> 7 others follow: 7 aws_route53_record",
    ],
  },
  "backup-plan-shorter": {
    environment: "prod",
    about: "AWS Backup keeps the daily backups for a week",
    settings: (environment) => {
      environment.backup.daily.retentionDays = 8;
    },
    says: ["keeps backups shorter (daily delete_after: 35 -> 8 days)"],
  },
  "vault-unlocked": {
    environment: "prod",
    about: "the lock of a backup vault leaves the code",
    configuration: (root) => remove(root, "aws_backup_vault_lock_configuration.backups_main_lock"),
    says: ["is removed: recovery points can be deleted before their time"],
  },
};
