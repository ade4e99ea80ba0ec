import { isObject } from "../../json";
import { any, arn, arnOf, each, on, serviceTable, type Target } from "../table";

// A group's ARN holds an id that the request does not have.
const group = arn("autoScalingGroup:*:autoScalingGroupName/{AutoScalingGroupName}");
const tagged: Target = (call) => {
  const groups = call
    .items("Tags")
    .flatMap((tag) => (isObject(tag) && typeof tag.ResourceId === "string" ? [tag.ResourceId] : []));
  return [...new Set(groups)].map((group) => arnOf(call, `autoScalingGroup:*:autoScalingGroupName/${group}`));
};

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html */
export const autoScaling = serviceTable(
  { name: "autoscaling" },
  {
    ...each(on(any), "DescribeAutoScalingGroups", "DescribeTags"),
    ...each(on(group), "SetDesiredCapacity"),
    ...each(on(tagged), "CreateOrUpdateTags", "DeleteTags"),
  },
);
