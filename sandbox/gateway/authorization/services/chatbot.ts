import { all, any, arn, arnIn, each, on, passes, serviceTable, whenTagged } from "../table";

const configuration = arnIn("ChatConfigurationArn");

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awschatbot.html */
export const chatbot = serviceTable(
  { name: "chatbot" },
  {
    CreateSlackChannelConfiguration: all(
      on(any),
      passes("chatbot.amazonaws.com", "IamRoleArn"),
      whenTagged(on(arn("chat-configuration/slack-channel/{ConfigurationName}", { region: "" }), "TagResource")),
    ),
    DescribeSlackChannelConfigurations: on(any),
    UpdateSlackChannelConfiguration: all(on(configuration), passes("chatbot.amazonaws.com", "IamRoleArn")),
    DeleteSlackChannelConfiguration: on(configuration),
    ...each(on(arnIn("ResourceARN")), "ListTagsForResource", "TagResource", "UntagResource"),
  },
  {
    "POST /create-slack-channel-configuration": "CreateSlackChannelConfiguration",
    "POST /describe-slack-channel-configurations": "DescribeSlackChannelConfigurations",
    "POST /update-slack-channel-configuration": "UpdateSlackChannelConfiguration",
    "POST /delete-slack-channel-configuration": "DeleteSlackChannelConfiguration",
    "POST /list-tags-for-resource": "ListTagsForResource",
    "POST /tag-resource": "TagResource",
    "POST /untag-resource": "UntagResource",
  },
);
