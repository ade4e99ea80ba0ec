import { describe, expect, it } from "vitest";
import { describedSubnets, useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const call = async (Action: string, form: Record<string, string>) =>
  (await sandbox.query("elasticache", { Action, ...form })).text;
const create = (form: Record<string, string> = {}) =>
  call("CreateReplicationGroup", { ReplicationGroupId: "lms-cache", ReplicationGroupDescription: "Cache", ...form });

describe("replication groups", () => {
  it("are made with windows that do not meet", async () => {
    expect(
      await create({ SnapshotWindow: "06:00-07:00", PreferredMaintenanceWindow: "tue:09:00-tue:10:00" }),
    ).toContain("<ReplicationGroupId>lms-cache</ReplicationGroupId>");
  });

  const BAD_ID = "The parameter ReplicationGroupId is not a valid identifier.";
  it.each([
    [{ ReplicationGroupId: "1-cache" }, BAD_ID],
    [{ ReplicationGroupId: "lms--cache" }, BAD_ID],
    [{ ReplicationGroupId: "lms-cache-" }, BAD_ID],
    [{ ReplicationGroupId: `a${"b".repeat(40)}` }, BAD_ID],
    [{ CacheNodeType: "cache.r7g.medium" }, "Invalid cache node type: cache.r7g.medium"],
    [{ CacheNodeType: "db.r7g.large" }, "Invalid cache node type: db.r7g.large"],
    [{ NumCacheClusters: "7" }, "The number of replicas per node group must be within 0 and 5, got 6."],
    [
      { SnapshotWindow: "09:30-10:30", PreferredMaintenanceWindow: "tue:09:00-tue:10:00" },
      "The snapshot window and maintenance window must not overlap.",
    ],
  ])("are refused: %j", async (form, message) => {
    expect(await create(form)).toContain(`<Code>InvalidParameterValue</Code><Message>${message}`);
  });

  it("are changed to nodes that exist only", async () => {
    await create({ CacheNodeType: "cache.t4g.micro" });
    const change = { ReplicationGroupId: "lms-cache", ApplyImmediately: "true", CacheNodeType: "cache.t4g.nano" };
    expect(await call("ModifyReplicationGroup", change)).toContain(
      "<Code>InvalidParameterValue</Code><Message>Invalid cache node type: cache.t4g.nano",
    );
  });

  it("are judged as they would be after a change", async () => {
    await create({
      SnapshotWindow: "06:00-07:00",
      PreferredMaintenanceWindow: "tue:09:00-tue:10:00",
      NumCacheClusters: "2",
    });
    const change = { ReplicationGroupId: "lms-cache", ApplyImmediately: "true" };
    expect(await call("ModifyReplicationGroup", { ...change, SnapshotWindow: "09:00-10:00" })).toContain(
      "must not overlap",
    );
    expect(await call("IncreaseReplicaCount", { ...change, NewReplicaCount: "6" })).toContain("within 0 and 5, got 6");
    expect(await call("IncreaseReplicaCount", { ...change, NewReplicaCount: "5" })).toContain("<ReplicationGroup>");
  });
});

describe("subnet groups", () => {
  it("cannot leave their VPC", async () => {
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-1", "us-east-1a"]]));
    const form = { CacheSubnetGroupName: "redis", "SubnetIds.SubnetIdentifier.1": "subnet-1" };
    await call("CreateCacheSubnetGroup", { ...form, CacheSubnetGroupDescription: "Redis" });
    expect(await call("ModifyCacheSubnetGroup", form)).toContain("<CacheSubnetGroupName>redis</CacheSubnetGroupName>");
    sandbox.moto.xml("DescribeSubnets", describedSubnets([["subnet-1", "us-east-1a", "vpc-2"]]));
    expect(await call("ModifyCacheSubnetGroup", form)).toContain(
      "<Code>InvalidSubnet</Code><Message>The new subnets are not in the VPC vpc-1 of the cache subnet group redis.</Message>",
    );
  });
});
