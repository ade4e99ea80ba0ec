import { describe, expect, it } from "vitest";
import { windowsOverlap } from "../../../../../sandbox/gateway/judgement/rules/windows";
import { describedSubnets, queryList, useJudgingSandbox } from "../support";

const sandbox = useJudgingSandbox();
const rds = async (Action: string, form: Record<string, string>) =>
  (await sandbox.query("rds", { Action, ...form })).text;
const error = (code: string, message: string) => `<Code>${code}</Code><Message>${message}</Message>`;
const answer = (action: string) => sandbox.moto.xml(action, `<${action}Response/>`);

describe("subnet groups", () => {
  const form = {
    DBSubnetGroupName: "data",
    "SubnetIds.SubnetIdentifier.1": "subnet-1",
    "SubnetIds.SubnetIdentifier.2": "subnet-2",
  };
  const create = () => rds("CreateDBSubnetGroup", { ...form, DBSubnetGroupDescription: "Data" });

  it("are in two zones of one VPC", async () => {
    answer("CreateDBSubnetGroup");
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1b"],
      ]),
    );
    expect(await create()).toBe("<CreateDBSubnetGroupResponse/>");
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1a"],
      ]),
    );
    expect(await create()).toContain(
      error(
        "DBSubnetGroupDoesNotCoverEnoughAZs",
        "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage: us-east-1a. Add subnets to cover at least 2 AZs.",
      ),
    );
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1b", "vpc-2"],
      ]),
    );
    expect(await create()).toContain(
      error("InvalidSubnet", "The subnets of a DB subnet group must be in the same VPC."),
    );
  });

  it("cannot leave their VPC", async () => {
    for (const action of ["ModifyDBSubnetGroup", "ListTagsForResource", "CreateDBSubnetGroup"]) answer(action);
    const group = "<DBSubnetGroupName>data</DBSubnetGroupName><VpcId>vpc-1</VpcId>";
    sandbox.moto.xml(
      "DescribeDBSubnetGroups",
      queryList("DescribeDBSubnetGroups", "DBSubnetGroups", [group], "DBSubnetGroup"),
    );
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a"],
        ["subnet-2", "us-east-1b"],
      ]),
    );
    expect(await rds("ModifyDBSubnetGroup", form)).toBe("<ModifyDBSubnetGroupResponse/>");
    sandbox.moto.xml(
      "DescribeSubnets",
      describedSubnets([
        ["subnet-1", "us-east-1a", "vpc-2"],
        ["subnet-2", "us-east-1b", "vpc-2"],
      ]),
    );
    expect(await rds("ModifyDBSubnetGroup", form)).toContain(
      error("InvalidParameterValue", "The new Subnets are not in the same Vpc as the existing subnet group"),
    );
  });

  it("cannot be deleted while a cluster is in them", async () => {
    answer("DeleteDBSubnetGroup");
    const cluster = "<DBClusterIdentifier>lms</DBClusterIdentifier><DBSubnetGroup>data</DBSubnetGroup>";
    sandbox.moto.xml("DescribeDBClusters", queryList("DescribeDBClusters", "DBClusters", [cluster], "DBCluster"));
    expect(await rds("DeleteDBSubnetGroup", { DBSubnetGroupName: "data" })).toContain(
      error(
        "InvalidDBSubnetGroupStateFault",
        "Cannot delete the subnet group 'data' because at least one database cluster: lms is still using it.",
      ),
    );
    expect(await rds("DeleteDBSubnetGroup", { DBSubnetGroupName: "other" })).toBe("<DeleteDBSubnetGroupResponse/>");
  });
});

describe("clusters", () => {
  const create = (form: Record<string, string>) =>
    rds("CreateDBCluster", { DBClusterIdentifier: "lms", Engine: "aurora-postgresql", ...form });
  const capacity = (min: string, max: string) => ({
    "ServerlessV2ScalingConfiguration.MinCapacity": min,
    "ServerlessV2ScalingConfiguration.MaxCapacity": max,
  });

  it.each([
    { PreferredBackupWindow: "07:00-07:30", PreferredMaintenanceWindow: "tue:08:00-tue:09:00" },
    { BackupRetentionPeriod: "35" },
    capacity("0", "2"),
    capacity("0.5", "256"),
  ])("are made: %j", async (form) => {
    answer("CreateDBCluster");
    expect(await create(form)).toContain("<CreateDBClusterResponse");
  });

  it.each([
    [
      { PreferredBackupWindow: "08:30-09:30", PreferredMaintenanceWindow: "tue:08:00-tue:09:00" },
      "The backup window and maintenance window must not overlap.",
    ],
    [
      { BackupRetentionPeriod: "36" },
      "Invalid backup retention period: 36. Retention period must be between 1 and 35.",
    ],
    [{ BackupRetentionPeriod: "0" }, "Invalid backup retention period: 0. Retention period must be between 1 and 35."],
    [capacity("4", "2"), "The Serverless v2 capacity 4 to 2 isn't valid."],
    [capacity("0", "0.5"), "The Serverless v2 capacity 0 to 0.5 isn't valid."],
    [capacity("0.3", "2"), "The Serverless v2 capacity 0.3 to 2 isn't valid."],
    [capacity("1", "257"), "The Serverless v2 capacity 1 to 257 isn't valid."],
  ])("are refused: %j", async (form, message) => {
    expect(await create(form)).toContain(`<Code>InvalidParameterValue</Code><Message>${message}`);
  });

  it("are judged as they would be after a change", async () => {
    answer("ModifyDBCluster");
    const cluster =
      "<DBClusterIdentifier>lms</DBClusterIdentifier><PreferredBackupWindow>07:00-07:30</PreferredBackupWindow>" +
      "<ServerlessV2ScalingConfiguration><MinCapacity>1</MinCapacity><MaxCapacity>4</MaxCapacity></ServerlessV2ScalingConfiguration>";
    sandbox.moto.xml("DescribeDBClusters", queryList("DescribeDBClusters", "DBClusters", [cluster], "DBCluster"));
    const modify = (form: Record<string, string>) => rds("ModifyDBCluster", { DBClusterIdentifier: "lms", ...form });
    expect(await modify({ PreferredMaintenanceWindow: "sun:07:15-sun:07:45" })).toContain("must not overlap");
    expect(await modify({ PreferredMaintenanceWindow: "sun:07:30-sun:08:00" })).toContain("<ModifyDBClusterResponse");
    expect(await modify({ "ServerlessV2ScalingConfiguration.MinCapacity": "5" })).toContain("5 to 4 isn't valid");
  });
});

describe("global clusters", () => {
  it("cannot be deleted while they are protected", async () => {
    const described = (value: string) =>
      queryList(
        "DescribeGlobalClusters",
        "GlobalClusters",
        [`<DeletionProtection>${value}</DeletionProtection>`],
        "GlobalClusterMember",
      );
    answer("DeleteGlobalCluster");
    sandbox.moto.xml("DescribeGlobalClusters", described("true"));
    const remove = () => rds("DeleteGlobalCluster", { GlobalClusterIdentifier: "lms" });
    expect(await remove()).toContain(
      error(
        "InvalidParameterCombination",
        "Cannot delete protected Cluster, please disable deletion protection and try again.",
      ),
    );
    sandbox.moto.xml("DescribeGlobalClusters", described("false"));
    expect(await remove()).not.toContain("InvalidParameterCombination");
  });
});

describe("a database that becomes a global one", () => {
  const ARN = "arn:aws:rds:us-east-1:111111111111:cluster:lms";
  const described = (more: string) =>
    sandbox.moto.xml(
      "DescribeDBClusters",
      queryList(
        "DescribeDBClusters",
        "DBClusters",
        [
          `<DBClusterIdentifier>lms</DBClusterIdentifier><DBClusterArn>${ARN}</DBClusterArn><Engine>aurora-postgresql</Engine><EngineVersion>17.7</EngineVersion>${more}`,
        ],
        "DBCluster",
      ),
    );
  const join = (form: Record<string, string> = {}) =>
    rds("CreateGlobalCluster", { GlobalClusterIdentifier: "lms", SourceDBClusterIdentifier: ARN, ...form });
  const NOT_MANAGED =
    "Managing the master user password with AWS Secrets Manager isn't supported for Aurora global database.";

  it("has what its first cluster has, and takes no other", async () => {
    described("");
    expect(await join({ EngineVersion: "17.7", DatabaseName: "lms" })).toContain(
      error(
        "InvalidParameterCombination",
        "The parameters DatabaseName, EngineVersion can't be specified when SourceDBClusterIdentifier is specified.",
      ),
    );
    expect(await join()).toContain("<EngineVersion>17.7</EngineVersion>");
  });

  it("is made of a cluster that exists", async () => {
    sandbox.moto.xml("DescribeDBClusters", queryList("DescribeDBClusters", "DBClusters", [], "DBCluster"));
    expect(await join()).toContain(error("DBClusterNotFoundFault", `Source cluster could not be found: ${ARN}`));
  });

  it("has no password that RDS keeps, neither before nor afterwards", async () => {
    described("<MasterUserSecret><SecretArn>arn:aws:secretsmanager:::secret:rds</SecretArn></MasterUserSecret>");
    expect(await join()).toContain(error("InvalidDBClusterStateFault", NOT_MANAGED));
    described("");
    answer("ModifyDBCluster");
    const manage = () => rds("ModifyDBCluster", { DBClusterIdentifier: "lms", ManageMasterUserPassword: "true" });
    expect(await manage()).not.toContain(NOT_MANAGED);
    await join();
    expect(await manage()).toContain(error("InvalidParameterCombination", NOT_MANAGED));
  });
});

describe("identifiers", () => {
  it.each(["1-lms", "lms--a", "lms-", "lms_a", "l".repeat(64)])(
    "are refused of clusters and instances: %s",
    async (id) => {
      const more = { Engine: "aurora-postgresql", DBInstanceClass: "db.serverless" };
      for (const [action, name] of [
        ["CreateDBCluster", "DBClusterIdentifier"],
        ["CreateDBInstance", "DBInstanceIdentifier"],
      ] as const) {
        expect(await rds(action, { [name]: id, ...more })).toContain(
          `<Code>InvalidParameterValue</Code><Message>The parameter ${name} is not a valid identifier.`,
        );
      }
    },
  );
});

describe("a daily and a weekly window", () => {
  it.each([
    ["07:00-07:30", "tue:07:29-tue:08:00", true],
    ["07:00-07:30", "tue:07:30-tue:08:00", false],
    ["23:30-00:30", "mon:00:00-mon:01:00", true],
    ["23:30-00:30", "sun:00:30-sun:01:00", false],
    ["23:30-00:30", "sat:23:00-sun:00:15", true],
    ["03:00-04:00", "sat:23:00-sun:03:30", true],
    ["", "tue:07:00-tue:08:00", false],
    ["07:00-07:30", "", false],
  ])("%s and %s: %s", (daily, weekly, overlap) => {
    expect(windowsOverlap(daily, weekly)).toBe(overlap);
  });
});

describe("classes of instances", () => {
  const instance = (action: string, DBInstanceClass: string) =>
    rds(action, { DBInstanceIdentifier: "writer", Engine: "aurora-postgresql", DBInstanceClass });

  it.each(["CreateDBInstance", "ModifyDBInstance"])("are those that Aurora PostgreSQL runs on: %s", async (action) => {
    answer(action);
    for (const name of ["db.serverless", "db.t4g.medium", "db.r7g.2xlarge", "db.r8g.48xlarge"]) {
      expect(await instance(action, name)).not.toContain("<Error>");
    }
    for (const name of ["db.m7g.large", "db.r7g.medium", "db.t4g.micro", "db.r7g"]) {
      expect(await instance(action, name)).toContain(
        error(
          "InvalidParameterCombination",
          `RDS does not support creating a DB instance with the following combination: DBInstanceClass=${name}, Engine=aurora-postgresql. For supported combinations of instance class and database engine version, see the documentation.`,
        ),
      );
    }
  });
});
