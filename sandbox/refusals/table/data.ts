import type { Refusals } from "../refusal";

/** Databases, caches, buckets, backups, keys, secrets and images. */
export const DATA: Refusals = {
  aws_appautoscaling_policy: [
    ["model", "application-autoscaling PutScalingPolicy", "policy types and dimensions that do not exist"],
  ],
  aws_appautoscaling_target: [
    ["model", "application-autoscaling RegisterScalableTarget", "dimensions that do not exist"],
    [
      "rule",
      "application-autoscaling RegisterScalableTarget",
      "a minimum above the maximum; more than 15 readers",
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Integrating.AutoScaling.html",
    ],
  ],
  aws_backup_plan: [
    ["model", "backup CreateBackupPlan", "rule names with other signs than letters, digits, - _ ."],
    [
      "rule",
      "backup CreateBackupPlan",
      "deletion less than 90 days after cold storage",
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
    ],
    [
      "rule",
      "backup UpdateBackupPlan",
      "the same in a change",
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html",
    ],
    ["rule", "backup CreateBackupPlan", "schedules that are no cron expression"],
    ["rule", "backup UpdateBackupPlan", "the same in a change"],
  ],
  aws_backup_region_settings: [["handler", "backup UpdateRegionSettings", "types that the region does not have"]],
  aws_backup_restore_testing_plan: [
    [
      "rule",
      "backup CreateRestoreTestingPlan",
      "names with hyphens or of more than 50 characters; schedules that are no cron expression; windows that are too long",
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html",
    ],
    ["rule", "backup UpdateRestoreTestingPlan", "the same in a change"],
  ],
  aws_backup_restore_testing_selection: [
    [
      "rule",
      "backup CreateRestoreTestingSelection",
      "types that restore testing lacks, such as ElastiCache; more than 30 ARNs; * beside an ARN; more than 168 hours",
      "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CreateRestoreTestingSelection.html",
    ],
    ["rule", "backup UpdateRestoreTestingSelection", "the same in a change"],
    ["nobody", "backup CreateRestoreTestingSelection", "keys of metadata that the type does not have"],
  ],
  aws_backup_selection: [
    ["model", "backup CreateBackupSelection", "names of more than 50 characters; condition types that do not exist"],
  ],
  aws_backup_vault: [["model", "backup CreateBackupVault", "names of less than 2 or more than 50 characters"]],
  aws_backup_vault_lock_configuration: [
    ["rule", "backup PutBackupVaultLockConfiguration", "retentions out of order, or outside of 1 to 36,500 days"],
  ],
  aws_backup_vault_notifications: [["model", "backup PutBackupVaultNotifications", "events that do not exist"]],
  aws_backup_vault_policy: [["model", "backup PutBackupVaultAccessPolicy", "names of vaults that cannot be"]],
  aws_db_parameter_group: [
    ["model", "rds CreateDBParameterGroup", "requests without a family"],
    ["nobody", "rds ModifyDBParameterGroup", "parameters that the family does not have"],
  ],
  aws_db_subnet_group: [
    ["rule", "rds CreateDBSubnetGroup", "subnets in one zone, or in two VPCs"],
    [
      "rule",
      "rds ModifyDBSubnetGroup",
      "a change of the VPC",
      "https://github.com/hashicorp/terraform-provider-aws/issues/16419",
    ],
    ["rule", "rds DeleteDBSubnetGroup", "deletion while a cluster is in it"],
  ],
  aws_ecr_lifecycle_policy: [
    ["model", "ecr PutLifecyclePolicy", "policies of less than 100 or more than 30,720 characters"],
  ],
  aws_ecr_registry_scanning_configuration: [
    [
      "model",
      "ecr PutRegistryScanningConfiguration",
      "scan types and frequencies that do not exist; more than 2 rules or 100 filters",
    ],
  ],
  aws_ecr_replication_configuration: [
    [
      "model",
      "ecr PutReplicationConfiguration",
      "more than 10 rules, 100 destinations; accounts and regions that cannot be",
    ],
  ],
  aws_ecr_repository: [
    ["model", "ecr CreateRepository", "names with capitals or of more than 256 characters"],
    ["moto", "ecr DeleteRepository", "deletion while it has images"],
  ],
  aws_ecr_repository_creation_template: [
    ["model", "ecr CreateRepositoryCreationTemplate", "prefixes that are no beginning of a name"],
  ],
  aws_ecr_repository_policy: [["model", "ecr SetRepositoryPolicy", "policies of more than 10,240 characters"]],
  aws_elasticache_parameter_group: [
    ["handler", "elasticache DeleteCacheParameterGroup", "deletion while a replication group uses it"],
  ],
  aws_elasticache_replication_group: [
    [
      "rule",
      "elasticache CreateReplicationGroup",
      "ids of more than 40 characters; more than 5 replicas; windows that meet",
    ],
    ["rule", "elasticache ModifyReplicationGroup", "windows that meet after the change"],
    ["rule", "elasticache IncreaseReplicaCount", "more than 5 replicas"],
    [
      "handler",
      "elasticache CreateReplicationGroup",
      "failover without a replica; user groups without TLS; what does not exist",
    ],
    ["rule", "elasticache CreateReplicationGroup", "node types that do not exist"],
    ["rule", "elasticache ModifyReplicationGroup", "the same in a change"],
    ["nobody", "elasticache CreateReplicationGroup", "engine versions that do not exist; no setting names one"],
  ],
  aws_elasticache_subnet_group: [
    ["rule", "elasticache ModifyCacheSubnetGroup", "a change of the VPC"],
    ["handler", "elasticache DeleteCacheSubnetGroup", "deletion while a replication group is in it"],
  ],
  aws_elasticache_user: [
    ["model", "elasticache CreateUser", "ids that do not begin with a letter; ways to authenticate that do not exist"],
  ],
  aws_elasticache_user_group: [
    ["handler", "elasticache CreateUserGroup", "users that do not exist; none that is called default"],
  ],
  aws_kms_alias: [["model", "kms CreateAlias", "names with other signs than letters, digits and :/_-"]],
  aws_kms_key: [
    ["model", "kms CreateKey", "policies of more than 131,072 characters; kinds and uses that do not exist"],
    [
      "rule",
      "kms CreateKey",
      "policies with which nobody of the account could change them",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key",
    ],
    [
      "rule",
      "kms PutKeyPolicy",
      "the same in a change",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key",
    ],
  ],
  aws_kms_replica_key: [
    [
      "rule",
      "kms ReplicateKey",
      "policies with which nobody of the account could change them",
      "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html#prevent-unmanageable-key",
    ],
  ],
  aws_rds_cluster: [
    [
      "rule",
      "rds CreateDBCluster",
      "ids that cannot be; windows that meet; backups for less than 1 or more than 35 days; capacity out of 0 to 256",
      "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2.setting-capacity.html",
    ],
    ["rule", "rds ModifyDBCluster", "the same after a change"],
    ["moto", "rds DeleteDBCluster", "deletion while it is protected"],
    ["nobody", "rds CreateDBCluster", "engine versions that do not exist; the setting takes those of its table only"],
  ],
  aws_rds_cluster_instance: [
    ["rule", "rds CreateDBInstance", "ids that cannot be"],
    ["rule", "rds CreateDBInstance", "instance classes that do not exist for the engine"],
    ["rule", "rds ModifyDBInstance", "the same in a change"],
  ],
  aws_rds_cluster_parameter_group: [
    ["nobody", "rds ModifyDBClusterParameterGroup", "parameters that the family does not have"],
  ],
  aws_rds_global_cluster: [
    ["model", "rds CreateGlobalCluster", "ids that do not begin with a letter"],
    [
      "rule",
      "rds CreateGlobalCluster",
      "a source that is not there, or whose password RDS keeps; an engine, version or database beside a source",
      "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateGlobalCluster.html",
    ],
    ["moto", "rds DeleteGlobalCluster", "deletion while it has clusters"],
    ["rule", "rds DeleteGlobalCluster", "deletion while it is protected"],
  ],
  aws_s3_bucket: [
    [
      "rule",
      "s3 CreateBucket",
      "names that cannot be, or that another account has",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html",
    ],
    ["moto", "s3 DeleteBucket", "deletion while it has objects"],
  ],
  aws_s3_bucket_cors_configuration: [["model", "s3 PutBucketCors", "rules without methods or origins"]],
  aws_s3_bucket_lifecycle_configuration: [
    ["model", "s3 PutBucketLifecycleConfiguration", "storage classes and states that do not exist"],
    [
      "rule",
      "s3 PutBucketLifecycleConfiguration",
      "an expiration before the transition; STANDARD_IA before 30 days",
      "https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html",
    ],
  ],
  aws_s3_bucket_logging: [["handler", "s3 PutBucketLogging", "buckets that the log delivery may not write to"]],
  aws_s3_bucket_notification: [["model", "s3 PutBucketNotificationConfiguration", "events that do not exist"]],
  aws_s3_bucket_ownership_controls: [["model", "s3 PutBucketOwnershipControls", "owners that do not exist"]],
  aws_s3_bucket_policy: [["rule", "s3 PutBucketPolicy", "documents that are no policy, or have more than 20 KB"]],
  aws_s3_bucket_public_access_block: [["model", "s3 PutPublicAccessBlock", "requests without a configuration"]],
  aws_s3_bucket_replication_configuration: [
    ["model", "s3 PutBucketReplication", "states and storage classes that do not exist; rules without a destination"],
    ["moto", "s3 PutBucketReplication", "buckets without versions"],
  ],
  aws_s3_bucket_server_side_encryption_configuration: [
    ["model", "s3 PutBucketEncryption", "algorithms that do not exist"],
  ],
  aws_s3_bucket_versioning: [["model", "s3 PutBucketVersioning", "states that do not exist"]],
  aws_s3_object: [["model", "s3 PutObject", "storage classes and encryptions that do not exist"]],
  aws_secretsmanager_secret: [
    ["model", "secretsmanager CreateSecret", "names of more than 512 characters"],
    ["moto", "secretsmanager CreateSecret", "a name whose secret is being deleted"],
  ],
  aws_secretsmanager_secret_policy: [
    ["model", "secretsmanager PutResourcePolicy", "policies of more than 20,480 characters"],
  ],
  aws_secretsmanager_secret_rotation: [
    ["model", "secretsmanager RotateSecret", "more than 1,000 days"],
    ["handler", "secretsmanager RotateSecret", "secrets that have no function"],
  ],
  aws_secretsmanager_secret_version: [
    ["model", "secretsmanager PutSecretValue", "values of more than 65,536 characters"],
  ],
};
