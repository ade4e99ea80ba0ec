/**
 * Arguments that cannot change of an irreplaceable resource, by its type, as far as the code sets them: the provider would
 * replace the resource, or AWS refuses, as EKS does with subnets in other zones.
 */
export const UNCHANGEABLE: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault: ["kms_key_arn", "name"],
  aws_cloudfront_public_key: ["encoded_key", "name"],
  aws_cloudwatch_log_group: ["name"],
  aws_ecr_repository: ["name"],
  aws_eip: ["domain"],
  aws_eks_cluster: ["bootstrap_self_managed_addons", "name", "role_arn", "vpc_config.subnet_ids"],
  aws_elasticache_replication_group: [
    "at_rest_encryption_enabled",
    "kms_key_id",
    "port",
    "replication_group_id",
    "subnet_group_name",
  ],
  aws_kms_key: ["customer_master_key_spec", "key_usage", "multi_region"],
  aws_kms_replica_key: ["primary_key_arn"],
  aws_rds_cluster: ["cluster_identifier", "db_subnet_group_name", "engine", "kms_key_id", "storage_encrypted"],
  aws_rds_global_cluster: ["global_cluster_identifier"],
  aws_route53_zone: ["name"],
  aws_s3_bucket: ["bucket"],
  aws_secretsmanager_secret: ["name"],
  aws_sqs_queue: ["name"],
  aws_subnet: ["availability_zone", "cidr_block", "vpc_id"],
  aws_vpc: ["cidr_block"],
};
