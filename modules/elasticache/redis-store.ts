import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { ElasticacheParameterGroup } from "@cdktf/provider-aws/lib/elasticache-parameter-group";
import {
  ElasticacheReplicationGroup,
  type ElasticacheReplicationGroupLogDeliveryConfiguration,
} from "@cdktf/provider-aws/lib/elasticache-replication-group";
import type { ElasticacheSubnetGroup } from "@cdktf/provider-aws/lib/elasticache-subnet-group";
import type { ElasticacheUser } from "@cdktf/provider-aws/lib/elasticache-user";
import { ElasticacheUserGroup } from "@cdktf/provider-aws/lib/elasticache-user-group";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import type { DataProtection, DataTier, Keys, SecurityGroup as SecurityGroupContract } from "../foundation/contracts";
import type { Site } from "../foundation/names";
import { PORTS } from "../foundation/ports";
import { ENGINE, STORE_USES, type StoreUse, storeName } from "../foundation/store-uses";
import { allowFrom, SecurityGroup } from "../vpc";
import { type RedisNodeMetrics, redisNodeMetrics } from "./metrics";
import { type CacheSettings, NODE_TYPES, type NodeTypeFacts, type StoreSettings } from "./settings";
import { createUsers, type StoreUsers } from "./store-users";

export interface RedisStoreProps {
  readonly keys: Pick<Keys, "data" | "logs">;
  readonly network: DataTier;
  readonly subnetGroup: ElasticacheSubnetGroup;
  /** User `default`, disabled; every user group must have one. */
  readonly disabledUser: ElasticacheUser;
  readonly use: StoreUse;
  /** Users who log in to the store for another use. */
  readonly guests: StoreUsers;
  readonly site: Pick<Site, "prefix">;
  readonly settings: StoreSettings;
  readonly windows: Pick<CacheSettings, "maintenanceWindow" | "snapshotWindow">;
  /** `none`: the data can be computed again, so it is deleted without a snapshot. */
  readonly snapshots: "none" | { readonly retentionDays: number; readonly dataProtection: DataProtection };
  readonly logRetentionDays: number;
}

/**
 * One replication group of Redis: a primary and its replicas, each in another zone, with failover where there is a replica.
 * TLS only, encrypted at rest, with one user for each way to log in.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/BestPractices.html
 */
export class RedisStore extends Construct {
  readonly group: ElasticacheReplicationGroup;
  readonly securityGroup: SecurityGroup;
  /** Users of applications by the way that they log in, with rights to data only. */
  readonly users: StoreUsers;
  /** Facts of the node type, for alarms. */
  readonly nodeFacts: NodeTypeFacts;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RedisStoreProps,
  ) {
    super(scope, id);
    const { network, use } = props;
    this.nodeFacts = NODE_TYPES[props.settings.nodeType];
    this.securityGroup = new SecurityGroup(this, `redis-${use}`, {
      vpcId: network.id,
      name: `${props.site.prefix}-redis-${use}`,
      description: `Redis: ${STORE_USES[use].description}`,
    });
    this.users = createUsers(this, { site: props.site, use, logins: props.settings.logins, cachePlace: "own-store" });
    this.group = this.createGroup(this.createUserGroup(), this.createParameterGroup(), [
      this.deliverLog("slow-log"),
      this.deliverLog("engine-log"),
    ]);
  }

  /** Host and port of the primary, `host:6379`; for reads and writes, by TLS. */
  get primaryEndpoint(): string {
    return `${this.group.primaryEndpointAddress}:${PORTS.redis}`;
  }

  /** Lets members of `peer` connect to the store. */
  allowFrom(peer: SecurityGroupContract): void {
    allowFrom(this.securityGroup, peer, PORTS.redis, `Redis ${this.props.use}`);
  }

  /** Metrics of the nodes, in the order of their names. The primary can be any of them. */
  get metrics(): readonly RedisNodeMetrics[] {
    return Array.from({ length: this.props.settings.replicas + 1 }, (_, index) =>
      redisNodeMetrics(Token.asString(Fn.element(this.group.memberClusters, index))),
    );
  }

  private get storeName(): string {
    return storeName(this.props.site.prefix, this.props.use);
  }

  private createUserGroup(): ElasticacheUserGroup {
    const { disabledUser, guests } = this.props;
    return new ElasticacheUserGroup(this, "users", {
      userGroupId: this.storeName,
      engine: ENGINE.name,
      userIds: [disabledUser, ...Object.values(this.users), ...Object.values(guests)].map(({ userId }) => userId),
    });
  }

  private createParameterGroup(): ElasticacheParameterGroup {
    const { description, parameters } = STORE_USES[this.props.use];
    return new ElasticacheParameterGroup(this, "parameters", {
      // With the family in its name, it can exist together with the group of the next family during an upgrade.
      name: `${this.storeName}-${ENGINE.parameterFamily}`,
      family: ENGINE.parameterFamily,
      description,
      parameter: Object.entries(parameters).map(([name, value]) => ({ name, value })),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private deliverLog(logType: "slow-log" | "engine-log"): ElasticacheReplicationGroupLogDeliveryConfiguration {
    const { keys, logRetentionDays } = this.props;
    const logGroup = new CloudwatchLogGroup(this, logType, {
      // With this prefix, deliveries take no space in the account's log resource policy, whose size is limited.
      name: `/aws/vendedlogs/elasticache/${this.storeName}/${logType}`,
      kmsKeyId: keys.logs.arn,
      retentionInDays: logRetentionDays,
    });
    return { logType, logFormat: "json", destinationType: "cloudwatch-logs", destination: logGroup.name };
  }

  private createGroup(
    users: ElasticacheUserGroup,
    parameters: ElasticacheParameterGroup,
    logs: ElasticacheReplicationGroupLogDeliveryConfiguration[],
  ): ElasticacheReplicationGroup {
    const { keys, network, subnetGroup, use, settings, windows, snapshots } = this.props;
    const { nodeType, replicas } = settings;
    const retained = snapshots !== "none" && snapshots.dataProtection === "retained";
    return new ElasticacheReplicationGroup(this, "group", {
      replicationGroupId: this.storeName,
      description: STORE_USES[use].description,
      engine: ENGINE.name,
      engineVersion: ENGINE.version,
      autoMinorVersionUpgrade: "false",
      parameterGroupName: parameters.name,
      nodeType,
      numCacheClusters: replicas + 1,
      preferredCacheClusterAzs: network.zones.slice(0, replicas + 1),
      automaticFailoverEnabled: replicas > 0,
      multiAzEnabled: replicas > 0,
      subnetGroupName: subnetGroup.name,
      securityGroupIds: [this.securityGroup.id],
      port: PORTS.redis,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: "true",
      kmsKeyId: keys.data.arn,
      userGroupIds: [users.userGroupId],
      logDeliveryConfiguration: logs,
      maintenanceWindow: windows.maintenanceWindow,
      // Set even without snapshots: a window that AWS chooses may overlap the maintenance, and AWS then refuses the group.
      snapshotWindow: windows.snapshotWindow,
      snapshotRetentionLimit: snapshots === "none" ? 0 : snapshots.retentionDays,
      // Changes take effect while someone applies and watches them, not some night later.
      applyImmediately: true,
      ...(retained ? { finalSnapshotIdentifier: `${this.storeName}-final` } : {}),
    });
  }
}
