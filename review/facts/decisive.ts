import { brief, entryOf, isEmpty, textAt, type Values } from "../plan/values";

/** Attributes that decide about a created resource, by its type. */
const DECISIVE: Readonly<Record<string, readonly string[]>> = {
  aws_backup_plan: ["name"],
  aws_cloudwatch_log_group: ["name", "retention_in_days"],
  aws_cloudwatch_metric_alarm: ["alarm_name", "metric_name", "threshold"],
  aws_db_subnet_group: ["name"],
  aws_ecr_repository: ["name", "image_tag_mutability"],
  aws_eip: ["domain"],
  aws_eks_addon: ["addon_name", "addon_version"],
  aws_eks_cluster: ["name", "version"],
  aws_eks_node_group: [
    "instance_types",
    "capacity_type",
    "scaling_config.min_size",
    "scaling_config.desired_size",
    "scaling_config.max_size",
  ],
  aws_elasticache_replication_group: ["replication_group_id", "node_type", "num_cache_clusters"],
  aws_iam_role: ["name"],
  aws_kms_key: ["description", "multi_region"],
  aws_lambda_function: ["function_name", "runtime", "memory_size"],
  aws_launch_template: ["name_prefix"],
  aws_lb: ["name", "internal"],
  aws_lb_target_group: ["name", "port"],
  aws_nat_gateway: ["connectivity_type"],
  aws_rds_cluster: ["cluster_identifier", "engine", "engine_version"],
  aws_rds_cluster_instance: ["identifier", "instance_class"],
  aws_route: ["destination_cidr_block"],
  aws_route53_record: ["name", "type"],
  aws_s3_bucket: ["bucket", "force_destroy"],
  aws_secretsmanager_secret: ["name"],
  aws_security_group: ["name"],
  aws_sns_topic: ["name"],
  aws_sqs_queue: ["name"],
  aws_subnet: ["availability_zone", "cidr_block"],
  aws_vpc: ["cidr_block"],
  aws_vpc_endpoint: ["service_name", "vpc_endpoint_type"],
  helm_release: ["name", "version"],
};

/** Tells whether a type has attributes of its own that decide about it. */
export function isDecided(type: string): boolean {
  return Object.hasOwn(DECISIVE, type);
}

/** Attributes in which most types say what they are. */
const COMMON = ["name", "name_prefix", "identifier", "description", "type"];

/** The decisive attributes of a created resource as `key value`, as far as the plan knows them. */
export function decisiveText(type: string, after: Values): string {
  const keys = entryOf(DECISIVE, type) ?? COMMON.filter((key) => textAt(after, key) !== "").slice(0, 1);
  return keys
    .flatMap((key) => {
      const value = key.split(".").length > 1 ? textAt(after, key) : after[key];
      return isEmpty(value) ? [] : [`${key.split(".").at(-1)} ${brief(value, 50)}`];
    })
    .join(", ");
}
