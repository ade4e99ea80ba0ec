import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import { RdsCluster, type RdsClusterConfig } from "@cdktf/provider-aws/lib/rds-cluster";
import { RdsClusterInstance } from "@cdktf/provider-aws/lib/rds-cluster-instance";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { BACKUP_TAG } from "../foundation/backup-tag";
import type { DataProtection, DataTier, Keys, SecurityGroup as SecurityGroupContract } from "../foundation/contracts";
import type { Metric } from "../foundation/metrics";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { allowFrom, SecurityGroup } from "../vpc";
import { DatabaseLogs } from "./database-logs";
import { type AuroraMetrics, auroraMetrics, instanceLoad } from "./metrics";
import { ParameterGroups } from "./parameter-groups";
import { type DatabaseInstances, type DatabaseSettings, engineVersionFacts, type InstanceRole } from "./settings";

export interface AuroraClusterProps {
  readonly network: DataTier;
  readonly keys: Pick<Keys, "data" | "logs">;
  readonly settings: DatabaseSettings;
  /** Instances in this region; those of `settings.capacity` are the home region's. */
  readonly instances: DatabaseInstances;
  readonly dataProtection: DataProtection;
  readonly logRetentionDays: number;
  readonly identity: ClusterIdentity;
  /** Resources to create before the cluster and to delete after it, such as the writer of its global database. */
  readonly after?: readonly ITerraformDependable[];
  /** Its prefix is the identifier of the cluster, unique in the region. */
  readonly site: Site;
}

/** Arguments that differ between clusters: credentials, or the membership of a global database. */
export type ClusterIdentity = Pick<
  RdsClusterConfig,
  | "databaseName"
  | "globalClusterIdentifier"
  | "lifecycle"
  | "manageMasterUserPassword"
  | "masterPasswordWo"
  | "masterPasswordWoVersion"
  | "masterUsername"
  | "masterUserSecretKmsKeyId"
>;

/**
 * Priority in a failover: the lowest number becomes the writer. Readers that autoscaling adds have 15.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html
 */
const PROMOTION_TIERS: Readonly<Record<InstanceRole, number>> = { writer: 0, standby: 1, reader: 2 };

/** Valid until 2061. @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.SSL.html */
const CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1";

/** Interval of enhanced monitoring, in seconds. */
const MONITORING_SECONDS = 60;

/** Retention of Performance Insights that is free of charge, in days. */
const INSIGHTS_DAYS = 7;

/**
 * An Aurora PostgreSQL cluster in one region: in the data subnets, closed until `allowFrom` opens it, over TLS only,
 * encrypted, with IAM authentication, an instance in each named zone, and its logs and metrics in CloudWatch.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_BestPractices.html
 */
export class AuroraCluster extends Construct {
  readonly cluster: RdsCluster;
  /** The instances by zone, the writer's first. */
  readonly instances: Readonly<Record<string, RdsClusterInstance>>;
  readonly securityGroup: SecurityGroup;
  readonly logs: DatabaseLogs;
  readonly metrics: AuroraMetrics;
  /** Load of each instance, by zone. */
  readonly loads: Readonly<Record<string, Metric>>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AuroraClusterProps,
  ) {
    super(scope, id);
    const { site, network, keys, settings, logRetentionDays } = props;
    this.securityGroup = new SecurityGroup(this, "postgresql", {
      vpcId: network.id,
      name: `${site.prefix}-postgresql`,
      description: "Aurora PostgreSQL",
    });
    const parameters = new ParameterGroups(this, "parameters", { site, engineVersion: settings.engineVersion });
    this.logs = new DatabaseLogs(this, "logs", { keys, site, capacity: settings.capacity, logRetentionDays });
    this.cluster = this.createCluster(parameters);
    this.instances = this.createInstances(parameters);
    this.metrics = auroraMetrics(this.cluster.clusterIdentifier);
    this.loads = Object.fromEntries(
      Object.entries(this.instances).map(([zone, { identifier }]) => [zone, instanceLoad(identifier)]),
    );
  }

  /** Lets members of a security group connect. */
  allowFrom(peer: SecurityGroupContract): void {
    allowFrom(this.securityGroup, peer, PORTS.postgresql, "PostgreSQL");
  }

  private createCluster(parameters: ParameterGroups): RdsCluster {
    const { site, network, keys, settings, dataProtection, identity } = this.props;
    const { engineVersion, minorUpgrades, capacity } = settings;
    const { lifecycle, ...credentials } = identity;
    const subnets = new DbSubnetGroup(this, "subnets", {
      namePrefix: `${site.prefix}-`,
      description: "Private data subnets",
      subnetIds: [...network.subnetIds["private-data"]],
    });
    return new RdsCluster(this, "cluster", {
      clusterIdentifier: site.prefix,
      engine: "aurora-postgresql",
      // Where AWS raises the minor version, the configuration can only name the major one.
      engineVersion: minorUpgrades === "automatic" ? engineVersionFacts(engineVersion).major : engineVersion,
      ...credentials,
      port: PORTS.postgresql,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: [this.securityGroup.id],
      dbClusterParameterGroupName: parameters.cluster.name,
      iamDatabaseAuthenticationEnabled: true,
      storageEncrypted: true,
      kmsKeyId: keys.data.arn,
      enabledCloudwatchLogsExports: [...this.logs.exports],
      backupRetentionPeriod: settings.backupRetentionDays,
      preferredBackupWindow: settings.backupWindow,
      preferredMaintenanceWindow: settings.maintenanceWindow,
      copyTagsToSnapshot: true,
      ...protection(site.prefix, dataProtection),
      // Where learners depend on the database, changes that restart it wait for the maintenance window.
      applyImmediately: dataProtection === "disposable",
      ...(capacity.kind === "serverless"
        ? {
            serverlessv2ScalingConfiguration: {
              minCapacity: capacity.minCapacityAcu,
              maxCapacity: capacity.maxCapacityAcu,
            },
          }
        : {}),
      tags: BACKUP_TAG,
      ...(lifecycle === undefined ? {} : { lifecycle }),
      dependsOn: [...this.logs.groups, ...(this.props.after ?? [])],
    });
  }

  private createInstances(parameters: ParameterGroups): Record<string, RdsClusterInstance> {
    const byRole = Object.entries(this.props.instances).sort(([, a], [, b]) => PROMOTION_TIERS[a] - PROMOTION_TIERS[b]);
    const instances: Record<string, RdsClusterInstance> = {};
    for (const [zone, role] of byRole) {
      // The first instance of a cluster becomes its writer, so the others wait for it. The recovery region has none.
      const writer = Object.values(instances).slice(0, byRole[0]?.[1] === "writer" ? 1 : 0);
      instances[zone] = this.createInstance(zone, role, parameters, writer);
    }
    return instances;
  }

  private createInstance(
    zone: string,
    role: InstanceRole,
    parameters: ParameterGroups,
    after: readonly RdsClusterInstance[],
  ): RdsClusterInstance {
    const { site, keys, settings, dataProtection } = this.props;
    const { capacity, maintenanceWindow, minorUpgrades } = settings;
    const { monitoringRole } = this.logs;
    return new RdsClusterInstance(this, zone, {
      identifier: `${site.prefix}-${zone}`,
      clusterIdentifier: this.cluster.id,
      engine: this.cluster.engine,
      instanceClass: capacity.kind === "serverless" ? "db.serverless" : capacity.instanceClass,
      availabilityZone: zone,
      promotionTier: PROMOTION_TIERS[role],
      dbParameterGroupName: parameters.instances.name,
      publiclyAccessible: false,
      caCertIdentifier: CERTIFICATE_AUTHORITY,
      autoMinorVersionUpgrade: minorUpgrades === "automatic",
      preferredMaintenanceWindow: maintenanceWindow,
      applyImmediately: dataProtection === "disposable",
      monitoringInterval: MONITORING_SECONDS,
      monitoringRoleArn: monitoringRole.arn,
      performanceInsightsEnabled: true,
      performanceInsightsKmsKeyId: keys.data.arn,
      performanceInsightsRetentionPeriod: INSIGHTS_DAYS,
      dependsOn: [...monitoringRole.rights, ...after],
    });
  }
}

/** Protection from deletion, and the backups that remain after it. */
function protection(identifier: string, dataProtection: DataProtection) {
  return dataProtection === "retained"
    ? {
        deletionProtection: true,
        skipFinalSnapshot: false,
        finalSnapshotIdentifier: `${identifier}-final`,
        deleteAutomatedBackups: false,
      }
    : { deletionProtection: false, skipFinalSnapshot: true, deleteAutomatedBackups: true };
}
