import { beforeEach, describe, expect, it } from "vitest";
import { elementAt } from "../../../../../sandbox/gateway/xml";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, listFields, refused } from "./support";

const sandbox = useSandbox();
const STORE = { ReplicationGroupId: "store" };
const describeStore = async () => {
  const { result } = await call(sandbox, "DescribeReplicationGroups", STORE);
  return elementAt(result, "ReplicationGroups", "ReplicationGroup");
};
const describeMember = async (id: string) => {
  const { result } = await call(sandbox, "DescribeCacheClusters", { CacheClusterId: id });
  return elementAt(result, "CacheClusters", "CacheCluster");
};
const LOG = "LogDeliveryConfigurations.LogDeliveryConfigurationRequest.1.";
const SLOW_LOG = {
  [`${LOG}LogType`]: "slow-log",
  [`${LOG}LogFormat`]: "json",
  [`${LOG}DestinationType`]: "cloudwatch-logs",
  [`${LOG}DestinationDetails.CloudWatchLogsDetails.LogGroup`]: "/slow",
};

beforeEach(() => createSurroundings(sandbox));

describe("a replication group", () => {
  it("has members in their zones, and endpoints", async () => {
    const created = await createStore(sandbox, {
      AutomaticFailoverEnabled: "true",
      MultiAZEnabled: "true",
      ...listFields("PreferredCacheClusterAZs.AvailabilityZone.", ["us-east-1c", "us-east-1a"]),
    });
    const member = (id: string, zone: string, role: string) => ({
      CacheClusterId: id,
      CacheNodeId: "0001",
      PreferredAvailabilityZone: zone,
      CurrentRole: role,
    });
    const group = elementAt(created.result, "ReplicationGroup");
    expect(group).toMatchObject({
      Status: "available",
      AutomaticFailover: "enabled",
      MultiAZ: "enabled",
      TransitEncryptionMode: "required",
      MemberClusters: { ClusterId: ["store-001", "store-002"] },
      UserGroupIds: { member: ["team"] },
      ARN: "arn:aws:elasticache:us-east-1:111111111111:replicationgroup:store",
    });
    expect(elementAt(group, "NodeGroups", "NodeGroup")).toEqual({
      NodeGroupId: "0001",
      Status: "available",
      PrimaryEndpoint: { Address: "master.store.local.cache.amazonaws.com", Port: "6379" },
      ReaderEndpoint: { Address: "replica.store.local.cache.amazonaws.com", Port: "6379" },
      NodeGroupMembers: {
        NodeGroupMember: [member("store-001", "us-east-1c", "primary"), member("store-002", "us-east-1a", "replica")],
      },
    });
    expect(await describeStore()).toEqual(group);
    expect(elementAt((await call(sandbox, "DescribeReplicationGroups")).result, "ReplicationGroups")).toEqual({
      ReplicationGroup: group,
    });
  });

  it("is described by its members, too", async () => {
    await createStore(sandbox, { "SecurityGroupIds.SecurityGroupId.1": "sg-1", ...SLOW_LOG });
    expect(await describeMember("store-002")).toMatchObject({
      ReplicationGroupId: "store",
      EngineVersion: "7.1.0",
      PreferredAvailabilityZone: "us-east-1b",
      CacheParameterGroup: { CacheParameterGroupName: "own", ParameterApplyStatus: "in-sync" },
      CacheSubnetGroupName: "data",
      SecurityGroups: { member: [{ SecurityGroupId: "sg-1", Status: "active" }] },
      LogDeliveryConfigurations: {
        LogDeliveryConfiguration: {
          LogType: "slow-log",
          LogFormat: "json",
          DestinationType: "cloudwatch-logs",
          DestinationDetails: { CloudWatchLogsDetails: { LogGroup: "/slow" } },
          Status: "active",
        },
      },
      ARN: "arn:aws:elasticache:us-east-1:111111111111:cluster:store-002",
    });
  });

  it("is not created twice", async () => {
    await createStore(sandbox);
    expect(await createStore(sandbox)).toEqual(
      refused("ReplicationGroupAlreadyExists", "Replication group store already exists."),
    );
  });

  it("is changed in what a request names, and in nothing else", async () => {
    await createStore(sandbox, { "SecurityGroupIds.SecurityGroupId.1": "sg-1", ...SLOW_LOG });
    await call(sandbox, "ModifyReplicationGroup", { ...STORE, SnapshotRetentionLimit: "5", ApplyImmediately: "true" });
    expect(await describeMember("store-001")).toMatchObject({
      SnapshotRetentionLimit: "5",
      CacheNodeType: "cache.t4g.micro",
      SecurityGroups: { member: [{ SecurityGroupId: "sg-1" }] },
    });
    await call(sandbox, "ModifyReplicationGroup", {
      ...STORE,
      "SecurityGroupIds.SecurityGroupId.1": "sg-2",
      "UserGroupIdsToRemove.member.1": "team",
      [`${LOG}LogType`]: "slow-log",
      [`${LOG}Enabled`]: "false",
    });
    expect(await describeStore()).toMatchObject({ UserGroupIds: "", LogDeliveryConfigurations: "" });
    expect(await describeMember("store-001")).toMatchObject({
      SecurityGroups: { member: [{ SecurityGroupId: "sg-2" }] },
    });
  });

  it("stays as it was when a change is wrong", async () => {
    await createStore(sandbox);
    const form = { ...STORE, "UserGroupIdsToAdd.member.1": "x", SnapshotRetentionLimit: "5" };
    expect((await call(sandbox, "ModifyReplicationGroup", form)).error.Code).toBe("UserGroupNotFound");
    expect(await describeStore()).toMatchObject({ SnapshotRetentionLimit: "0", UserGroupIds: { member: ["team"] } });
  });

  it("gets and loses replicas", async () => {
    await createStore(sandbox, { AutomaticFailoverEnabled: "true" });
    const members = async () => elementAt(await describeStore(), "MemberClusters").ClusterId;
    await call(sandbox, "IncreaseReplicaCount", { ...STORE, NewReplicaCount: "2" });
    expect(await members()).toEqual(["store-001", "store-002", "store-003"]);
    await call(sandbox, "DecreaseReplicaCount", { ...STORE, NewReplicaCount: "1" });
    expect(await members()).toEqual(["store-001", "store-002"]);
    expect(await call(sandbox, "IncreaseReplicaCount", { ...STORE, NewReplicaCount: "1" })).toEqual(
      refused("InvalidParameterValue", "NewReplicaCount must be greater than the 1 replicas that store has."),
    );
    expect(await call(sandbox, "DecreaseReplicaCount", { ...STORE, NewReplicaCount: "1" })).toEqual(
      refused("InvalidParameterValue", "NewReplicaCount must be less than the 1 replicas that store has."),
    );
    expect((await call(sandbox, "DecreaseReplicaCount", { ...STORE, NewReplicaCount: "0" })).error.Code).toBe(
      "InvalidParameterCombination",
    );
  });

  it("leaves a final snapshot when it is deleted, under a name that is free", async () => {
    await createStore(sandbox);
    const form = { ...STORE, FinalSnapshotIdentifier: "store-final" };
    const deleted = await call(sandbox, "DeleteReplicationGroup", form);
    expect(elementAt(deleted.result, "ReplicationGroup").Status).toBe("deleting");
    await createStore(sandbox);
    expect(await call(sandbox, "DeleteReplicationGroup", form)).toEqual(
      refused("SnapshotAlreadyExistsFault", "Snapshot with specified name store-final already exists."),
    );
    expect((await call(sandbox, "DeleteReplicationGroup", STORE)).status).toBe(200);
  });

  it.each([
    "DescribeReplicationGroups",
    "ModifyReplicationGroup",
    "IncreaseReplicaCount",
    "DecreaseReplicaCount",
    "DeleteReplicationGroup",
  ])("must exist for %s", async (operation) => {
    expect(await call(sandbox, operation, STORE)).toEqual(
      refused("ReplicationGroupNotFoundFault", "ReplicationGroup store not found.", 404),
    );
  });

  it("is one of its region", async () => {
    await createStore(sandbox);
    expect((await call(sandbox, "DescribeReplicationGroups", STORE, "eu-west-1")).status).toBe(404);
  });
});
