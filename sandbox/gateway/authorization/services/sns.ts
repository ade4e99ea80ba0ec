import { any, arn, arnIn, created, each, on, serviceTable } from "../table";

const topic = arnIn("TopicArn");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
export const sns = serviceTable(
  { name: "sns" },
  {
    CreateTopic: created(arn("{Name}")),
    ...each(
      on(topic),
      "DeleteTopic",
      "GetTopicAttributes",
      "ListSubscriptionsByTopic",
      "Publish",
      "SetTopicAttributes",
      "Subscribe",
    ),
    ...each(on(any), "GetSubscriptionAttributes", "ListTopics", "SetSubscriptionAttributes", "Unsubscribe"),
    ...each(on(arnIn("ResourceArn")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
);
