import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const rds = (form: Record<string, string>, region?: string) => sandbox.query("rds", form, region);
const answer = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;

const ARN = "arn:aws:rds::111111111111:global-cluster:g";
const HOME = "arn:aws:rds:us-east-1:111111111111:cluster:home";
const RECOVERY = "arn:aws:rds:eu-west-1:111111111111:cluster:recovery";
const CREATE = {
  Action: "CreateGlobalCluster",
  GlobalClusterIdentifier: "g",
  Engine: "aurora-postgresql",
  EngineVersion: "17.7",
  DatabaseName: "lms",
  StorageEncrypted: "true",
  DeletionProtection: "true",
  "Tags.Tag.1.Key": "Project",
  "Tags.Tag.1.Value": "lms",
};
const TAGS = "<TagList><Tag><Key>Project</Key><Value>lms</Value></Tag></TagList>";

const described = async (region?: string) =>
  (await rds({ Action: "DescribeGlobalClusters", GlobalClusterIdentifier: "g" }, region)).text;
const join = (arn: string) => {
  sandbox.moto.xml(
    "CreateDBCluster",
    answer("CreateDBCluster", `<DBCluster><DBClusterArn>${arn}</DBClusterArn></DBCluster>`),
  );
  return rds({ Action: "CreateDBCluster", GlobalClusterIdentifier: "g" });
};
const member = (arn: string, writer: boolean, readers: string[] = []) =>
  `<GlobalClusterMember><DBClusterArn>${arn}</DBClusterArn><IsWriter>${writer}</IsWriter>` +
  `<Readers>${readers.map((reader) => `<member>${reader}</member>`).join("")}</Readers></GlobalClusterMember>`;
const error = (code: string, message: string) => `<Code>${code}</Code><Message>${message}</Message>`;

describe("a global cluster", () => {
  it("is as it was asked for, from every region", async () => {
    const created = (await rds(CREATE)).text;
    for (const text of [created, await described(), await described("eu-west-1")]) {
      expect(text).toContain(
        "<GlobalClusterIdentifier>g</GlobalClusterIdentifier><GlobalClusterResourceId>cluster-g</GlobalClusterResourceId>" +
          `<GlobalClusterArn>${ARN}</GlobalClusterArn><Status>available</Status><Engine>aurora-postgresql</Engine>` +
          "<EngineVersion>17.7</EngineVersion><DatabaseName>lms</DatabaseName><StorageEncrypted>true</StorageEncrypted>" +
          "<DeletionProtection>true</DeletionProtection>" +
          `<Endpoint>g.global-a1b2c3d4e5f6.global.rds.amazonaws.com</Endpoint>${TAGS}`,
      );
    }
    expect(sandbox.moto.operations).toEqual([]);
  });

  it("may have no database, protection or encryption", async () => {
    const { Action, GlobalClusterIdentifier, Engine, EngineVersion } = CREATE;
    await rds({ Action, GlobalClusterIdentifier, Engine, EngineVersion });
    const text = await described();
    expect(text).toContain("<StorageEncrypted>false</StorageEncrypted><DeletionProtection>false</DeletionProtection>");
    expect(text).not.toContain("DatabaseName");
  });

  it("may be made of a cluster, which is then its writer", async () => {
    const cluster =
      `<DBCluster><DBClusterArn>${HOME}</DBClusterArn><Engine>aurora-postgresql</Engine><EngineVersion>17.9</EngineVersion>` +
      "<DatabaseName>lms</DatabaseName><StorageEncrypted>true</StorageEncrypted></DBCluster>";
    sandbox.moto.xml("DescribeDBClusters", answer("DescribeDBClusters", `<DBClusters>${cluster}</DBClusters>`));
    await rds({ Action: "CreateGlobalCluster", GlobalClusterIdentifier: "g", SourceDBClusterIdentifier: HOME });
    const text = await described();
    expect(text).toContain(
      "<EngineVersion>17.9</EngineVersion><DatabaseName>lms</DatabaseName><StorageEncrypted>true<",
    );
    expect(text).toContain(member(HOME, true));
  });

  it("must say its engine and version", async () => {
    for (const missing of ["Engine", "EngineVersion"]) {
      const form = Object.fromEntries(Object.entries(CREATE).filter(([name]) => name !== missing));
      const reply = await rds(form);
      expect(reply.status).toBe(400);
      expect(reply.text).toContain(
        error("InvalidParameterValue", "The local AWS needs Engine and EngineVersion of a global cluster"),
      );
    }
  });

  it("is made once", async () => {
    await rds(CREATE);
    const reply = await rds(CREATE);
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(error("GlobalClusterAlreadyExistsFault", "Global cluster g already exists"));
  });

  it("is found by its identifier, or with all others", async () => {
    await rds(CREATE);
    const reply = await rds({ Action: "DescribeGlobalClusters", GlobalClusterIdentifier: "other" });
    expect(reply.status).toBe(404);
    expect(reply.text).toContain(error("GlobalClusterNotFoundFault", "Global cluster other not found"));
    await rds({ ...CREATE, GlobalClusterIdentifier: "h" });
    const { text } = await rds({ Action: "DescribeGlobalClusters" });
    expect(text.match(/<GlobalClusterIdentifier>.<\/GlobalClusterIdentifier>/g)).toEqual([
      "<GlobalClusterIdentifier>g</GlobalClusterIdentifier>",
      "<GlobalClusterIdentifier>h</GlobalClusterIdentifier>",
    ]);
  });

  it("can be changed", async () => {
    await rds(CREATE);
    const change = { Action: "ModifyGlobalCluster", GlobalClusterIdentifier: "g", EngineVersion: "18.1" };
    const { text } = await rds({ ...change, DeletionProtection: "false" });
    expect(text).toContain("<EngineVersion>18.1</EngineVersion>");
    expect(text).toContain("<DeletionProtection>false</DeletionProtection>");
    expect(await described()).toContain("<DeletionProtection>false</DeletionProtection>");
  });

  it("cannot be changed when it is not there", async () => {
    expect((await rds({ Action: "ModifyGlobalCluster", GlobalClusterIdentifier: "g" })).status).toBe(404);
  });

  it("is deleted when nothing protects it", async () => {
    await rds(CREATE);
    const refused = await rds({ Action: "DeleteGlobalCluster", GlobalClusterIdentifier: "g" });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain(error("InvalidGlobalClusterStateFault", "Global cluster g has deletion protection"));
    await rds({ Action: "ModifyGlobalCluster", GlobalClusterIdentifier: "g", DeletionProtection: "false" });
    expect((await rds({ Action: "DeleteGlobalCluster", GlobalClusterIdentifier: "g" })).status).toBe(200);
    expect((await rds({ Action: "DeleteGlobalCluster", GlobalClusterIdentifier: "g" })).status).toBe(404);
  });
});

describe("its members", () => {
  beforeEach(async () => {
    await rds(CREATE);
    await join(HOME);
  });

  it("are the clusters that name it, the first of them its writer", async () => {
    await join(RECOVERY);
    expect(await described()).toContain(
      `<GlobalClusterMembers>${member(HOME, true, [RECOVERY])}${member(RECOVERY, false)}</GlobalClusterMembers>`,
    );
  });

  it("follow the writer", async () => {
    expect((await join(RECOVERY)).text).toContain(`<ReplicationSourceIdentifier>${HOME}</ReplicationSourceIdentifier>`);
  });

  it("need a global cluster that is there", async () => {
    sandbox.moto.xml(
      "CreateDBCluster",
      answer("CreateDBCluster", "<DBCluster><DBClusterArn>a</DBClusterArn></DBCluster>"),
    );
    const reply = await rds({ Action: "CreateDBCluster", GlobalClusterIdentifier: "other" });
    expect(reply.text).toContain(error("GlobalClusterNotFoundFault", "Global cluster other not found"));
  });

  it.each(["SwitchoverGlobalCluster", "FailoverGlobalCluster"])("take over from each other: %s", async (action) => {
    await join(RECOVERY);
    const move = { Action: action, GlobalClusterIdentifier: "g", TargetDbClusterIdentifier: RECOVERY };
    const moved = `<GlobalClusterMembers>${member(HOME, false)}${member(RECOVERY, true, [HOME])}</GlobalClusterMembers>`;
    expect((await rds(move)).text).toContain(moved);
    expect(await described()).toContain(moved);
    const list = [HOME, RECOVERY].map((arn) => `<DBCluster><DBClusterArn>${arn}</DBClusterArn></DBCluster>`).join("");
    sandbox.moto.xml("DescribeDBClusters", answer("DescribeDBClusters", `<DBClusters>${list}</DBClusters>`));
    expect((await rds({ Action: "DescribeDBClusters" })).text).toContain(
      `<DBClusterArn>${HOME}</DBClusterArn><ReplicationSourceIdentifier>${RECOVERY}</ReplicationSourceIdentifier>`,
    );
  });

  it("take over only if they are members", async () => {
    const move = {
      Action: "SwitchoverGlobalCluster",
      GlobalClusterIdentifier: "g",
      TargetDbClusterIdentifier: RECOVERY,
    };
    const reply = await rds(move);
    expect(reply.status).toBe(404);
    expect(reply.text).toContain(error("DBClusterNotFoundFault", `${RECOVERY} is not in g`));
  });

  it("leave it, the writer last", async () => {
    await join(RECOVERY);
    const remove = (arn: string) =>
      rds({ Action: "RemoveFromGlobalCluster", GlobalClusterIdentifier: "g", DbClusterIdentifier: arn });
    expect((await remove(HOME)).text).toContain(
      error("InvalidGlobalClusterStateFault", "The writer cannot be removed before the other clusters"),
    );
    expect((await remove(RECOVERY)).status).toBe(200);
    expect((await remove(RECOVERY)).text).toContain(
      error("InvalidParameterValue", `${RECOVERY} is not found in global cluster g`),
    );
    await rds({ Action: "ModifyGlobalCluster", GlobalClusterIdentifier: "g", DeletionProtection: "false" });
    const deletion = { Action: "DeleteGlobalCluster", GlobalClusterIdentifier: "g" };
    expect((await rds(deletion)).text).toContain(
      error("InvalidGlobalClusterStateFault", "Global cluster g is not empty"),
    );
    expect((await remove(HOME)).status).toBe(200);
    expect((await rds(deletion)).status).toBe(200);
  });
});

describe("its tags", () => {
  it("can be read, added and removed", async () => {
    await rds(CREATE);
    await rds({ Action: "AddTagsToResource", ResourceName: ARN, "Tags.Tag.1.Key": "Owner", "Tags.Tag.1.Value": "me" });
    await rds({ Action: "RemoveTagsFromResource", ResourceName: ARN, "TagKeys.member.1": "Project" });
    expect((await rds({ Action: "ListTagsForResource", ResourceName: ARN })).text).toContain(
      "<TagList><Tag><Key>Owner</Key><Value>me</Value></Tag></TagList>",
    );
  });

  it("are moto's for everything else", async () => {
    sandbox.moto.xml("ListTagsForResource", "<moto/>");
    expect((await rds({ Action: "ListTagsForResource", ResourceName: HOME })).text).toBe("<moto/>");
  });
});
