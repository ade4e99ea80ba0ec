import { at, textAt, textOf, textsAt, type Values } from "../plan/values";

/** A setting that keeps someone out, or that tells who was in. */
export interface Safeguard {
  readonly type: string;
  /** Tells whether it holds; undefined when the plan does not tell. */
  readonly holds: (values: Values) => boolean | undefined;
  /** Meaning of its not holding. */
  readonly says: string;
}

const is = (path: string, safe: unknown) => (values: Values) => {
  const value = at(values, path);
  return value === undefined || value === null ? undefined : textOf(value) === textOf(safe);
};
const tls = (path: string) => (values: Values) => {
  const version = /^(?:ELBSecurityPolicy-TLS13-|TLSv)(\d)(?:[.-](\d))?/.exec(textAt(values, path));
  if (version === null) return textAt(values, path) === "" ? undefined : false;
  return textAt(values, path).startsWith("ELB") || `${version[1]}.${version[2] ?? 0}` >= "1.2";
};
const parameter = (name: string, safe: string) => (values: Values) => {
  const list = at(values, "parameter");
  const found = Array.isArray(values.parameter)
    ? values.parameter.find((entry) => at(entry as Values, "name") === name)
    : undefined;
  if (list === undefined && found === undefined) return undefined;
  return found === undefined ? undefined : textAt(found as Values, "value") === safe;
};

/** Settings whose loss lets someone in or hides it. Each is told when it held before, or when it never will. */
export const SAFEGUARDS: readonly Safeguard[] = [
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map((path) => ({
    type: "aws_s3_bucket_public_access_block",
    holds: is(path, true),
    says: `the bucket may become public (${path} is off)`,
  })),
  { type: "aws_kms_key", holds: is("enable_key_rotation", true), says: "the key is not rotated" },
  { type: "aws_rds_cluster", holds: is("storage_encrypted", true), says: "the database is not encrypted" },
  {
    type: "aws_rds_cluster",
    holds: is("iam_database_authentication_enabled", true),
    says: "the database takes no IAM tokens, only passwords",
  },
  {
    type: "aws_rds_cluster_instance",
    holds: is("publicly_accessible", false),
    says: "the database gets a public address",
  },
  { type: "aws_db_instance", holds: is("publicly_accessible", false), says: "the database gets a public address" },
  {
    type: "aws_rds_cluster_parameter_group",
    holds: parameter("rds.force_ssl", "1"),
    says: "the database takes connections without TLS (rds.force_ssl)",
  },
  {
    type: "aws_elasticache_replication_group",
    holds: is("transit_encryption_enabled", true),
    says: "Redis takes connections without TLS",
  },
  {
    type: "aws_elasticache_replication_group",
    holds: is("at_rest_encryption_enabled", true),
    says: "Redis is not encrypted at rest",
  },
  {
    type: "aws_eks_cluster",
    holds: is("vpc_config.endpoint_public_access", false),
    says: "the Kubernetes API is public",
  },
  {
    type: "aws_launch_template",
    holds: is("metadata_options.http_tokens", "required"),
    says: "whoever reaches a node's metadata gets its role without a token (IMDSv1)",
  },
  {
    type: "aws_cloudfront_distribution",
    holds: tls("viewer_certificate.minimum_protocol_version"),
    says: "the site speaks TLS older than 1.2",
  },
  {
    type: "aws_cloudfront_distribution",
    holds: (values) => ("web_acl_id" in values ? textAt(values, "web_acl_id") !== "" : undefined),
    says: "the site stands without a firewall",
  },
  {
    type: "aws_cloudfront_distribution",
    holds: (values) =>
      "default_cache_behavior" in values
        ? textAt(values, "default_cache_behavior.viewer_protocol_policy") !== "allow-all"
        : undefined,
    says: "the site answers over plain HTTP",
  },
  { type: "aws_lb_listener", holds: tls("ssl_policy"), says: "the load balancer speaks TLS older than 1.2" },
  { type: "aws_lb", holds: is("internal", true), says: "the load balancer faces the internet" },
  {
    type: "aws_subnet",
    holds: is("map_public_ip_on_launch", false),
    says: "machines in the subnet get public addresses",
  },
  {
    type: "aws_ecr_repository",
    holds: is("image_tag_mutability", "IMMUTABLE"),
    says: "an image's tag can be given to another image",
  },
  {
    type: "aws_iam_role",
    holds: (values) => ("permissions_boundary" in values ? textAt(values, "permissions_boundary") !== "" : undefined),
    says: "no permissions boundary limits the role",
  },
  {
    type: "aws_lambda_function_url",
    holds: is("authorization_type", "AWS_IAM"),
    says: "the function answers everyone",
  },
];

/** Resources whose end lets someone in or hides it. */
export const GUARDS: Readonly<Record<string, string>> = {
  aws_cloudtrail: "calls are not recorded any more",
  aws_default_security_group: "the default group is not kept empty any more",
  aws_flow_log: "traffic is not recorded any more",
  aws_network_acl: "the subnets' network ACL is gone",
  aws_s3_bucket_public_access_block: "the bucket may become public",
  aws_s3_bucket_server_side_encryption_configuration: "objects are not encrypted with the own key any more",
  aws_wafv2_web_acl: "its firewall is gone",
  aws_wafv2_web_acl_association: "it stands without a firewall",
  aws_wafv2_web_acl_logging_configuration: "the firewall's decisions are not recorded any more",
  aws_guardduty_detector: "threats are not looked for any more",
};

/** Arguments that hold a resource's policy. */
export const POLICIES: Readonly<Record<string, readonly string[]>> = {
  aws_backup_vault_policy: ["policy"],
  aws_cloudwatch_log_resource_policy: ["policy_document"],
  aws_ecr_registry_policy: ["policy"],
  aws_ecr_repository_policy: ["policy"],
  aws_iam_group_policy: ["policy"],
  aws_iam_policy: ["policy"],
  aws_iam_role: ["assume_role_policy"],
  aws_iam_role_policy: ["policy"],
  aws_iam_user_policy: ["policy"],
  aws_kms_key: ["policy"],
  aws_kms_key_policy: ["policy"],
  aws_kms_replica_key: ["policy"],
  aws_s3_bucket_policy: ["policy"],
  aws_secretsmanager_secret_policy: ["policy"],
  aws_sns_topic_policy: ["policy"],
  aws_sqs_queue_policy: ["policy"],
  aws_vpc_endpoint: ["policy"],
  aws_vpc_endpoint_policy: ["policy"],
};

/** The CIDR blocks that an EKS cluster's public endpoint answers. */
export function publicCidrs(values: Values): readonly string[] {
  return textAt(values, "vpc_config.endpoint_public_access") === "true"
    ? textsAt(values, "vpc_config.public_access_cidrs")
    : [];
}
