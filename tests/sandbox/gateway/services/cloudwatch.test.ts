import { beforeEach, describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const cloudwatch = (Action: string, form: Record<string, string> = {}, region?: string) =>
  sandbox.query("monitoring", { Action, ...form }, region);
const put = (name: string, rule: string, more: Record<string, string> = {}) =>
  cloudwatch("PutCompositeAlarm", { AlarmName: name, AlarmRule: rule, ...more });
const describeComposite = async (form: Record<string, string> = {}, region?: string) =>
  (await cloudwatch("DescribeAlarms", { "AlarmTypes.member.1": "CompositeAlarm", ...form }, region)).text;
const arn = (name: string) => `arn:aws:cloudwatch:us-east-1:111111111111:alarm:${name}`;

const METRIC_ALARMS = ["cpu", "memory used"].map((name) => `<member><AlarmName>${name}</AlarmName></member>`).join("");

beforeEach(() => {
  sandbox.moto.xml(
    "DescribeAlarms",
    `<DescribeAlarmsResponse><DescribeAlarmsResult><MetricAlarms>${METRIC_ALARMS}</MetricAlarms></DescribeAlarmsResult></DescribeAlarmsResponse>`,
  );
  sandbox.moto.xml("DeleteAlarms", "<DeleteAlarmsResponse/>");
});

describe("composite alarms", () => {
  it("are shown as they were put", async () => {
    const rule = 'ALARM("cpu") OR ALARM("memory used")';
    expect((await put("site", "ALARM(cpu)")).status).toBe(200);
    await put("database", rule, {
      AlarmDescription: "slow & sorry",
      "AlarmActions.member.1": "arn:topic",
      "OKActions.member.1": "arn:topic",
      "OKActions.member.2": "arn:other",
      ActionsSuppressor: "site",
      ActionsSuppressorWaitPeriod: "180",
      ActionsSuppressorExtensionPeriod: "60",
    });
    const shown = await describeComposite({ "AlarmNames.member.1": "database" });
    expect(shown).toContain(
      `<CompositeAlarms><member><AlarmName>database</AlarmName><AlarmArn>${arn("database")}</AlarmArn><StateValue>OK</StateValue>` +
        "<AlarmRule>ALARM(&quot;cpu&quot;) OR ALARM(&quot;memory used&quot;)</AlarmRule>" +
        "<AlarmDescription>slow &amp; sorry</AlarmDescription><ActionsSuppressor>site</ActionsSuppressor>" +
        "<ActionsSuppressorWaitPeriod>180</ActionsSuppressorWaitPeriod>" +
        "<ActionsSuppressorExtensionPeriod>60</ActionsSuppressorExtensionPeriod>" +
        "<AlarmActions><member>arn:topic</member></AlarmActions>" +
        "<OKActions><member>arn:topic</member><member>arn:other</member></OKActions>" +
        "<InsufficientDataActions></InsufficientDataActions><ActionsEnabled>true</ActionsEnabled></member></CompositeAlarms>",
    );
    expect(shown).not.toContain("<AlarmName>site</AlarmName>");
    expect(await describeComposite()).toContain("<AlarmName>site</AlarmName>");
  });

  it("can be put again", async () => {
    await put("site", "ALARM(cpu)", { "Tags.member.1.Key": "Team", "Tags.member.1.Value": "platform" });
    await put("site", 'ALARM("memory used")', { ActionsEnabled: "false" });
    const shown = await describeComposite();
    expect(shown).toContain("<AlarmRule>ALARM(&quot;memory used&quot;)</AlarmRule>");
    expect(shown).toContain("<ActionsEnabled>false</ActionsEnabled>");
    expect((await cloudwatch("ListTagsForResource", { ResourceARN: arn("site") })).text).toContain("platform");
  });

  it.each([
    ["a rule", () => put("site", 'ALARM("cpu") AND NOT OK(disk)'), "disk"],
    ["a suppressor", () => put("site", "ALARM(cpu)", { ActionsSuppressor: "maintenance" }), "maintenance"],
  ])("are refused with %s that names an alarm that is not there", async (_, call, missing) => {
    const { status, text } = await call();
    expect(status).toBe(400);
    expect(text).toContain("<Code>ValidationError</Code>");
    expect(text).toContain(`${missing} does not exist`);
    expect(await describeComposite()).not.toContain("<AlarmName>");
  });

  it("may be about each other, and go in the reverse order", async () => {
    await put("site", "ALARM(cpu)");
    await put("all", "ALARM(site) OR ALARM(cpu)");
    expect((await cloudwatch("DeleteAlarms", { "AlarmNames.member.1": "site" })).text).toContain(
      "Cannot delete site as there are composite alarm(s) depending on it.",
    );
    expect((await cloudwatch("DeleteAlarms", { "AlarmNames.member.1": "cpu" })).text).toContain(
      "Cannot delete cpu as there are composite alarm(s) depending on it.",
    );
    for (const name of ["all", "site", "cpu"]) {
      expect((await cloudwatch("DeleteAlarms", { "AlarmNames.member.1": name })).status).toBe(200);
    }
    expect(await describeComposite()).not.toContain("<AlarmName>");
    expect(sandbox.moto.operations.filter((operation) => operation === "DeleteAlarms")).toHaveLength(1);
  });

  it("are of one region", async () => {
    await put("site", "ALARM(cpu)");
    expect(await describeComposite({}, "eu-west-1")).not.toContain("<AlarmName>");
  });

  it("can have their actions switched off and on", async () => {
    await put("site", "ALARM(cpu)");
    await cloudwatch("DisableAlarmActions", { "AlarmNames.member.1": "site" });
    expect(await describeComposite()).toContain("<ActionsEnabled>false</ActionsEnabled>");
    await cloudwatch("EnableAlarmActions", { "AlarmNames.member.1": "site" });
    expect(await describeComposite()).toContain("<ActionsEnabled>true</ActionsEnabled>");
  });

  it("have tags", async () => {
    await put("site", "ALARM(cpu)", { "Tags.member.1.Key": "A", "Tags.member.1.Value": "1" });
    const ResourceARN = arn("site");
    await cloudwatch("TagResource", { ResourceARN, "Tags.member.1.Key": "B", "Tags.member.1.Value": "2" });
    await cloudwatch("UntagResource", { ResourceARN, "TagKeys.member.1": "A" });
    expect((await cloudwatch("ListTagsForResource", { ResourceARN })).text).toContain(
      "<Tags><member><Key>B</Key><Value>2</Value></member></Tags>",
    );
  });
});

describe("metric alarms", () => {
  it.each([
    ["DescribeAlarms", { "AlarmNames.member.1": "cpu", "AlarmTypes.member.1": "MetricAlarm" }],
    ["DescribeAlarms", {}],
    ["DeleteAlarms", { "AlarmNames.member.1": "cpu" }],
    ["EnableAlarmActions", { "AlarmNames.member.1": "cpu" }],
    ["DisableAlarmActions", { "AlarmNames.member.1": "cpu" }],
    ["ListTagsForResource", { ResourceARN: arn("cpu") }],
  ])("are moto's: %s %o", async (action, form) => {
    await cloudwatch(action, form as Record<string, string>);
    expect(sandbox.moto.operations).toEqual([action]);
  });
});

it("tells of no history", async () => {
  const { status, text } = await cloudwatch("DescribeAlarmHistory", { AlarmName: "cpu" });
  expect([status, text]).toEqual([200, expect.stringContaining("<AlarmHistoryItems></AlarmHistoryItems>")]);
});
