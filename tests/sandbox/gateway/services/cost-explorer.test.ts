import { describe, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const ce = (operation: string, parameters: unknown) =>
  sandbox.json("ce", `AWSInsightsIndexService.${operation}`, parameters);
const MONITOR = { MonitorName: "services", MonitorType: "DIMENSIONAL", MonitorDimension: "SERVICE" };
const createMonitor = async (monitor: object = MONITOR) => {
  const { json } = await ce("CreateAnomalyMonitor", {
    AnomalyMonitor: monitor,
    ResourceTags: [{ Key: "Project", Value: "lms" }],
  });
  return (json as { MonitorArn: string }).MonitorArn;
};
const refused = (__type: string, message: string) => ({ status: 400, json: { __type, message } });

describe("anomaly monitors", () => {
  it("are kept by their ARN", async () => {
    const MonitorArn = await createMonitor();
    expect(MonitorArn).toMatch(/^arn:aws:ce::111111111111:anomalymonitor\/[0-9a-f-]{36}$/);
    const AnomalyMonitors = [{ ...MONITOR, MonitorArn, DimensionalValueCount: 10 }];
    expect((await ce("GetAnomalyMonitors", { MonitorArnList: [MonitorArn] })).json).toEqual({ AnomalyMonitors });
    expect((await ce("GetAnomalyMonitors", {})).json).toEqual({ AnomalyMonitors });
  });

  it("are one of all services in an account, and any number of others", async () => {
    await createMonitor();
    expect(await ce("CreateAnomalyMonitor", { AnomalyMonitor: MONITOR })).toEqual(
      refused("ValidationException", "Limit exceeded on dimensional spend monitor creation"),
    );
    expect(await createMonitor({ MonitorName: "tags", MonitorType: "CUSTOM" })).toContain("anomalymonitor/");
  });

  it("change their name and go with their tags", async () => {
    const MonitorArn = await createMonitor();
    await ce("UpdateAnomalyMonitor", { MonitorArn, MonitorName: "all" });
    expect((await ce("GetAnomalyMonitors", {})).json).toMatchObject({ AnomalyMonitors: [{ MonitorName: "all" }] });
    const tags = () => ce("ListTagsForResource", { ResourceArn: MonitorArn });
    expect((await tags()).json).toEqual({ ResourceTags: [{ Key: "Project", Value: "lms" }] });
    await ce("DeleteAnomalyMonitor", { MonitorArn });
    expect(await ce("GetAnomalyMonitors", { MonitorArnList: [MonitorArn] })).toEqual(
      refused("UnknownMonitorException", `there is none with the ARN ${MonitorArn}`),
    );
    expect(sandbox.moto.operations).toEqual([]);
    await tags();
    expect(sandbox.moto.operations).toEqual(["ListTagsForResource"]);
  });
});

describe("anomaly subscriptions", () => {
  const SUBSCRIPTION = {
    SubscriptionName: "anomalies",
    Frequency: "IMMEDIATE",
    Subscribers: [{ Type: "SNS", Address: "arn:aws:sns:us-east-1:111111111111:warning" }],
  };
  const create = (subscription: object) => ce("CreateAnomalySubscription", { AnomalySubscription: subscription });

  it("are of the account", async () => {
    const { SubscriptionArn } = (await create(SUBSCRIPTION)).json as { SubscriptionArn: string };
    expect((await ce("GetAnomalySubscriptions", { SubscriptionArnList: [SubscriptionArn] })).json).toEqual({
      AnomalySubscriptions: [{ ...SUBSCRIPTION, SubscriptionArn, AccountId: "111111111111" }],
    });
  });

  it.each([{ Frequency: "DAILY" }, { Subscribers: [{ Type: "EMAIL", Address: "team@example.com" }] }])(
    "are not both late and to a topic, or immediate and by mail: %j",
    async (change) => {
      expect(await create({ ...SUBSCRIPTION, ...change })).toEqual(
        refused("ValidationException", "Immediate alerts go to SNS, daily and weekly ones to e-mail"),
      );
    },
  );

  it("must be there to be changed or deleted", async () => {
    for (const operation of ["UpdateAnomalySubscription", "DeleteAnomalySubscription"]) {
      expect(await ce(operation, { SubscriptionArn: "none" })).toEqual(
        refused("UnknownSubscriptionException", "there is none with the ARN none"),
      );
    }
  });
});
