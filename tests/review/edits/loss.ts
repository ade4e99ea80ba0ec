import { at, type Edit, ref, remove, rename } from "./edit";

/** Edits that lose data or what guards it. */
export const LOSS_EDITS: Readonly<Record<string, Edit>> = {
  "aurora-other-key": {
    about: "Aurora gets another KMS key, which only a new cluster can have",
    configuration: (root) => {
      at(root, "aws_rds_cluster.database_home_cluster").kms_key_id = ref("aws_kms_key.keys_logs.arn");
    },
    says: [],
  },
  "aurora-renamed-instance": {
    about: "a construct is renamed, without a move",
    configuration: (root) =>
      rename(root, "aws_rds_cluster_instance.database_home_us_east_1a", "database_primary_us_east_1a"),
    says: [],
  },
  "aurora-backups-shorter": {
    environment: "prod",
    about: "Aurora keeps its backups for a day",
    settings: (environment) => {
      environment.database.backupRetentionDays = 1;
    },
    says: [],
  },
  "aurora-unprotected": {
    environment: "prod",
    about: "Aurora loses its deletion protection",
    configuration: (root) => {
      at(root, "aws_rds_cluster.database_home_cluster").deletion_protection = false;
    },
    says: [],
  },
  "bucket-renamed": {
    about: "the bucket of backups gets another name",
    configuration: (root) => {
      at(root, "aws_s3_bucket.storage_backups_bucket").bucket = "lms-dev-backup-files-111111111111";
    },
    says: [],
  },
  "bucket-removed": {
    about: "the bucket of backups leaves the code",
    configuration: (root) => remove(root, "aws_s3_bucket.storage_backups_bucket"),
    says: [],
  },
  "bucket-unversioned": {
    about: "the bucket of media keeps no old versions any more",
    configuration: (root) => {
      at(root, "aws_s3_bucket_versioning.storage_media_versioning").versioning_configuration.status = "Suspended";
    },
    says: [],
  },
  "bucket-expires-sooner": {
    environment: "prod",
    about: "old versions of objects are kept for a week",
    settings: (environment) => {
      environment.storage.oldVersionDays = 7;
    },
    says: [],
  },
  "data-key-multi-region": {
    about: "the data key becomes a multi-Region key, which replaces it and all that it encrypts",
    configuration: (root) => {
      at(root, "aws_kms_key.keys_data").multi_region = true;
    },
    says: [],
  },
  "key-removed-sooner": {
    environment: "prod",
    about: "keys are deleted after a week",
    configuration: (root) => {
      at(root, "aws_kms_key.keys_data").deletion_window_in_days = 7;
    },
    says: [],
  },
  "log-group-removed": {
    about: "a log group leaves the code",
    configuration: (root) => remove(root, "aws_cloudwatch_log_group.monitoring_workload_logs_argocd"),
    says: [],
  },
  "queue-renamed": {
    about: "a queue gets another name",
    configuration: (root) => {
      at(root, "aws_sqs_queue.queues_notifications_outbound_queue").name = "lms-dev-notifications-out";
    },
    says: [],
  },
  "redis-removed": {
    about: "the store of sessions leaves the code",
    configuration: (root) => remove(root, "aws_elasticache_replication_group.redis_sessions_group"),
    says: [],
  },
  "secret-removed": {
    about: "a service's secret leaves the code",
    configuration: (root) => remove(root, "aws_secretsmanager_secret.secrets_enrolments_payment_provider"),
    says: [],
  },
  "zone-renamed": {
    about: "the hosted zone gets another name, and with it other name servers",
    configuration: (root) => {
      at(root, "aws_route53_zone.zone_zone").name = "dev2.lms.example.com";
    },
    says: [],
  },
  "backup-plan-shorter": {
    environment: "prod",
    about: "AWS Backup keeps the daily backups for a week",
    settings: (environment) => {
      environment.backup.daily.retentionDays = 8;
    },
    says: [],
  },
  "vault-unlocked": {
    environment: "prod",
    about: "the lock of a backup vault leaves the code",
    configuration: (root) => remove(root, "aws_backup_vault_lock_configuration.backups_main_lock"),
    says: [],
  },
};
