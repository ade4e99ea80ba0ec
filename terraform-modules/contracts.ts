/** Place of a value in what modules hand to each other: the name of a variable and output, and the keys below it. */
export interface Contract {
  readonly name: string;
  readonly keys: readonly (string | number)[];
  /** Tells that the value is a list. */
  readonly list?: true;
  /** Tells that it is only waited for. */
  readonly awaited?: true;
}

/** What a reference is called between modules. `$1` is the part of its address in parentheses; `[$2]` the zone's place. */
const CONTRACTS: readonly (readonly [reference: string, contract: string])[] = [
  ["(?:data.)?aws_vpc.network_vpc.id", "vpc_id"],
  ["aws_vpc.recovery_network_vpc.id", "recovery_vpc_id"],
  ["aws_subnet.recovery_network_(private_data)_([a-h]).id", "recovery_subnet_ids.$1[$2]"],
  ["aws_kms_(?:replica_)?key.(recovery|global)_(\\w+)_key.arn", "$1_kms_key_arns.$2"],
  ["aws_sns_topic.(recovery|global)_alerts_(\\w+).arn", "$1_sns_topics.$2"],
  ["aws_sns_topic.(recovery|global)_alerts_(\\w+).name", "$1_sns_topic_names.$2"],
  ["aws_rds_cluster.recovery_database_cluster.cluster_identifier", "recovery_db_cluster_identifier"],
  [
    "aws_s3_bucket_replication_configuration.storage_replication_replicate_(\\w+).rule[0].id",
    "replication_rule_ids.$1",
  ],
  ["terraform_data.origin_verify_value_(\\d+).output.value", "origin_verify_values.v$1"],
  ["aws_acm_certificate_validation.certificates_regional_issued.certificate_arn", "load_balancer_certificate_arn"],
  ["aws_subnet.network_(public|private_app|private_data|control_plane)_([a-h]).id", "subnet_ids.$1[$2]"],
  ["aws_security_group.network_security_groups_(\\w+).id", "security_group_ids.$1"],
  ["aws_nat_gateway.network_nat_([a-h]).id", "nat_gateway_ids.$1"],
  ["aws_kms_key.keys_(\\w+).arn", "kms_key_arns.$1"],
  ["aws_sns_topic.alerts_(\\w+).arn", "sns_topics.$1"],
  ["aws_eks_cluster.cluster_cluster.(name|arn)", "cluster_$1"],
  ["(?:data.)?aws_route53_zone.zone_zone.arn", "hosted_zone_arn"],
  ["aws_acm_certificate_validation.certificates_global_issued.certificate_arn", "cloudfront_certificate_arn"],
  ["aws_acm_certificate_validation.certificates_content_issued.certificate_arn", "content_certificate_arn"],
  ["aws_wafv2_web_acl.firewall_(\\w+)_acl.arn", "web_acl_arns.$1"],
  ["aws_wafv2_web_acl.firewall_(\\w+)_acl.visibility_config[0].metric_name", "web_acl_metric_names.$1"],
  ["aws_lb.load_balancer_load_balancer.arn_suffix", "load_balancer_arn_suffix"],
  ["aws_lb_target_group.load_balancer_targets_(\\w+).arn_suffix", "target_group_arn_suffixes.$1"],
  ["aws_route53_health_check.dns_(\\w+).id", "health_check_ids.$1"],
  [
    "aws_cloudfront_distribution.distribution_distribution.(id|domain_name|hosted_zone_id)",
    "cloudfront_distribution_$1",
  ],
  ["aws_cloudfront_distribution.content_distribution.(id|domain_name|hosted_zone_id)", "content_distribution_$1"],
  ["aws_s3_bucket.storage_(\\w+)_bucket.bucket", "bucket_names.$1"],
  ["aws_s3_bucket.storage_(\\w+)_bucket.arn", "bucket_arns.$1"],
  ["aws_rds_cluster.database_home_cluster.cluster_identifier", "db_cluster_identifier"],
  ["aws_rds_cluster.database_home_cluster.arn", "db_cluster_arn"],
  ["aws_rds_cluster.database_home_cluster.db_subnet_group_name", "db_subnet_group_name"],
  ["aws_rds_cluster_instance.database_home_([a-h]).identifier", "db_instance_identifiers.$1"],
  ["aws_elasticache_replication_group.redis_(\\w+)_group.member_clusters", "redis_member_clusters.$1[]"],
  ["aws_sqs_queue.(?:queues_)?(\\w+?)(?:_queue)?.(name|arn|url)", "queue_$2s.$1"],
  ["aws_lambda_function.(?:video_functions|redis)_(\\w+)_function.function_name", "function_names.$1"],
  ["aws_media_convert_queue.video_transcoder_queue.arn", "mediaconvert_queue_arn"],
  ["aws_scheduler_schedule_group.video_schedules.name", "schedule_group_name"],
  ["aws_backup_vault.backups_main_vault.name", "backup_vault_name"],
  ["aws_backup_restore_testing_plan.backups_restore_tests_plan.(name|arn)", "restore_testing_plan_$1"],
  ["aws_cloudwatch_log_group.(\\w+).name", "log_group_names.$1"],
  ["aws_cloudwatch_event_rule.(\\w+).name", "event_rule_names.$1"],
  ["aws_cloudwatch_metric_alarm.(\\w+).alarm_name", "alarm_names.$1"],
];

/** What a resource of another module is called that is only waited for: a list of ids. */
const AWAITED: readonly (readonly [address: string, contract: string])[] = [
  ["aws_route.network_public_to_internet", "internet_access"],
  ["aws_lb_listener_rule.load_balancer_rule_\\w+", "listener_rules"],
  ["aws_s3_bucket_policy.storage_logs_policy", "log_bucket_policy"],
  ["aws_eks_pod_identity_association.identities_\\w+_association", "pod_identity_associations"],
];

/** Contracts whose values are no one's to see. */
export const SECRET_CONTRACTS: readonly string[] = ["origin_verify_values"];

/** Descriptions of what modules hand to each other. */
export const CONTRACT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  vpc_id: "ID of the VPC",
  recovery_vpc_id: "ID of the VPC in the recovery region",
  recovery_subnet_ids: "Subnet IDs in the recovery region by tier, in the order of the availability zones",
  recovery_kms_key_arns: "ARNs of the KMS keys in the recovery region, by the kind of data",
  recovery_sns_topics: "ARNs of the SNS topics in the recovery region, by severity",
  recovery_sns_topic_names: "Names of the SNS topics in the recovery region, by severity",
  recovery_db_cluster_identifier: "Identifier of the Aurora cluster in the recovery region",
  replication_rule_ids: "IDs of the replication rules, by the purpose of the bucket",
  origin_verify_values: "Values of the header by which the load balancer recognizes CloudFront, by version",
  load_balancer_certificate_arn: "ARN of the validated ACM certificate of the load balancer",
  subnet_ids: "Subnet IDs by tier, in the order of the availability zones",
  security_group_ids: "Security group IDs by owner",
  nat_gateway_ids: "IDs of the NAT gateways, by the letter of their zone",
  kms_key_arns: "ARNs of the KMS keys, by the kind of data",
  sns_topics: "ARNs of the SNS topics for alerts, by severity",
  global_kms_key_arns: "ARNs of the KMS keys in us-east-1, by the kind of data",
  global_sns_topics: "ARNs of the SNS topics for alerts in us-east-1, by severity",
  global_sns_topic_names: "Names of the SNS topics for alerts in us-east-1, by severity",
  cluster_name: "Name of the EKS cluster",
  cluster_arn: "ARN of the EKS cluster",
  hosted_zone_arn: "ARN of the Route 53 hosted zone",
  cloudfront_certificate_arn: "ARN of the validated ACM certificate in us-east-1 for CloudFront",
  web_acl_arns: "ARNs of the web ACLs, by what they stand before",
  web_acl_metric_names: "Metric names of the web ACLs, by what they stand before",
  load_balancer_arn_suffix: "ARN suffix of the load balancer, as CloudWatch's dimension LoadBalancer has it",
  target_group_arn_suffixes:
    "ARN suffixes of the target groups by service, as CloudWatch's dimension TargetGroup has them",
  health_check_ids: "IDs of the Route 53 health checks",
  cloudfront_distribution_id: "ID of the CloudFront distribution",
  cloudfront_distribution_domain_name: "Domain name of the CloudFront distribution",
  cloudfront_distribution_hosted_zone_id: "ID of CloudFront's hosted zone, for alias records",
  content_certificate_arn: "ARN of the validated ACM certificate in us-east-1 for the hosts of course packages",
  content_distribution_id: "ID of the CloudFront distribution of course packages",
  content_distribution_domain_name: "Domain name of the CloudFront distribution of course packages",
  content_distribution_hosted_zone_id: "ID of CloudFront's hosted zone, for alias records of course packages",
  bucket_names: "Bucket names by purpose",
  bucket_arns: "ARNs of the buckets, by purpose",
  db_cluster_arn: "ARN of the Aurora cluster",
  db_subnet_group_name: "Name of the subnet group of the Aurora cluster",
  db_cluster_identifier: "Identifier of the Aurora cluster",
  db_instance_identifiers: "Identifiers of the Aurora instances, by the letter of their zone",
  redis_member_clusters: "Identifiers of the nodes of each Redis store",
  queue_names: "Names of the SQS queues",
  queue_arns: "ARNs of the SQS queues",
  queue_urls: "URLs of the SQS queues",
  function_names: "Names of the Lambda functions",
  mediaconvert_queue_arn: "ARN of the MediaConvert queue",
  schedule_group_name: "Name of the EventBridge Scheduler group",
  restore_testing_plan_arn: "ARN of the restore testing plan",
  restore_testing_plan_name: "Name of the restore testing plan",
  backup_vault_name: "Name of the backup vault",
  log_group_names: "Names of CloudWatch log groups",
  event_rule_names: "Names of EventBridge rules",
  alarm_names: "Names of CloudWatch alarms",
  internet_access: "IDs of the routes that anything with a public address must wait for",
  listener_rules: "ARNs of the listener rules that must exist before the distribution asks the load balancer",
  log_bucket_policy: "ID of the policy that lets AWS services write to the logs bucket",
  pod_identity_associations: "IDs of the pod identity associations that must exist before the first pod",
};

/**
 * The contract by which a module gets a value of another.
 * @param placeOf place of a zone's subnet in the list of a tier
 * @throws RangeError for a reference that has no name between modules
 */
export function contractOf(reference: string, placeOf: (tier: string, letter: string) => number): Contract {
  for (const [pattern, contract] of CONTRACTS) {
    const match = new RegExp(`^${escaped(pattern)}$`).exec(reference);
    if (match === null) continue;
    const [, first = "", second = ""] = match;
    const text = contract
      .replace("[$2]", () => `[${placeOf(first, second)}]`)
      .replace("$1", first)
      .replace("$2", second);
    const [name = "", ...keys] = text.split(/\.|(?=\[)/);
    const isList = keys.at(-1) === "[]";
    const places = keys
      .filter((key) => key !== "[]")
      .map((key) => (/^\[\d+\]$/.test(key) ? Number(key.slice(1, -1)) : key));
    return { name, keys: places, ...(isList ? { list: true as const } : {}) };
  }
  const awaited = AWAITED.find(([pattern]) => new RegExp(`^${escaped(pattern)}$`).test(reference));
  if (awaited !== undefined) return { name: awaited[1], keys: [], awaited: true };
  throw new RangeError(`${reference}: must have a name between modules, got none; add it to CONTRACTS`);
}

function escaped(pattern: string): string {
  return pattern
    .replace(/\.(?=[a-z])/g, "\\.")
    .replace(/\[(?=\d)/g, "\\[")
    .replace(/(?<=\d)\]/g, "\\]");
}
