import type { Form } from "../../request";
import type { XmlElement } from "../../xml";
import type { ReplicationGroup } from "./model";

const DEFAULT_PORT = "6379";

/** The ids of a group's members: its own with `-001` and so on. */
export function memberIds({ id, zones }: ReplicationGroup): string[] {
  return zones.map((_, index) => `${id}-${String(index + 1).padStart(3, "0")}`);
}

/** A group as ElastiCache describes it. */
export function describeReplicationGroup(group: ReplicationGroup): XmlElement {
  const { id, settings, userGroupIds, zones, arn } = group;
  const NodeGroupMember = memberIds(group).map((member, index) => ({
    CacheClusterId: member,
    CacheNodeId: "0001",
    PreferredAvailabilityZone: zones[index],
    CurrentRole: index === 0 ? "primary" : "replica",
  }));
  const nodeGroup = {
    NodeGroupId: "0001",
    Status: "available",
    PrimaryEndpoint: endpoint(group, `master.${id}`),
    ReaderEndpoint: endpoint(group, `replica.${id}`),
    NodeGroupMembers: { NodeGroupMember },
  };
  return {
    ReplicationGroupId: id,
    Description: settings.ReplicationGroupDescription,
    Status: "available",
    MemberClusters: { ClusterId: memberIds(group) },
    NodeGroups: { NodeGroup: [nodeGroup] },
    AutomaticFailover: settings.AutomaticFailoverEnabled === "true" ? "enabled" : "disabled",
    MultiAZ: settings.MultiAZEnabled === "true" ? "enabled" : "disabled",
    ClusterEnabled: "false",
    ClusterMode: "disabled",
    DataTiering: "disabled",
    KmsKeyId: settings.KmsKeyId,
    UserGroupIds: { member: [...userGroupIds] },
    ...shared(group),
    ARN: arn,
  };
}

/** A member as ElastiCache describes it. */
export function describeMember(group: ReplicationGroup, member: string, arn: string): XmlElement {
  const { id, settings, securityGroupIds, zones } = group;
  const zone = zones[memberIds(group).indexOf(member)];
  const node = {
    CacheNodeId: "0001",
    CacheNodeStatus: "available",
    Endpoint: endpoint(group, member),
    ParameterGroupStatus: "in-sync",
    CustomerAvailabilityZone: zone,
  };
  return {
    CacheClusterId: member,
    ReplicationGroupId: id,
    CacheClusterStatus: "available",
    NumCacheNodes: "1",
    EngineVersion: fullVersion(settings.EngineVersion ?? "7.1"),
    PreferredAvailabilityZone: zone,
    PreferredMaintenanceWindow: settings.PreferredMaintenanceWindow ?? "sun:03:00-sun:04:00",
    CacheSubnetGroupName: settings.CacheSubnetGroupName ?? "default",
    CacheParameterGroup: {
      CacheParameterGroupName: settings.CacheParameterGroupName ?? "default.redis7",
      ParameterApplyStatus: "in-sync",
    },
    SecurityGroups: { member: securityGroupIds.map((SecurityGroupId) => ({ SecurityGroupId, Status: "active" })) },
    CacheNodes: { CacheNode: [node] },
    ...shared(group),
    ARN: arn,
  };
}

/** What a group and its members tell alike. */
function shared({ settings, logs }: ReplicationGroup): XmlElement {
  const tls = settings.TransitEncryptionEnabled === "true";
  return {
    CacheNodeType: settings.CacheNodeType,
    Engine: settings.Engine ?? "redis",
    AutoMinorVersionUpgrade: settings.AutoMinorVersionUpgrade ?? "true",
    SnapshotRetentionLimit: settings.SnapshotRetentionLimit ?? "0",
    SnapshotWindow: settings.SnapshotWindow ?? "05:00-06:00",
    AuthTokenEnabled: String(settings.AuthToken !== undefined),
    TransitEncryptionEnabled: String(tls),
    TransitEncryptionMode: tls ? (settings.TransitEncryptionMode ?? "required") : undefined,
    AtRestEncryptionEnabled: settings.AtRestEncryptionEnabled ?? "false",
    NetworkType: settings.NetworkType ?? "ipv4",
    IpDiscovery: settings.IpDiscovery ?? "ipv4",
    LogDeliveryConfigurations: { LogDeliveryConfiguration: [...logs.values()].map(describeLog) },
  };
}

function describeLog(log: Form): XmlElement {
  return {
    LogType: log.LogType,
    LogFormat: log.LogFormat,
    DestinationType: log.DestinationType,
    DestinationDetails: {
      CloudWatchLogsDetails: details("LogGroup", log["DestinationDetails.CloudWatchLogsDetails.LogGroup"]),
      KinesisFirehoseDetails: details(
        "DeliveryStream",
        log["DestinationDetails.KinesisFirehoseDetails.DeliveryStream"],
      ),
    },
    Status: "active",
  };
}

function details(name: string, value: string | undefined): XmlElement | undefined {
  return value === undefined ? undefined : { [name]: value };
}

function endpoint({ settings }: ReplicationGroup, host: string): XmlElement {
  return { Address: `${host}.local.cache.amazonaws.com`, Port: settings.Port ?? DEFAULT_PORT };
}

/** ElastiCache runs a patch release of what was asked for. */
function fullVersion(version: string): string {
  return /^\d+\.\d+$/.test(version) ? `${version}.0` : version;
}
