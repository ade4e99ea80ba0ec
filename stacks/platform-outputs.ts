import type { HostedZone, LoadBalancer } from "../modules/edge";
import type { Cluster, NodeGroups } from "../modules/eks";
import type { Redis } from "../modules/elasticache";
import type { Keys, Topics } from "../modules/foundation/contracts";
import type { PodIdentities } from "../modules/iam";
import type { Monitoring } from "../modules/monitoring";
import type { Database } from "../modules/rds";
import type { Distribution, Storage } from "../modules/s3-cloudfront";
import type { Network } from "../modules/vpc";
import type { Output } from "./root";

/** Platform as far as its outputs tell of it. */
export interface PublishedPlatform {
  readonly parts: {
    readonly network: Network;
    readonly cluster: Cluster;
    readonly storage: Storage;
    readonly distribution: Distribution;
    readonly loadBalancer: LoadBalancer;
    readonly database: Database;
    readonly redis: Redis;
  };
  readonly keys: Keys;
  readonly nodes: NodeGroups;
  readonly identities: PodIdentities;
  readonly alerts: Topics;
  readonly zone: HostedZone;
  readonly monitoring: Monitoring;
}

/** The outputs of a platform root: what the add-ons root, people and pipelines may rely on. */
export function platformOutputs(platform: PublishedPlatform): Readonly<Record<string, Output>> {
  const { keys, nodes, identities, alerts, zone, monitoring } = platform;
  const { network, cluster, storage, distribution, loadBalancer, database, redis } = platform.parts;
  const { securityGroups } = network;
  return {
    vpc_id: ["The VPC", network.id],
    subnet_ids: [
      "Subnets by tier, in the order of the zones",
      {
        public: network.subnetIds.public,
        private_app: network.subnetIds["private-app"],
        private_data: network.subnetIds["private-data"],
      },
    ],
    security_group_ids: [
      "Security groups by what they are of",
      {
        load_balancer: securityGroups.loadBalancer.id,
        workloads: securityGroups.workloads.id,
        endpoints: securityGroups.endpoints.id,
        control_plane: cluster.controlPlane.id,
        database: database.home.securityGroup.id,
        redis_sessions: redis.sessions.securityGroup.id,
        redis_cache: redis.cache.securityGroup.id,
      },
    ],
    cluster_name: ["The EKS cluster", cluster.clusterName],
    cluster_endpoint: ["The Kubernetes API", cluster.cluster.endpoint],
    cluster_certificate_authority: ["Certificate of the Kubernetes API, base64", cluster.certificate],
    oidc_provider: ["The cluster's OIDC provider", cluster.oidcProvider.arn],
    node_groups: ["Node groups by name", nodes.names],
    role_arns: ["Roles of pods, by their name in POD_IDENTITIES", identities.roleArns],
    policies: ["Policies of those roles", identities.policies],
    db_endpoint: ["Host that takes the database's writes", database.endpoint],
    connection_string: ["The database's URL, with the name of its secret", database.connectionString],
    redis_endpoints: [
      "Host and port of each Redis store, TLS only",
      { sessions: redis.sessions.primaryEndpoint, cache: redis.cache.primaryEndpoint },
    ],
    bucket_names: ["Buckets by purpose", storage.bucketNames],
    cloudfront_url: ["The distribution by its own name", distribution.url],
    media_signing_key_ids: [
      "Ids of the keys that media URLs are signed with, for lms/<environment>/media/cloudfront-signing-key",
      distribution.signers.keyIds,
    ],
    data_key_arn: ["The key of data at rest, such as volumes", keys.data.arn],
    hosted_zone_id: ["The Route 53 zone of the site", zone.id],
    name_servers: ["To be entered in the parent zone", zone.nameServers],
    ...(zone.signing === undefined
      ? {}
      : { ds_record: ["DS record of the signed zone, to enter in the parent zone", zone.signing.dsRecord] as const }),
    target_groups: [
      "Target groups by service, for TargetGroupBindings",
      Object.fromEntries([...loadBalancer.targetGroups.byService].map(([service, group]) => [service, group.arn])),
    ],
    dashboard_urls: ["Dashboards in the console, by name", monitoring.dashboards.urls],
    sns_topics: ["Where alerts go, by severity", { critical: alerts.critical.arn, warning: alerts.warning.arn }],
  };
}
