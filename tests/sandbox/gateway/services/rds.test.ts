import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const rds = (form: Record<string, string>, region?: string) => sandbox.query("rds", form, region);
const answer = (action: string, result: string) =>
  `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
const REFUSED = "<ErrorResponse><Error><Code>DBInstanceNotFound</Code><Message>no</Message></Error></ErrorResponse>";

describe("a DB instance", () => {
  const instance = (more = "") =>
    `<DBInstance><DBInstanceIdentifier>a</DBInstanceIdentifier><MonitoringInterval>0</MonitoringInterval>${more}</DBInstance>`;
  const describeInstances = async (region?: string) => {
    sandbox.moto.xml("DescribeDBInstances", answer("DescribeDBInstances", `<DBInstances>${instance()}</DBInstances>`));
    return (await rds({ Action: "DescribeDBInstances" }, region)).text;
  };
  const MONITORED = {
    DBInstanceIdentifier: "a",
    MonitoringInterval: "60",
    MonitoringRoleArn: "arn:aws:iam::111111111111:role/monitoring",
    EnablePerformanceInsights: "true",
    PerformanceInsightsKMSKeyId: "arn:aws:kms:us-east-1:111111111111:key/k",
    PerformanceInsightsRetentionPeriod: "7",
  };

  it("keeps its monitoring and insights", async () => {
    sandbox.moto.xml("CreateDBInstance", answer("CreateDBInstance", instance()));
    const shown =
      "<MonitoringInterval>60</MonitoringInterval>" +
      "<MonitoringRoleArn>arn:aws:iam::111111111111:role/monitoring</MonitoringRoleArn>" +
      "<PerformanceInsightsEnabled>true</PerformanceInsightsEnabled>" +
      "<PerformanceInsightsKMSKeyId>arn:aws:kms:us-east-1:111111111111:key/k</PerformanceInsightsKMSKeyId>" +
      "<PerformanceInsightsRetentionPeriod>7</PerformanceInsightsRetentionPeriod>";
    expect((await rds({ Action: "CreateDBInstance", ...MONITORED })).text).toContain(shown);
    expect(await describeInstances()).toContain(shown);
  });

  it("keeps what a change does not name", async () => {
    sandbox.moto.xml("CreateDBInstance", answer("CreateDBInstance", instance()));
    sandbox.moto.xml("ModifyDBInstance", answer("ModifyDBInstance", instance()));
    await rds({ Action: "CreateDBInstance", ...MONITORED });
    await rds({ Action: "ModifyDBInstance", DBInstanceIdentifier: "a", MonitoringInterval: "15" });
    expect(await describeInstances()).toContain("<MonitoringInterval>15</MonitoringInterval>");
    expect(await describeInstances()).toContain("<PerformanceInsightsEnabled>true</PerformanceInsightsEnabled>");
  });

  it("is another one in another region", async () => {
    sandbox.moto.xml("CreateDBInstance", answer("CreateDBInstance", instance()));
    await rds({ Action: "CreateDBInstance", ...MONITORED });
    expect(await describeInstances("eu-west-1")).toContain("<MonitoringInterval>0</MonitoringInterval>");
  });

  it("is forgotten when it is deleted", async () => {
    sandbox.moto.xml("CreateDBInstance", answer("CreateDBInstance", instance()));
    sandbox.moto.xml("DeleteDBInstance", answer("DeleteDBInstance", instance()));
    await rds({ Action: "CreateDBInstance", ...MONITORED });
    await rds({ Action: "DeleteDBInstance", DBInstanceIdentifier: "a" });
    expect(await describeInstances()).toContain("<MonitoringInterval>0</MonitoringInterval>");
  });

  it("is not remembered if moto refuses it", async () => {
    sandbox.moto.xml("CreateDBInstance", REFUSED, 400);
    expect(await rds({ Action: "CreateDBInstance", ...MONITORED })).toEqual({ status: 400, text: REFUSED });
    expect(await describeInstances()).toContain("<MonitoringInterval>0</MonitoringInterval>");
  });

  it("has a certificate that exists", async () => {
    const certificate = (name: string) => `<CACertificateIdentifier>${name}</CACertificateIdentifier>`;
    const shown = async (name: string) => {
      const text = answer("RebootDBInstance", instance(certificate(name)));
      sandbox.moto.xml("RebootDBInstance", text);
      return (await rds({ Action: "RebootDBInstance" })).text;
    };
    expect(await shown("rds-ca-default")).toContain(certificate("rds-ca-rsa2048-g1"));
    expect(await shown("rds-ca-ecc384-g1")).toContain(certificate("rds-ca-ecc384-g1"));
  });
});

describe("a DB cluster", () => {
  const SCALING = "<ScalingConfigurationInfo><AutoPause>true</AutoPause></ScalingConfigurationInfo>";
  const cluster = (mode: string) => `<DBCluster><EngineMode>${mode}</EngineMode>${SCALING}</DBCluster>`;

  it.each(["CreateDBCluster", "ModifyDBCluster", "DeleteDBCluster"])(
    "shows no scaling of Serverless v1: %s",
    async (action) => {
      sandbox.moto.xml(action, answer(action, cluster("provisioned")));
      expect((await rds({ Action: action })).text).not.toContain("ScalingConfigurationInfo");
    },
  );

  it("shows it where it is serverless v1", async () => {
    const list = `<DBClusters>${cluster("provisioned")}${cluster("serverless")}</DBClusters>`;
    sandbox.moto.xml("DescribeDBClusters", answer("DescribeDBClusters", list));
    const { text } = await rds({ Action: "DescribeDBClusters" });
    expect(text.split("<ScalingConfigurationInfo>")).toHaveLength(2);
    expect(text).toContain(`<EngineMode>serverless</EngineMode>${SCALING}`);
  });

  it("leaves an error as it is", async () => {
    sandbox.moto.xml("DescribeDBClusters", REFUSED, 404);
    expect(await rds({ Action: "DescribeDBClusters" })).toEqual({ status: 404, text: REFUSED });
  });
});

describe("the parameters of a group", () => {
  it("are those that were set", async () => {
    const parameter = (name: string) => `<Parameter><ParameterName>${name}</ParameterName></Parameter>`;
    sandbox.moto.xml(
      "DescribeDBParameters",
      answer("DescribeDBParameters", `<Parameters>${parameter("a")}${parameter("b")}</Parameters>`),
    );
    const { text } = await rds({ Action: "DescribeDBParameters", DBParameterGroupName: "g" });
    expect(text.split("<Source>user</Source>")).toHaveLength(3);
  });

  it("of a group that is not there are an error", async () => {
    sandbox.moto.xml("DescribeDBParameters", REFUSED, 404);
    expect((await rds({ Action: "DescribeDBParameters", DBParameterGroupName: "g" })).status).toBe(404);
  });
});

describe("a subnet group", () => {
  it("is still there after it was changed, with its tags, though moto loses it", async () => {
    const tag = "<Tag><Key>Project</Key><Value>lms</Value></Tag>";
    sandbox.moto.xml(
      "ListTagsForResource",
      `<ListTagsForResourceResponse><ListTagsForResourceResult><TagList>${tag}</TagList></ListTagsForResourceResult></ListTagsForResourceResponse>`,
    );
    const group =
      "<DBSubnetGroup><DBSubnetGroupName>data</DBSubnetGroupName><DBSubnetGroupDescription>Data</DBSubnetGroupDescription></DBSubnetGroup>";
    const changed = `<ModifyDBSubnetGroupResponse><ModifyDBSubnetGroupResult>${group}</ModifyDBSubnetGroupResult></ModifyDBSubnetGroupResponse>`;
    sandbox.moto.xml("ModifyDBSubnetGroup", changed);
    sandbox.moto.xml("CreateDBSubnetGroup", "<CreateDBSubnetGroupResponse/>");
    const reply = await sandbox.query("rds", {
      Action: "ModifyDBSubnetGroup",
      DBSubnetGroupName: "data",
      "SubnetIds.SubnetIdentifier.1": "subnet-1",
    });
    expect(reply.text).toBe(changed);
    expect(Object.fromEntries(new URLSearchParams(sandbox.moto.last("CreateDBSubnetGroup").body.toString()))).toEqual({
      Action: "CreateDBSubnetGroup",
      DBSubnetGroupName: "data",
      DBSubnetGroupDescription: "Data",
      "SubnetIds.SubnetIdentifier.1": "subnet-1",
      "Tags.Tag.1.Key": "Project",
      "Tags.Tag.1.Value": "lms",
    });
  });
});
