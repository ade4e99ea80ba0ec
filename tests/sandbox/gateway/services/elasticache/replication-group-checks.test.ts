import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, refused } from "./support";

const sandbox = useSandbox();
const STORE = { ReplicationGroupId: "store" };

beforeEach(() => createSurroundings(sandbox));

describe("a replication group", () => {
  it.each<[string, Record<string, string>, object]>([
    [
      "a subnet group",
      { CacheSubnetGroupName: "x" },
      refused("CacheSubnetGroupNotFoundFault", "Cache subnet group x does not exist.", 404),
    ],
    [
      "a parameter group",
      { CacheParameterGroupName: "x" },
      refused("CacheParameterGroupNotFound", "CacheParameterGroup x not found.", 404),
    ],
    ["a user group", { "UserGroupIds.member.1": "x" }, refused("UserGroupNotFound", "User Group x not found.", 404)],
    [
      "failover with one node",
      { NumCacheClusters: "1", AutomaticFailoverEnabled: "true" },
      refused("InvalidParameterCombination", "Automatic failover is not supported with fewer than 2 cache clusters."),
    ],
    [
      "multi-AZ without failover",
      { MultiAZEnabled: "true" },
      refused("InvalidParameterCombination", "Automatic failover must be enabled to enable Multi-AZ."),
    ],
    [
      "users without TLS",
      { TransitEncryptionEnabled: "false" },
      refused(
        "InvalidParameterCombination",
        "Encryption in-transit must be enabled to use user group based access control.",
      ),
    ],
  ])("is refused with %s that it cannot have", async (_, settings, error) => {
    expect(await createStore(sandbox, settings)).toEqual(error);
    expect((await call(sandbox, "DescribeReplicationGroups", STORE)).status).toBe(404);
  });

  it("takes AWS's own parameter group", async () => {
    expect((await createStore(sandbox, { CacheParameterGroupName: "default.redis7" })).status).toBe(200);
  });
});
