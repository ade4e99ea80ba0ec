import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../../support";
import { call, createStore, createSurroundings, listFields, refused, SUBNETS } from "./support";

const sandbox = useSandbox();
const subnets = (...ids: string[]) => listFields("SubnetIds.SubnetIdentifier.", ids);
const create = (form: Record<string, string> = {}) =>
  call(sandbox, "CreateCacheSubnetGroup", {
    CacheSubnetGroupName: "Redis",
    CacheSubnetGroupDescription: "Data tier",
    ...subnets("subnet-a", "subnet-b"),
    ...form,
  });
const notFound = refused("CacheSubnetGroupNotFoundFault", "Cache subnet group other does not exist.", 404);
const OTHER = { CacheSubnetGroupName: "other" };

beforeEach(() => sandbox.moto.xml("DescribeSubnets", SUBNETS));

const subnet = (zone: string) => ({
  SubnetIdentifier: `subnet-${zone}`,
  SubnetAvailabilityZone: { Name: `us-east-1${zone}` },
  SupportedNetworkTypes: { member: ["ipv4"] },
});
const GROUP = {
  CacheSubnetGroupName: "redis",
  CacheSubnetGroupDescription: "Data tier",
  VpcId: "vpc-1",
  Subnets: { Subnet: [subnet("a"), subnet("b")] },
  SupportedNetworkTypes: { member: ["ipv4"] },
  ARN: "arn:aws:elasticache:us-east-1:111111111111:subnetgroup:redis",
};

describe("a subnet group", () => {
  it("is created in the network of its subnets, and described", async () => {
    expect((await create()).result).toEqual({ CacheSubnetGroup: GROUP });
    const described = { CacheSubnetGroups: { CacheSubnetGroup: GROUP } };
    expect((await call(sandbox, "DescribeCacheSubnetGroups")).result).toEqual(described);
    expect((await call(sandbox, "DescribeCacheSubnetGroups", { CacheSubnetGroupName: "redis" })).result).toEqual(
      described,
    );
  });

  it("is not created twice, without subnets, or with those that do not exist", async () => {
    await create();
    expect(await create()).toEqual(
      refused("CacheSubnetGroupAlreadyExists", "Cache subnet group redis already exists."),
    );
    const none = { CacheSubnetGroupName: "none", CacheSubnetGroupDescription: "None" };
    expect(await call(sandbox, "CreateCacheSubnetGroup", none)).toEqual(
      refused("InvalidParameterValue", "SubnetIds must be given"),
    );
    const error = "<Code>InvalidSubnetID.NotFound</Code><Message>no subnet</Message>";
    sandbox.moto.xml("DescribeSubnets", `<Response><Errors><Error>${error}</Error></Errors></Response>`, 400);
    expect((await create({ CacheSubnetGroupName: "new" })).error.Code).toBe("InvalidSubnetID.NotFound");
  });

  it("is changed", async () => {
    await create();
    sandbox.moto.xml("DescribeSubnets", SUBNETS.replaceAll("vpc-1", "vpc-2"));
    const form = { CacheSubnetGroupName: "redis", CacheSubnetGroupDescription: "Other" };
    expect((await call(sandbox, "ModifyCacheSubnetGroup", form)).result).toEqual({
      CacheSubnetGroup: { ...GROUP, CacheSubnetGroupDescription: "Other" },
    });
    const moved = await call(sandbox, "ModifyCacheSubnetGroup", { ...form, ...subnets("subnet-a") });
    expect(moved.result.CacheSubnetGroup).toMatchObject({ VpcId: "vpc-2" });
  });

  it("is deleted, but not while it is used", async () => {
    await createSurroundings(sandbox);
    await createStore(sandbox);
    expect(await call(sandbox, "DeleteCacheSubnetGroup", { CacheSubnetGroupName: "data" })).toEqual(
      refused("CacheSubnetGroupInUse", "Cache subnet group data is currently in use."),
    );
    await call(sandbox, "DeleteReplicationGroup", { ReplicationGroupId: "store" });
    expect((await call(sandbox, "DeleteCacheSubnetGroup", { CacheSubnetGroupName: "data" })).status).toBe(200);
    expect((await call(sandbox, "DescribeCacheSubnetGroups", { CacheSubnetGroupName: "data" })).status).toBe(404);
  });

  it.each(["DescribeCacheSubnetGroups", "ModifyCacheSubnetGroup", "DeleteCacheSubnetGroup"])(
    "must exist for %s",
    async (operation) => {
      expect(await call(sandbox, operation, OTHER)).toEqual(notFound);
    },
  );
});
