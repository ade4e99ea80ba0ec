/**
 * Arguments that cannot change of an irreplaceable resource, by its type, as far as the code sets them: the provider would
 * replace the resource, or AWS refuses, as EKS does with subnets in other zones. Each argument that the code sets was
 * changed in a plan of the provider 5.100.0, and those that it marks with `forces replacement` are here.
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_AssociateEncryptionConfig.html
 */
export const UNCHANGEABLE: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ["kms_key_arn", "name"],
  aws_cloudfront_public_key: ["encoded_key", "name"],
  aws_cloudwatch_log_group: ["name"],
  aws_ecr_repository: ["encryption_configuration.encryption_type", "encryption_configuration.kms_key", "name"],
  aws_eip: ["domain"],
  aws_eks_cluster: [
    "access_config.bootstrap_cluster_creator_admin_permissions",
    "bootstrap_self_managed_addons",
    "encryption_config.provider.key_arn",
    "name",
    "role_arn",
    "vpc_config.subnet_ids",
  ],
  aws_elasticache_replication_group: [
    "at_rest_encryption_enabled",
    "kms_key_id",
    "port",
    "replication_group_id",
    "subnet_group_name",
  ],
  aws_kms_key: ["customer_master_key_spec", "key_usage", "multi_region"],
  aws_kms_replica_key: ["primary_key_arn"],
  aws_rds_cluster: [
    "cluster_identifier",
    "database_name",
    "db_subnet_group_name",
    "engine",
    "kms_key_id",
    "master_username",
    "storage_encrypted",
  ],
  aws_rds_global_cluster: ["global_cluster_identifier", "source_db_cluster_identifier"],
  aws_route53_zone: ["name"],
  aws_s3_bucket: ["bucket"],
  aws_secretsmanager_secret: ["name"],
  aws_sqs_queue: ["name"],
  aws_subnet: ["availability_zone", "cidr_block", "vpc_id"],
  aws_vpc: ["cidr_block"],
};

/** A version that AWS takes up and never back. */
export interface Version {
  readonly argument: string;
  /** Tells whether it may only go to the next minor version. */
  readonly byOne: boolean;
}

/**
 * Versions of irreplaceable resources, by type.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.Upgrading.html
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html
 */
export const VERSIONS: Readonly<Record<string, Version>> = {
  aws_eks_cluster: { argument: "version", byOne: true },
  aws_elasticache_replication_group: { argument: "engine_version", byOne: false },
  aws_rds_cluster: { argument: "engine_version", byOne: false },
};

/**
 * Arguments that must stay where data is disposable, too: AWS refuses to replace what everything else stands in or uses, in
 * the middle of an apply.
 */
export const GROUND: Readonly<Record<string, readonly string[]>> = {
  aws_cloudfront_public_key: ["encoded_key"],
  aws_eks_cluster: ["name", "version", "vpc_config.subnet_ids"],
  aws_rds_cluster: ["engine_version"],
  aws_route53_zone: ["name"],
  aws_vpc: ["cidr_block"],
};
