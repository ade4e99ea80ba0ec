import { Aspects } from "cdktf";
import type { Construct } from "constructs";
import { defaultTags, type Environment, namePrefix } from "../environments/environment";
import { Backups } from "../modules/backup/backups";
import { RecoveryRegion } from "../modules/disaster-recovery/recovery-region";
import { Cluster } from "../modules/eks/cluster";
import { NodeAddons } from "../modules/eks/node-addons";
import { NodeGroups } from "../modules/eks/node-groups";
import { Redis } from "../modules/elasticache/redis";
import { EncryptionKeys } from "../modules/encryption/encryption-keys";
import { BoundaryOnEveryRole } from "../modules/iam/boundary-aspect";
import { boundaryArn, roleArn } from "../modules/iam/names";
import { PodIdentities } from "../modules/iam/pod-identities";
import { AlertTopics } from "../modules/monitoring/alert-topics";
import { Database } from "../modules/rds/database";
import { ApplicationSecrets } from "../modules/secrets/application-secrets";
import { Network } from "../modules/vpc/network";
import { Root } from "./root";

/** The architecture of one environment in AWS. What runs inside its cluster is a root of its own. */
export class PlatformStack extends Root {
  constructor(scope: Construct, environment: Environment) {
    super(scope, `${environment.name}-platform`, environment);
    const { account, region, dataProtection, logRetentionDays } = environment;
    const prefix = namePrefix(environment);
    const common = { account, region, prefix };
    const boundary = { arn: boundaryArn(environment) };
    Aspects.of(this).add(new BoundaryOnEveryRole(boundary));

    const keys = new EncryptionKeys(this, "keys", {
      ...common,
      dataProtection,
      multiRegionData: environment.recovery !== "none",
    });
    const network = new Network(this, "network", { ...common, ...environment.network, keys, logRetentionDays });

    const alerts = new AlertTopics(this, "alerts", { account, prefix, keys });
    const recovery = this.createRecoveryRegion(environment, keys);

    const cluster = new Cluster(this, "cluster", {
      ...environment.cluster,
      keys,
      network,
      prefix,
      logRetentionDays,
      access: {
        admin: { principalArn: roleArn(environment, "admin"), policy: "cluster-admin", namespaces: "all" },
        developer: {
          principalArn: roleArn(environment, "developer"),
          policy: "edit",
          namespaces: ["microservices"],
        },
        readonly: { principalArn: roleArn(environment, "readonly"), policy: "view", namespaces: "all" },
        deployer: { principalArn: roleArn(environment, "deployer"), policy: "cluster-admin", namespaces: "all" },
        // A plan of the add-ons reads Helm's releases, which are secrets.
        planner: { principalArn: roleArn(environment, "planner"), policy: "admin-view", namespaces: "all" },
      },
    });
    const identities = new PodIdentities(this, "identities", {
      environment,
      cluster,
      keys,
      hostedZone: "none",
      boundary,
    });
    const nodes = new NodeGroups(this, "nodes", {
      cluster,
      identities,
      keys,
      prefix,
      tags: defaultTags(environment, this.node.id),
      groups: environment.cluster.nodeGroups,
    });
    new NodeAddons(this, "addons", { cluster, nodes });

    new ApplicationSecrets(this, "secrets", {
      environment,
      keys,
      dataProtection,
      replica: recovery === "none" ? "none" : { region: recovery.region.region, key: recovery.region.keys.data },
    });
    const database = new Database(this, "database", {
      environment,
      keys,
      network,
      alerts,
      recovery,
      settings: environment.database,
      zones: environment.network.zones,
      dataProtection,
      logRetentionDays,
    });
    database.allowFrom(network.securityGroups.workloads);
    const redis = new Redis(this, "redis", {
      ...environment.cache,
      keys,
      network,
      prefix,
      dataProtection,
      logRetentionDays,
    });
    for (const store of [redis.sessions, redis.cache]) store.allowFrom(network.securityGroups.workloads);
    new Backups(this, "backups", {
      ...environment.backup,
      account,
      prefix,
      keys,
      alerts,
      dataProtection,
      recovery: recovery === "none" ? "none" : { provider: recovery.region.provider, key: recovery.region.keys.data },
    });

    const { loadBalancer, workloads, endpoints } = network.securityGroups;
    this.publish("vpc_id", "The VPC", network.vpc.id);
    this.publish("subnet_ids", "Subnets by tier, in the order of the zones", {
      public: network.subnetIds("public"),
      private_app: network.subnetIds("private-app"),
      private_data: network.subnetIds("private-data"),
    });
    this.publish("security_group_ids", "Security groups by tier", {
      load_balancer: loadBalancer.id,
      workloads: workloads.id,
      endpoints: endpoints.id,
      control_plane: cluster.controlPlane.id,
      database: database.home.securityGroup.id,
      redis_sessions: redis.sessions.securityGroup.id,
      redis_cache: redis.cache.securityGroup.id,
    });
    this.publish("cluster_name", "The EKS cluster", cluster.clusterName);
    this.publish("cluster_endpoint", "The Kubernetes API", cluster.cluster.endpoint);
    this.publish("cluster_certificate_authority", "Certificate of the Kubernetes API, base64", cluster.certificate);
    this.publish("oidc_provider", "The cluster's OIDC provider", cluster.oidcProvider.arn);
    this.publish("node_groups", "Node groups by name", nodes.names);
    this.publish("db_endpoint", "Host that takes the database's writes", database.endpoint);
    this.publish("connection_string", "The database's URL, with the name of its secret", database.connectionString);
    this.publish("redis_endpoints", "Host and port of each Redis store, TLS only", {
      sessions: redis.sessions.primaryEndpoint,
      cache: redis.cache.primaryEndpoint,
    });
    this.publish("sns_topics", "Where alerts go, by severity", {
      critical: alerts.critical.arn,
      warning: alerts.warning.arn,
    });
    this.publish("role_arns", "Roles of pods, by their name in POD_IDENTITIES", identities.roleArns);
    this.publish("policies", "Policies of those roles", identities.policies);
  }

  private createRecoveryRegion(environment: Environment, keys: EncryptionKeys) {
    const { recovery, dataProtection } = environment;
    if (recovery === "none") return recovery;
    const provider = this.providerIn(recovery.region, "recovery");
    const region = new RecoveryRegion(this, "recovery", { ...recovery, environment, keys, provider, dataProtection });
    return { region, settings: recovery.database };
  }
}
