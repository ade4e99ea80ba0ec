import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const rds = (form: Record<string, string>, region?: string) => sandbox.query("rds", form, region);
const answer = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;

const ARN = "arn:aws:rds::111111111111:global-cluster:g";
const HOME = "arn:aws:rds:us-east-1:111111111111:cluster:home";
const RECOVERY = "arn:aws:rds:eu-west-1:111111111111:cluster:recovery";
const IN_MOTO =
  `<GlobalClusterIdentifier>g</GlobalClusterIdentifier><GlobalClusterArn>${ARN}</GlobalClusterArn>` +
  "<EngineVersion>17.7</EngineVersion><TagList/>";
const CREATE = {
  Action: "CreateGlobalCluster",
  GlobalClusterIdentifier: "g",
  DatabaseName: "lms",
  DeletionProtection: "true",
  "Tags.Tag.1.Key": "Project",
  "Tags.Tag.1.Value": "lms",
};
const TAGS = "<TagList><Tag><Key>Project</Key><Value>lms</Value></Tag></TagList>";

beforeEach(() => {
  sandbox.moto.xml("CreateGlobalCluster", answer("CreateGlobalCluster", `<GlobalCluster>${IN_MOTO}</GlobalCluster>`));
  const list = `<GlobalClusters><GlobalClusterMember>${IN_MOTO}</GlobalClusterMember></GlobalClusters>`;
  sandbox.moto.xml("DescribeGlobalClusters", answer("DescribeGlobalClusters", list));
});

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
  it("keeps its database, protection and tags, and is seen from every region", async () => {
    const created = (await rds(CREATE)).text;
    for (const text of [created, await described(), await described("eu-west-1")]) {
      expect(text).toContain("<DatabaseName>lms</DatabaseName><DeletionProtection>true</DeletionProtection>");
      expect(text).toContain(TAGS);
    }
  });

  it("without these has none", async () => {
    await rds({ Action: "CreateGlobalCluster", GlobalClusterIdentifier: "g" });
    expect(await described()).toContain("<DeletionProtection>false</DeletionProtection>");
    expect(await described()).not.toContain("DatabaseName");
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.xml("CreateGlobalCluster", "<ErrorResponse/>", 400);
    expect((await rds(CREATE)).status).toBe(400);
    const reply = await rds({ Action: "DescribeGlobalClusters", GlobalClusterIdentifier: "g" });
    expect(reply.status).toBe(404);
    expect(reply.text).toContain(error("GlobalClusterNotFoundFault", "Global cluster g not found"));
  });

  it("is found by its identifier alone", async () => {
    await rds(CREATE);
    const reply = await rds({ Action: "DescribeGlobalClusters", GlobalClusterIdentifier: "other" });
    expect(reply.text).toContain(error("GlobalClusterNotFoundFault", "Global cluster other not found"));
    expect((await rds({ Action: "DescribeGlobalClusters" })).text).toContain(TAGS);
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
    sandbox.moto.xml("DeleteGlobalCluster", answer("DeleteGlobalCluster", ""));
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
    sandbox.moto.xml("RemoveFromGlobalCluster", answer("RemoveFromGlobalCluster", ""));
    await join(RECOVERY);
    const remove = (arn: string) =>
      rds({ Action: "RemoveFromGlobalCluster", GlobalClusterIdentifier: "g", DbClusterIdentifier: arn });
    expect((await remove(HOME)).text).toContain(
      error("InvalidGlobalClusterStateFault", "The writer cannot be removed before the other clusters"),
    );
    expect((await remove(RECOVERY)).status).toBe(200);
    expect((await remove(RECOVERY)).text).toContain(error("DBClusterNotFoundFault", `${RECOVERY} is not in g`));
    expect((await remove(HOME)).status).toBe(200);
    expect(await described()).toContain("<GlobalClusterMembers><");
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
