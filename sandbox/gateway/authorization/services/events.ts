import { isObject, stringAt } from "../../json";
import { all, arnIn, arnOf, created, each, on, passes, passRole, serviceTable, type Target } from "../table";

// A rule of the default bus has no bus in its ARN.
const rule =
  (field: string): Target =>
  (call) => {
    const bus = call.text("EventBusName") ?? "default";
    return [arnOf(call, `rule/${bus === "default" ? "" : `${bus}/`}${call.required(field)}`)];
  };

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
export const events = serviceTable(
  { name: "events" },
  {
    PutRule: all(created(rule("Name")), passes("events.amazonaws.com", "RoleArn")),
    ...each(on(rule("Name")), "DeleteRule", "DescribeRule", "DisableRule", "EnableRule"),
    PutTargets: all(on(rule("Rule")), (call) =>
      call
        .items("Targets")
        .flatMap((target) => (isObject(target) ? passRole("events.amazonaws.com", stringAt(target, "RoleArn")) : [])),
    ),
    ...each(on(rule("Rule")), "ListTargetsByRule", "RemoveTargets"),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
