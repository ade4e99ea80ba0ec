import { beforeEach, expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const AccountId = "111111111111";
const ARN = `arn:aws:budgets::${AccountId}:budget/monthly`;
const budgets = (operation: string, parameters: object) =>
  sandbox.json("budgets", `AWSBudgetServiceGateway.${operation}`, { AccountId, ...parameters });
const FORECAST = { NotificationType: "FORECASTED", ComparisonOperator: "GREATER_THAN", Threshold: 100 };
const ACTUAL = { ...FORECAST, NotificationType: "ACTUAL" };
const TOPIC = [{ SubscriptionType: "SNS", Address: "arn:aws:sns:us-east-1:111111111111:warning" }];
const MAIL = [{ SubscriptionType: "EMAIL", Address: "team@example.com" }];
const create = () =>
  budgets("CreateBudget", {
    Budget: { BudgetName: "monthly" },
    NotificationsWithSubscribers: [{ Notification: FORECAST, Subscribers: TOPIC }],
    ResourceTags: [{ Key: "Project", Value: "lms" }],
  });
const subscribers = (Notification: object) =>
  budgets("DescribeSubscribersForNotification", { BudgetName: "monthly", Notification });

beforeEach(() => {
  for (const operation of ["CreateBudget", "DeleteBudget", "CreateNotification"]) sandbox.moto.json(operation, {});
});

it("tells who is subscribed to a notification, whether it came with the budget or later", async () => {
  await create();
  await budgets("CreateNotification", { BudgetName: "monthly", Notification: ACTUAL, Subscribers: MAIL });
  expect((await subscribers(FORECAST)).json).toEqual({ Subscribers: TOPIC });
  expect((await subscribers({ ...ACTUAL, ThresholdType: "PERCENTAGE" })).json).toEqual({ Subscribers: MAIL });
  expect(await subscribers({ ...ACTUAL, Threshold: 80 })).toEqual({
    status: 400,
    json: { __type: "NotFoundException", message: "the budget has no such notification" },
  });
});

it("remembers nothing that moto refuses", async () => {
  sandbox.moto.json("CreateBudget", { __type: "DuplicateRecordException", message: "no" }, 400);
  expect((await create()).status).toBe(400);
  expect((await subscribers(FORECAST)).status).toBe(400);
});

it("takes and loses tags, and forgets them with the budget", async () => {
  await create();
  await budgets("TagResource", { ResourceARN: ARN, ResourceTags: [{ Key: "Owner", Value: "me" }] });
  await budgets("UntagResource", { ResourceARN: ARN, ResourceTagKeys: ["Project"] });
  expect((await budgets("ListTagsForResource", { ResourceARN: ARN })).json).toEqual({
    ResourceTags: [{ Key: "Owner", Value: "me" }],
  });
  await budgets("DeleteBudget", { BudgetName: "monthly" });
  expect((await budgets("ListTagsForResource", { ResourceARN: ARN })).status).toBe(400);
});

it("changes a budget, and keeps its notifications", async () => {
  await create();
  sandbox.moto.json("DescribeNotificationsForBudget", { Notifications: [FORECAST] });
  const NewBudget = { BudgetName: "monthly", BudgetLimit: { Amount: "2", Unit: "USD" } };
  expect(await budgets("UpdateBudget", { NewBudget })).toEqual({ status: 200, json: {} });
  expect(sandbox.moto.operations).toEqual([
    "CreateBudget",
    "DescribeNotificationsForBudget",
    "DeleteBudget",
    "CreateBudget",
  ]);
  expect(JSON.parse(sandbox.moto.last("CreateBudget").body.toString())).toEqual({
    AccountId,
    Budget: NewBudget,
    NotificationsWithSubscribers: [{ Notification: FORECAST, Subscribers: TOPIC }],
  });
  expect((await subscribers(FORECAST)).json).toEqual({ Subscribers: TOPIC });
});
