import type { HandedOver } from "../modules/disaster-recovery";
import type { LoadBalancer } from "../modules/edge";
import type { Cluster, NodeGroups } from "../modules/eks";
import type { Redis } from "../modules/elasticache";
import type { Keys } from "../modules/foundation/contracts";
import type { PodIdentities } from "../modules/iam";
import type { ApplicationNetwork } from "../modules/vpc";
import type { Output } from "./root";

/** Parts of what stands by that its outputs are read from. */
export interface PublishedStandby {
  readonly facts: HandedOver["facts"];
  readonly keys: Keys;
  readonly network: ApplicationNetwork;
  readonly cluster: Cluster;
  readonly nodes: NodeGroups;
  readonly identities: PodIdentities;
  readonly redis: Redis;
  readonly loadBalancer: LoadBalancer;
}

/** The outputs of a recovery region's root, named as those of a platform: what add-ons and services there rely on. */
export function standbyOutputs(standby: PublishedStandby): Readonly<Record<string, Output>> {
  const { facts, keys, network, cluster, nodes, identities, redis, loadBalancer } = standby;
  return {
    vpc_id: ["ID of the VPC", network.id],
    cluster_name: ["Name of the EKS cluster", cluster.clusterName],
    cluster_endpoint: ["URL of the Kubernetes API", cluster.cluster.endpoint],
    cluster_certificate_authority: ["CA certificate of the Kubernetes API, in base64", cluster.certificate],
    node_groups: ["Names of the node groups", nodes.names],
    role_arns: ["ARNs of the pods' roles, by their name in POD_IDENTITIES", identities.roleArns],
    db_endpoint: ["Writer endpoint of the database, in whichever region it is", facts.databaseEndpoint],
    db_reader_endpoint: ["Reader endpoint of the database in this region", facts.databaseReaderEndpoint],
    connection_string: [
      "Connection URL of the database, with a reference to its secret in place of the password",
      facts.databaseUrl,
    ],
    redis_endpoints: [
      "Host and port of each Redis store; TLS only",
      { sessions: redis.sessions.primaryEndpoint, cache: redis.cache.primaryEndpoint },
    ],
    data_key_arn: ["ARN of the KMS key that encrypts data at rest, such as volumes", keys.data.arn],
    hosted_zone_id: ["ID of the site's Route 53 hosted zone", facts.hostedZoneId],
    load_balancer: [
      "Host name of the load balancer, the second origin of CloudFront",
      loadBalancer.aliasTarget.domainName,
    ],
    target_groups: [
      "Target group ARNs by service, for TargetGroupBindings",
      Object.fromEntries([...loadBalancer.targetGroups.byService].map(([service, group]) => [service, group.arn])),
    ],
  };
}
