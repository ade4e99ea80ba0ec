import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ec2 = (form: Record<string, string>, region?: string) => sandbox.query("ec2", form, region);

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const NAMESPACE = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15"';
const ERROR = "<Response><Errors><Error><Code>Bad</Code><Message>no</Message></Error></Errors></Response>";

describe("CreateDhcpOptions", () => {
  const answer = (tags: string) =>
    `${DECLARATION}<CreateDhcpOptionsResponse ${NAMESPACE}><dhcpOptions>${tags}<dhcpOptionsId>dopt-1</dhcpOptionsId></dhcpOptions></CreateDhcpOptionsResponse>`;

  it("tags what it creates", async () => {
    sandbox.moto.xml("CreateDhcpOptions", answer("<tagSet/>"));
    sandbox.moto.xml("CreateTags", "<CreateTagsResponse/>");
    const reply = await ec2({
      Action: "CreateDhcpOptions",
      "TagSpecification.1.ResourceType": "dhcp-options",
      "TagSpecification.1.Tag.1.Key": "Name",
      "TagSpecification.1.Tag.1.Value": "lms & co",
      "TagSpecification.1.Tag.2.Key": "Owner",
      "TagSpecification.1.Tag.2.Value": "platform",
    });
    expect(reply.text).toBe(
      answer(
        "<tagSet><item><key>Name</key><value>lms &amp; co</value></item><item><key>Owner</key><value>platform</value></item></tagSet>",
      ),
    );
    expect(Object.fromEntries(new URLSearchParams(sandbox.moto.last("CreateTags").body.toString()))).toEqual({
      Action: "CreateTags",
      "ResourceId.1": "dopt-1",
      "Tag.1.Key": "Name",
      "Tag.1.Value": "lms & co",
      "Tag.2.Key": "Owner",
      "Tag.2.Value": "platform",
    });
  });

  it("tags nothing that has no tags", async () => {
    sandbox.moto.xml("CreateDhcpOptions", answer("<tagSet></tagSet>"));
    expect((await ec2({ Action: "CreateDhcpOptions" })).text).toBe(answer("<tagSet></tagSet>"));
    expect(sandbox.moto.operations).toEqual(["CreateDhcpOptions"]);
  });

  it("says why moto refused the tags", async () => {
    sandbox.moto.xml("CreateDhcpOptions", answer("<tagSet/>"));
    sandbox.moto.xml("CreateTags", ERROR, 400);
    const reply = await ec2({ Action: "CreateDhcpOptions", "TagSpecification.1.Tag.1.Key": "Name" });
    expect(reply.status).toBe(400);
    expect(reply.text).toContain(
      "<Code>Bad</Code><Message>ec2 CreateTags, which the gateway needs, was refused: no</Message>",
    );
  });

  it("passes on an error", async () => {
    sandbox.moto.xml("CreateDhcpOptions", ERROR, 400);
    expect(await ec2({ Action: "CreateDhcpOptions" })).toEqual({ status: 400, text: ERROR });
  });
});

describe("flow logs", () => {
  const CREATED = `<CreateFlowLogsResponse ${NAMESPACE}><flowLogIdSet><item>fl-1</item></flowLogIdSet></CreateFlowLogsResponse>`;
  const described = (options: string) =>
    `${DECLARATION}<DescribeFlowLogsResponse ${NAMESPACE}><flowLogSet><item><flowLogId>fl-1</flowLogId><logFormat>\${version}</logFormat>${options}</item></flowLogSet></DescribeFlowLogsResponse>`;

  it("keep the options of their destination", async () => {
    sandbox.moto.xml("CreateFlowLogs", CREATED);
    sandbox.moto.xml("DescribeFlowLogs", described(""));
    await ec2({
      Action: "CreateFlowLogs",
      "DestinationOptions.FileFormat": "parquet",
      "DestinationOptions.PerHourPartition": "true",
    });
    expect((await ec2({ Action: "DescribeFlowLogs" })).text).toBe(
      described(
        "<destinationOptions><fileFormat>parquet</fileFormat><hiveCompatiblePartitions>false</hiveCompatiblePartitions><perHourPartition>true</perHourPartition></destinationOptions>",
      ),
    );
  });

  it("have no options where none were given", async () => {
    sandbox.moto.xml("CreateFlowLogs", CREATED);
    sandbox.moto.xml("DescribeFlowLogs", described(""));
    await ec2({ Action: "CreateFlowLogs" });
    expect((await ec2({ Action: "DescribeFlowLogs" })).text).toBe(described(""));
  });

  it("pass on an error", async () => {
    sandbox.moto.xml("CreateFlowLogs", ERROR, 400);
    sandbox.moto.xml("DescribeFlowLogs", ERROR, 400);
    expect(await ec2({ Action: "CreateFlowLogs" })).toEqual({ status: 400, text: ERROR });
    expect(await ec2({ Action: "DescribeFlowLogs" })).toEqual({ status: 400, text: ERROR });
  });
});

it("DescribeLaunchTemplates shows the tags that a template has now", async () => {
  const item = (key: string, value: string) => `<item><key>${key}</key><value>${value}</value></item>`;
  const answer = (tags: string) =>
    `${DECLARATION}<DescribeLaunchTemplatesResponse ${NAMESPACE}><launchTemplates><item><launchTemplateId>lt-1</launchTemplateId><tagSet>${tags}</tagSet></item></launchTemplates></DescribeLaunchTemplatesResponse>`;
  sandbox.moto.xml("DescribeLaunchTemplates", answer(item("CostCenter", "old")));
  sandbox.moto.xml(
    "DescribeTags",
    `<DescribeTagsResponse ${NAMESPACE}><tagSet>${item("CostCenter", "new")}</tagSet></DescribeTagsResponse>`,
  );
  expect((await ec2({ Action: "DescribeLaunchTemplates" })).text).toBe(answer(item("CostCenter", "new")));
  const asked = Object.fromEntries(new URLSearchParams(sandbox.moto.last("DescribeTags").body.toString()));
  expect(asked).toEqual({ Action: "DescribeTags", "Filter.1.Name": "resource-id", "Filter.1.Value.1": "lt-1" });
});

describe("DescribeLaunchTemplateVersions", () => {
  const specification = (type: string) =>
    `<item><resourceType>${type}</resourceType><tagSet><item><key>Name</key><value>a</value></item></tagSet></item>`;
  const answer = (...types: string[]) =>
    `${DECLARATION}<DescribeLaunchTemplateVersionsResponse ${NAMESPACE}><launchTemplateVersionSet><item><versionNumber>1</versionNumber><launchTemplateData><instanceType>t3.large</instanceType><tagSpecificationSet>${types.map(specification).join("")}</tagSpecificationSet></launchTemplateData></item></launchTemplateVersionSet></DescribeLaunchTemplateVersionsResponse>`;

  it("leaves out the tags of the template itself", async () => {
    sandbox.moto.xml("DescribeLaunchTemplateVersions", answer("instance", "launch-template", "volume"));
    expect((await ec2({ Action: "DescribeLaunchTemplateVersions" })).text).toBe(answer("instance", "volume"));
  });

  it("leaves nothing where there are no others", async () => {
    sandbox.moto.xml("DescribeLaunchTemplateVersions", answer("launch-template"));
    expect((await ec2({ Action: "DescribeLaunchTemplateVersions" })).text).toBe(answer());
  });

  it("passes on an error", async () => {
    sandbox.moto.xml("DescribeLaunchTemplateVersions", ERROR, 400);
    expect((await ec2({ Action: "DescribeLaunchTemplateVersions" })).status).toBe(400);
  });
});
