import { type Json, type JsonObject, objectAt, objectsAt, requiredString } from "../json";
import { ResourceTags } from "../resource-tags";
import { AwsError, jsonAnswer } from "../responses";
import { type Context, type Handler, isSuccess, type Service } from "../service";
import { Kind } from "../store";

const subscribers = new Kind<Json>("subscribers of a budget's notification, by both");
const tags = new ResourceTags({
  arn: "ResourceARN",
  tags: "ResourceTags",
  key: "Key",
  value: "Value",
  keys: "ResourceTagKeys",
});

/** Budgets: moto does not tell who is subscribed, cannot change a budget, and has no tags. */
export const budgets: Service = {
  name: "budgets",
  operations: {
    ...tags.operations,

    CreateBudget: afterMoto((parameters, context) => {
      const budget = objectAt(parameters, "Budget") ?? {};
      tags.create(context, arnOf(context, budget), parameters);
      for (const each of objectsAt(parameters, "NotificationsWithSubscribers")) {
        remember(context, { ...each, BudgetName: budget.BudgetName });
      }
    }),

    // Moto has no UpdateBudget: the budget goes and comes back, and its notifications with it.
    UpdateBudget: async ({ parameters, region }, context) => {
      const { AccountId, NewBudget } = parameters;
      const call = (operation: string, body: JsonObject) =>
        context.callJson("budgets", region, `AWSBudgetServiceGateway.${operation}`, { AccountId, ...body });
      const BudgetName = requiredString(objectAt(parameters, "NewBudget") ?? {}, "BudgetName");
      const { Notifications } = await call("DescribeNotificationsForBudget", { BudgetName });
      const kept = objectsAt({ Notifications }, "Notifications").map((Notification) => ({
        Notification,
        Subscribers: context.remembered(subscribers).get(idOf({ BudgetName, Notification })) ?? [],
      }));
      await call("DeleteBudget", { BudgetName });
      await call("CreateBudget", { Budget: NewBudget, NotificationsWithSubscribers: kept });
      return jsonAnswer({});
    },

    DeleteBudget: afterMoto((parameters, context) => tags.delete(context, arnOf(context, parameters))),

    CreateNotification: afterMoto((parameters, context) => remember(context, parameters)),

    /** @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_DescribeSubscribersForNotification.html */
    DescribeSubscribersForNotification: ({ parameters }, context) => {
      const found = context.remembered(subscribers).get(idOf(parameters));
      if (found === undefined) throw new AwsError("NotFoundException", "the budget has no such notification");
      return jsonAnswer({ Subscribers: found });
    },
  },
};

/** A handler that lets moto do it, and then remembers what moto drops. */
function afterMoto(remember: (parameters: JsonObject, context: Context) => void): Handler {
  return async (request, context) => {
    const answer = await context.passOn(request);
    if (isSuccess(answer)) remember(request.parameters, context);
    return answer;
  };
}

function remember(context: Context, parameters: JsonObject): void {
  context.remembered(subscribers).set(idOf(parameters), parameters.Subscribers);
}

/** What tells a notification from the others of its budget. */
function idOf(parameters: JsonObject): string {
  const { NotificationType, ComparisonOperator, Threshold } = objectAt(parameters, "Notification") ?? {};
  return [parameters.BudgetName, NotificationType, ComparisonOperator, Threshold].join(" ");
}

function arnOf({ account }: Context, budget: JsonObject): string {
  return `arn:aws:budgets::${account}:budget/${requiredString(budget, "BudgetName")}`;
}
