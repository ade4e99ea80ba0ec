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

/** Parts of a platform that its outputs are read from. */
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
    vpc_id: ["ID of the VPC", network.id],
    subnet_ids: [
      "Subnet IDs by tier, in the order of the availability zones",
      {
        public: network.subnetIds.public,
        private_app: network.subnetIds["private-app"],
        private_data: network.subnetIds["private-data"],
        control_plane: network.subnetIds["control-plane"],
      },
    ],
    security_group_ids: [
      "Security group IDs by owner",
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
    cluster_name: ["Name of the EKS cluster", cluster.clusterName],
    cluster_endpoint: ["URL of the Kubernetes API", cluster.cluster.endpoint],
    cluster_certificate_authority: ["CA certificate of the Kubernetes API, in base64", cluster.certificate],
    oidc_provider: ["ARN of the cluster's OIDC provider", cluster.oidcProvider.arn],
    node_groups: ["Names of the node groups", nodes.names],
    role_arns: ["ARNs of the pods' roles, by their name in POD_IDENTITIES", identities.roleArns],
    policies: ["Policies of the pods' roles", identities.policies],
    db_endpoint: ["Writer endpoint of the database", database.endpoint],
    db_reader_endpoint: ["Reader endpoint of the database", database.readerEndpoint],
    connection_string: [
      "Connection URL of the database, with a reference to its secret in place of the password",
      database.connectionString(),
    ],
    redis_endpoints: [
      "Host and port of each Redis store; TLS only",
      { sessions: redis.sessions.primaryEndpoint, cache: redis.cache.primaryEndpoint },
    ],
    bucket_names: ["Bucket names by purpose", storage.bucketNames],
    cloudfront_url: ["URL of the distribution by its CloudFront name", distribution.url],
    media_signing_key_ids: [
      "IDs of the public keys that verify signatures of media and course packages; the private keys are in the secrets cloudfront-signing-key of media and courses",
      distribution.signers.keyIds,
    ],
    data_key_arn: ["ARN of the KMS key that encrypts data at rest, such as volumes", keys.data.arn],
    hosted_zone_id: ["ID of the site's Route 53 hosted zone", zone.id],
    name_servers: ["Name servers of the hosted zone, to enter in the parent zone", zone.nameServers],
    ...(zone.signing === undefined
      ? {}
      : { ds_record: ["DS record of the signed zone, to enter in the parent zone", zone.signing.dsRecord] as const }),
    target_groups: [
      "Target group ARNs by service, for TargetGroupBindings",
      Object.fromEntries([...loadBalancer.targetGroups.byService].map(([service, group]) => [service, group.arn])),
    ],
    dashboard_urls: ["URLs of the CloudWatch dashboards, by name", monitoring.dashboards.urls],
    sns_topics: [
      "ARNs of the SNS topics for alerts, by severity",
      { critical: alerts.critical.arn, warning: alerts.warning.arn },
    ],
  };
}
