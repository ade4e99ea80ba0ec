import { all, arnIn, arnOf, each, on, serviceTable, type Target, whenTagged } from "../table";

const budget: Target = (call) => {
  const name = call.text("BudgetName") ?? call.text("NewBudget", "BudgetName") ?? call.required("Budget", "BudgetName");
  return [arnOf(call, `budget/${name}`, { region: "" })];
};
const modify = on(budget, "ModifyBudget");

/**
 * Two actions stand for all operations on a budget.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
 */
export const budgets = serviceTable(
  { name: "budgets" },
  {
    CreateBudget: all(modify, whenTagged(on(budget, "TagResource"))),
    ...each(
      modify,
      "CreateNotification",
      "CreateSubscriber",
      "DeleteBudget",
      "DeleteNotification",
      "DeleteSubscriber",
      "UpdateBudget",
      "UpdateNotification",
    ),
    ...each(
      on(budget, "ViewBudget"),
      "DescribeBudget",
      "DescribeNotificationsForBudget",
      "DescribeSubscribersForNotification",
    ),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
