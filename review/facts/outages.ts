import { at, numberAt, textAt, textOf, type Values } from "../plan/values";

/** An interruption by a change, and its length. */
export interface Outage {
  readonly type: string;
  /** The argument whose change it is; absent when it is the resource's end, or its replacement. */
  readonly path?: string;
  /** The replacement or the end that it is, when it is no argument. */
  readonly on?: readonly ("replace" | "delete")[];
  /** Only some changes of the argument. */
  readonly when?: (before: unknown, after: unknown) => boolean;
  readonly says: string;
  /** Its length; `none` when it only has to be known. */
  readonly duration: string;
  /** The page that says so. */
  readonly source: string;
}

const AURORA_MODIFY = "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Modifying.html";
const AURORA_FAILOVER =
  "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html";
const NODE_UPDATE = "https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html";
const REDIS_SCALE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/redis-cluster-vertical-scaling.html";
const GONE: readonly ("replace" | "delete")[] = ["replace", "delete"];

/** Length of a node group's roll: each node is drained for 15 minutes at most. */
const ROLL = "up to 15 min a node";

/** Changes that interrupt something, with what AWS says of them. */
export const OUTAGES: readonly Outage[] = [
  {
    type: "aws_rds_cluster_instance",
    path: "instance_class",
    says: "the instance restarts; the writer fails over first where another instance can take over",
    duration: "under 1 min with a failover, else minutes",
    source: AURORA_FAILOVER,
  },
  {
    type: "aws_rds_cluster_instance",
    on: GONE,
    says: "one instance less answers; a writer fails over",
    duration: "under 1 min with a failover",
    source: AURORA_FAILOVER,
  },
  {
    type: "aws_rds_cluster_instance",
    path: "db_parameter_group_name",
    says: "static parameters wait for a reboot by hand",
    duration: "none",
    source: AURORA_MODIFY,
  },
  {
    type: "aws_rds_cluster",
    path: "engine_version",
    says: "the database is upgraded: it takes no connections meanwhile",
    duration: "seconds for a minor version, up to an hour for a major one",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_UpgradeDBInstance.PostgreSQL.html",
  },
  {
    type: "aws_rds_cluster",
    path: "port",
    says: "every client must use another port",
    duration: "until clients follow",
    source: AURORA_MODIFY,
  },
  {
    type: "aws_rds_cluster",
    on: GONE,
    says: "the database is gone until its successor is filled",
    duration: "until it is restored",
    source: AURORA_MODIFY,
  },
  {
    type: "aws_rds_cluster_parameter_group",
    path: "parameter",
    when: (before, after) => isPending(before, after),
    says: "takes effect at the next reboot of the instances, which is by hand",
    duration: "none",
    source: "https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_WorkingWithDBClusterParamGroups.html",
  },
  {
    type: "aws_eks_cluster",
    path: "version",
    says: "the control plane is upgraded; it cannot be taken back",
    duration: "minutes, with short interruptions of the API",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html",
  },
  {
    type: "aws_eks_cluster",
    on: GONE,
    says: "the cluster and all that runs in it end",
    duration: "until it is built anew",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/delete-cluster.html",
  },
  ...["version", "release_version", "launch_template"].map((path) => ({
    type: "aws_eks_node_group",
    path,
    says: "its nodes are rolled: drained and replaced, some at a time",
    duration: ROLL,
    source: NODE_UPDATE,
  })),
  {
    type: "aws_eks_node_group",
    on: GONE,
    says: "ALL its nodes are replaced",
    duration: ROLL,
    source: NODE_UPDATE,
  },
  {
    type: "aws_eks_node_group",
    path: "scaling_config",
    when: (before, after) => endsNodes(before, after),
    says: "nodes beyond the new maximum, or the new size, end",
    duration: ROLL,
    source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateNodegroupConfig.html",
  },
  {
    type: "aws_eks_addon",
    path: "addon_version",
    says: "the add-on's pods restart, some at a time",
    duration: "none",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html",
  },
  {
    type: "aws_elasticache_replication_group",
    path: "node_type",
    says: "Redis moves to other nodes while it answers; connections break at the end",
    duration: "seconds",
    source: REDIS_SCALE,
  },
  {
    type: "aws_elasticache_replication_group",
    path: "engine_version",
    says: "Redis is upgraded; connections break, and a group without replica is away",
    duration: "seconds with a replica, else minutes",
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/VersionManagement.html",
  },
  {
    type: "aws_elasticache_replication_group",
    path: "num_cache_clusters",
    when: (before, after) => Number(textOf(after)) < Number(textOf(before)),
    says: "a replica less can take over",
    duration: "none",
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.RemoveReadReplica.html",
  },
  {
    type: "aws_elasticache_replication_group",
    on: GONE,
    says: "Redis is away until its successor is there, which is empty",
    duration: "minutes",
    source: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Replication.DeletingRepGroup.html",
  },
  {
    type: "aws_nat_gateway",
    on: GONE,
    says: "connections to the internet break; the public address may change",
    duration: "minutes",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-working-with.html",
  },
  {
    type: "aws_eip",
    on: GONE,
    says: "the public address is given up: whoever has allowed it must allow another one",
    duration: "until they do",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/WorkWithEIPs.html",
  },
  {
    type: "aws_lb",
    on: GONE,
    says: "the load balancer is away, and its name changes",
    duration: "minutes",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-delete.html",
  },
  {
    type: "aws_lb_listener",
    on: GONE,
    says: "nothing is answered on its port",
    duration: "until the new one is there",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html",
  },
  {
    type: "aws_lb_target_group",
    on: GONE,
    says: "its service gets no requests until its pods are registered anew",
    duration: "minutes",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html",
  },
  {
    type: "aws_lb_listener_rule",
    on: ["delete"],
    says: "requests that it sent to its service go to the default",
    duration: "as long as it is gone",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html",
  },
  {
    type: "aws_cloudfront_distribution",
    on: GONE,
    says: "the site is away",
    duration: "minutes",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html",
  },
  {
    type: "aws_cloudfront_distribution",
    path: "enabled",
    when: isTurnedOff,
    says: "CloudFront answers nobody: the site is away",
    duration: "as long as it is disabled",
    source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HowToDeleteDistribution.html",
  },
  {
    type: "aws_kms_key",
    path: "is_enabled",
    when: isTurnedOff,
    says: "nothing that it encrypts can be read or written",
    duration: "as long as it is disabled",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/enabling-keys.html",
  },
  {
    type: "aws_lambda_event_source_mapping",
    path: "enabled",
    when: isTurnedOff,
    says: "no function takes what is sent: it waits for as long as the queue keeps it",
    duration: "as long as it is disabled",
    source: "https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html",
  },
  {
    type: "aws_route53_record",
    on: GONE,
    says: "its name leads nowhere, as long as resolvers remember it",
    duration: "its TTL",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-basic.html",
  },
  {
    type: "aws_route53_zone",
    on: GONE,
    says: "every name of the zone is away until the parent zone names the new name servers",
    duration: "up to 2 days",
    source: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/migrate-dns-domain-in-use.html",
  },
  ...[
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
    "aws_internet_gateway",
    "aws_subnet",
    "aws_vpc",
  ].map((type) => ({
    type,
    on: GONE,
    says: "traffic that takes it stops",
    duration: "until its successor is there",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html",
  })),
  {
    type: "aws_vpc_endpoint",
    on: GONE,
    says: "calls of its service take the NAT gateways, or fail where there is no way",
    duration: "until its successor is there",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/delete-vpc-endpoint.html",
  },
  {
    type: "aws_security_group",
    on: GONE,
    says: "what uses it must take another one first",
    duration: "until then",
    source: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  },
  {
    type: "aws_lambda_function",
    on: GONE,
    says: "calls of it fail",
    duration: "until its successor is there",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/API_DeleteFunction.html",
  },
  {
    type: "aws_sns_topic",
    on: GONE,
    says: "its subscribers hear nothing until they subscribe anew",
    duration: "until then",
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-delete-subscription-topic.html",
  },
  {
    type: "helm_release",
    path: "version",
    says: "the chart's pods restart",
    duration: "as its rollout takes",
    source: "https://helm.sh/docs/helm/helm_upgrade/",
  },
  {
    type: "helm_release",
    on: GONE,
    says: "all that the chart runs ends",
    duration: "until it is installed anew",
    source: "https://helm.sh/docs/helm/helm_uninstall/",
  },
];

function isTurnedOff(before: unknown, after: unknown): boolean {
  return before === true && after === false;
}

/** Tells whether a parameter that takes a reboot has another value. */
function isPending(before: unknown, after: unknown): boolean {
  const pending = (list: unknown) =>
    JSON.stringify(
      (Array.isArray(list) ? list : [])
        .filter((entry: Values) => at(entry, "apply_method") === "pending-reboot")
        .map((entry: Values) => `${textAt(entry, "name")}=${textAt(entry, "value")}`)
        .sort(),
    );
  return pending(before) !== pending(after);
}

/** Tells whether a node group may have fewer nodes than it has: a size that only the apply knows is that of today. */
function endsNodes(before: unknown, after: unknown): boolean {
  const [old, now] = [before, after].map((block) => ({ scaling: block }));
  const desired = numberAt(now, "scaling.desired_size");
  const running = numberAt(old, "scaling.desired_size") ?? 0;
  return (desired !== undefined && desired < running) || (numberAt(now, "scaling.max_size") ?? running) < running;
}
