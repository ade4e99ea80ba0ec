import { firewallRules } from "../plan/firewall-rules";
import { at, listAt, numberAt, textAt, textsAt, type Values } from "../plan/values";

/** A resource that is priced: from a plan, or from synthesized JSON. */
export interface PricedResource {
  readonly address: string;
  readonly type: string;
  /** The part of the environment that it is of, such as `database`. */
  readonly part: string;
  readonly region: string;
  readonly values: Values;
  /** The resources that an argument refers to. */
  readonly references: (argument: string) => readonly PricedResource[];
  /** The resources of a type that refer to it. */
  readonly users: (type: string) => readonly PricedResource[];
}

/** A number of something that has a price, at the smallest and at the largest scale. */
export interface Item {
  readonly what: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Splits a resource into what has a price. */
type Rule = (resource: PricedResource) => readonly Item[];

const fixed = (what: string, count = 1): Item => ({ what, minimum: count, maximum: count });

/** Rules of the types with a fixed price. */
export const RULES: Readonly<Record<string, Rule>> = {
  aws_cloudfront_monitoring_subscription: () => [fixed("custom metric", 8)],
  aws_cloudwatch_composite_alarm: () => [fixed("composite alarm")],
  aws_cloudwatch_dashboard: () => [fixed("dashboard")],
  aws_cloudwatch_metric_alarm: ({ values }) => {
    const queries = listAt(values, "metric_query").filter((query) => listAt(query as Values, "metric").length > 0);
    return [fixed("alarm's metric", Math.max(1, queries.length))];
  },
  aws_eip: () => [fixed("public IPv4 address")],
  aws_eks_cluster: () => [fixed("EKS cluster")],
  aws_eks_node_group: nodes,
  aws_elasticache_replication_group: ({ values }) => {
    const shards = numberAt(values, "num_node_groups") ?? 1;
    const perShard = numberAt(values, "replicas_per_node_group");
    const count = numberAt(values, "num_cache_clusters") ?? shards * (1 + (perShard ?? 0));
    return [fixed(textAt(values, "node_type"), count)];
  },
  aws_kms_key: () => [fixed("KMS key")],
  aws_kms_replica_key: () => [fixed("KMS key")],
  aws_lb: ({ values }) => {
    const zones = Math.max(listAt(values, "subnets").length, listAt(values, "subnet_mapping").length);
    const balancer = fixed(
      textAt(values, "load_balancer_type") === "application"
        ? "application load balancer"
        : "load balancer of another kind",
    );
    return textAt(values, "internal") === "true" ? [balancer] : [balancer, fixed("public IPv4 address", zones)];
  },
  aws_nat_gateway: () => [fixed("NAT gateway")],
  aws_rds_cluster_instance: ({ values, references }) => {
    const size = textAt(values, "instance_class");
    if (size !== "db.serverless") return [fixed(size)];
    const [cluster] = references("cluster_identifier");
    const capacity = (key: string) => numberAt(cluster?.values, `serverlessv2_scaling_configuration.${key}`) ?? 0;
    return [{ what: "Aurora capacity unit", minimum: capacity("min_capacity"), maximum: capacity("max_capacity") }];
  },
  aws_rds_cluster: readers,
  aws_route53_health_check: ({ values }) => {
    const features = [
      textAt(values, "type").startsWith("HTTPS"),
      textAt(values, "request_interval") === "10",
      textAt(values, "measure_latency") === "true",
      textAt(values, "type").endsWith("STR_MATCH"),
    ].filter(Boolean).length;
    const optional = fixed("health check's optional feature", features);
    return features === 0 ? [fixed("health check")] : [fixed("health check"), optional];
  },
  aws_route53_zone: () => [fixed("hosted zone")],
  aws_secretsmanager_secret: () => [fixed("secret")],
  aws_vpc_endpoint: ({ values }) =>
    textAt(values, "vpc_endpoint_type") === "Interface"
      ? [fixed("interface endpoint in a zone", listAt(values, "subnet_ids").length)]
      : [],
  aws_wafv2_web_acl: ({ values }) => [fixed("web ACL"), fixed("web ACL rule", firewallRules(values).length)],
};

/**
 * Nodes, their disks, and their public addresses where the subnets give them some. Spot nodes count as on-demand ones: their
 * price moves, and is lower.
 */
function nodes({ values, references }: PricedResource): readonly Item[] {
  const [type = "node of an unknown type"] = textsAt(values, "instance_types");
  const minimum = numberAt(values, "scaling_config.min_size") ?? 0;
  const maximum = numberAt(values, "scaling_config.max_size") ?? minimum;
  const [template] = references("launch_template");
  const [subnet] = references("subnet_ids");
  const isPublic = textAt(subnet?.values ?? {}, "map_public_ip_on_launch") === "true";
  const disk = at(template?.values, "block_device_mappings.ebs") as Values | undefined;
  const gib = numberAt(disk === undefined ? undefined : { disk }, "disk.volume_size") ?? 20;
  const kind = textAt(disk === undefined ? undefined : { disk }, "disk.volume_type") || "gp3";
  return [
    { what: type, minimum, maximum },
    { what: `${kind} GiB`, minimum: minimum * gib, maximum: maximum * gib },
    ...(isPublic ? [{ what: "public IPv4 address", minimum, maximum }] : []),
  ];
}

/** Readers that autoscaling may add to those that are there. */
function readers({ users }: PricedResource): readonly Item[] {
  const [target] = users("aws_appautoscaling_target");
  const instances = users("aws_rds_cluster_instance");
  const [instance] = instances;
  if (target === undefined || instance === undefined) return [];
  const own = instances.length - 1;
  const most = Math.max(0, (numberAt(target.values, "max_capacity") ?? 0) - own);
  return [{ what: textAt(instance.values, "instance_class"), minimum: 0, maximum: most }];
}

/** Units of the types that cost by use alone. */
export const BY_USE: Readonly<Record<string, string>> = {
  aws_backup_restore_testing_selection: "restore tests, GiB that they restore and keep for a day",
  aws_backup_vault: "GiB of recovery points, copies to another region",
  aws_cloudfront_distribution: "requests and GiB to viewers",
  aws_cloudwatch_log_group: "GiB of logs taken in and kept",
  aws_cloudwatch_log_metric_filter: "custom metrics that it makes",
  aws_cloudwatch_query_definition: "GiB that its queries read",
  aws_ecr_repository: "GiB of images, copies to another region",
  aws_eks_addon: "the pods' place on the nodes; metrics and logs they send",
  aws_flow_log: "GiB of logs taken in",
  aws_lambda_function: "calls and their seconds",
  aws_media_convert_queue: "minutes of video",
  aws_rds_global_cluster: "writes copied to the other region",
  aws_s3_bucket: "GiB, requests, copies to another region",
  aws_scheduler_schedule: "calls",
  aws_sns_topic: "messages",
  aws_sqs_queue: "messages",
  aws_xray_sampling_rule: "traces",
  helm_release: "volumes that its pods claim (gp3)",
};

/** Units of the types that cost by use besides their fixed price. */
export const ALSO_BY_USE: Readonly<Record<string, string>> = {
  aws_lb: "capacity units (LCU)",
  aws_nat_gateway: "GiB through it",
  aws_rds_cluster: "GiB of data, reads and writes, backups beyond its size",
  aws_route53_zone: "queries",
  aws_vpc_endpoint: "GiB through it",
  aws_wafv2_web_acl: "requests",
};

/** Types without a price of their own. */
export const FREE: ReadonlySet<string> = new Set(
  `aws_acm_certificate aws_acm_certificate_validation aws_appautoscaling_policy aws_appautoscaling_target
  aws_autoscaling_group_tag aws_backup_plan aws_backup_region_settings aws_backup_restore_testing_plan aws_backup_selection aws_backup_vault_lock_configuration
  aws_backup_vault_notifications aws_backup_vault_policy aws_budgets_budget aws_ce_anomaly_monitor
  aws_ce_anomaly_subscription aws_chatbot_slack_channel_configuration aws_cloudfront_cache_policy
  aws_cloudfront_function aws_cloudfront_key_group aws_cloudfront_origin_access_control aws_cloudfront_public_key
  aws_cloudfront_response_headers_policy aws_cloudwatch_event_rule aws_cloudwatch_event_target
  aws_cloudwatch_log_delivery aws_cloudwatch_log_delivery_destination aws_cloudwatch_log_delivery_source
  aws_cloudwatch_log_resource_policy aws_db_event_subscription aws_db_parameter_group aws_db_subnet_group
  aws_default_security_group aws_ecr_lifecycle_policy aws_ecr_registry_scanning_configuration
  aws_ecr_replication_configuration aws_ecr_repository_creation_template aws_ecr_repository_policy
  aws_eks_access_entry aws_eks_access_policy_association aws_eks_pod_identity_association
  aws_elasticache_parameter_group aws_elasticache_subnet_group aws_elasticache_user aws_elasticache_user_group
  aws_iam_openid_connect_provider aws_iam_policy aws_iam_role aws_iam_role_policy aws_iam_role_policy_attachment
  aws_internet_gateway aws_kms_alias aws_lambda_event_source_mapping aws_lambda_function_event_invoke_config
  aws_lambda_permission aws_launch_template aws_lb_listener aws_lb_listener_rule aws_lb_target_group aws_network_acl
  aws_network_acl_rule aws_rds_cluster_parameter_group aws_route aws_route53_record aws_route_table
  aws_route_table_association aws_s3_bucket_cors_configuration aws_s3_bucket_lifecycle_configuration
  aws_s3_bucket_logging aws_s3_bucket_notification aws_s3_bucket_ownership_controls aws_s3_bucket_policy
  aws_s3_bucket_public_access_block aws_s3_bucket_replication_configuration
  aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_versioning aws_s3_object
  aws_scheduler_schedule_group aws_secretsmanager_secret_policy aws_secretsmanager_secret_rotation
  aws_secretsmanager_secret_version aws_security_group
  aws_sns_topic_policy aws_sns_topic_subscription aws_sqs_queue_policy aws_sqs_queue_redrive_allow_policy
  aws_ssm_parameter aws_subnet aws_vpc aws_vpc_security_group_egress_rule aws_vpc_security_group_ingress_rule
  aws_wafv2_web_acl_association aws_wafv2_web_acl_logging_configuration aws_xray_encryption_config aws_xray_group
  terraform_data`.split(/\s+/),
);
