import { any, arn, arnIn, each, on, serviceTable } from "../table";

// The id of a target is not told by the request.
const target = arn("scalable-target/*");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsapplicationautoscaling.html */
export const applicationAutoScaling = serviceTable(
  { name: "application-autoscaling" },
  {
    ...each(on(any), "DescribeScalableTargets", "DescribeScalingPolicies", "DescribeScheduledActions"),
    ...each(
      on(target),
      "DeleteScalingPolicy",
      "DeregisterScalableTarget",
      "PutScalingPolicy",
      "PutScheduledAction",
      "RegisterScalableTarget",
    ),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
