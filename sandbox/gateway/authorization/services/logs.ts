import { any, arn, arnIn, arns, both, created, each, on, serviceTable } from "../table";

const group = arn("log-group:{logGroupName}");
const source = arn("delivery-source:{name}");
const destination = arn("delivery-destination:{name}");
const delivery = arn("delivery:{id}");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html */
export const logs = serviceTable(
  { name: "logs" },
  {
    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    CreateLogGroup: created(group),
    ...each(
      on(group),
      "AssociateKmsKey",
      "DeleteLogGroup",
      "DeleteMetricFilter",
      "DeleteRetentionPolicy",
      "DescribeMetricFilters",
      "DisassociateKmsKey",
      "FilterLogEvents",
      "PutMetricFilter",
      "PutRetentionPolicy",
      "StartQuery",
    ),
    // The query has the log group, and not the request.
    GetQueryResults: on(arn("log-group:*")),
    ...each(
      on(any),
      "DeleteQueryDefinition",
      "DeleteResourcePolicy",
      "DescribeLogGroups",
      "DescribeQueryDefinitions",
      "DescribeResourcePolicies",
      "PutQueryDefinition",
      "PutResourcePolicy",
    ),
    PutDeliverySource: created(source),
    ...each(on(source), "DeleteDeliverySource", "GetDeliverySource"),
    PutDeliveryDestination: created(destination),
    ...each(on(destination), "DeleteDeliveryDestination", "GetDeliveryDestination"),
    CreateDelivery: created(
      both(arn("delivery:*"), arn("delivery-source:{deliverySourceName}"), arns("{}", "deliveryDestinationArn")),
    ),
    ...each(on(delivery), "DeleteDelivery", "GetDelivery", "UpdateDeliveryConfiguration"),
    ...each(on(arnIn("resourceArn")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
