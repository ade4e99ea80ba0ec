import { any, arnIn, arns, each, on, serviceTable } from "../table";

const monitors = arns("{}", "MonitorArnList");
const subscriptions = arns("{}", "SubscriptionArnList");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscostexplorerservice.html */
export const costExplorer = serviceTable(
  { name: "ce" },
  {
    ...each(on(any), "CreateAnomalyMonitor", "CreateAnomalySubscription"),
    GetAnomalyMonitors: on(monitors),
    ...each(on(arnIn("MonitorArn")), "DeleteAnomalyMonitor", "UpdateAnomalyMonitor"),
    GetAnomalySubscriptions: on(subscriptions),
    ...each(on(arnIn("SubscriptionArn")), "DeleteAnomalySubscription", "UpdateAnomalySubscription"),
    ...each(on(arnIn("ResourceArn")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
