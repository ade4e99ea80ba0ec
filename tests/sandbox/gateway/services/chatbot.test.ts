import { expect, it } from "vitest";
import { useSandbox } from "../support";

const sandbox = useSandbox();
const chatbot = (operation: string, parameters: unknown) =>
  sandbox.rest("chatbot", `POST /${operation}`, parameters, "us-west-2");
const ARN = "arn:aws:chatbot::111111111111:chat-configuration/slack-channel/lms";
const CHANNEL = {
  ConfigurationName: "lms",
  SlackTeamId: "T0123ABCD",
  SlackChannelId: "C0123ABCD",
  IamRoleArn: "arn:aws:iam::111111111111:role/lms",
};
const create = (more: object = {}) => chatbot("create-slack-channel-configuration", { ...CHANNEL, ...more });
const shown = async (ChatConfigurationArn?: string) =>
  (await chatbot("describe-slack-channel-configurations", { ChatConfigurationArn })).json;

it("has a channel with AWS's own defaults for what is not said", async () => {
  const { status, json } = await create({ Tags: [{ TagKey: "Project", TagValue: "lms" }] });
  const configuration = {
    ...CHANNEL,
    ChatConfigurationArn: ARN,
    SlackTeamName: "sandbox",
    SlackChannelName: "",
    SnsTopicArns: [],
    LoggingLevel: "NONE",
    GuardrailPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
    UserAuthorizationRequired: false,
  };
  expect({ status, json }).toEqual({ status: 201, json: { ChannelConfiguration: configuration } });
  const Tags = [{ TagKey: "Project", TagValue: "lms" }];
  expect(await shown(ARN)).toEqual({ SlackChannelConfigurations: [{ ...configuration, Tags }] });
  expect(await shown()).toEqual({ SlackChannelConfigurations: [{ ...configuration, Tags }] });
  expect(await shown(`${ARN}-other`)).toEqual({ SlackChannelConfigurations: [] });
});

it("changes what a request names, but for the name", async () => {
  await create();
  const change = { ChatConfigurationArn: ARN, SlackChannelId: "C9", ConfigurationName: "other", LoggingLevel: "INFO" };
  expect((await chatbot("update-slack-channel-configuration", change)).json).toMatchObject({
    ChannelConfiguration: { SlackChannelId: "C9", ConfigurationName: "lms", LoggingLevel: "INFO" },
  });
});

it("takes a name and a channel once", async () => {
  await create();
  expect(await create()).toEqual({ status: 409, json: { code: "ConflictException", message: "lms already exists" } });
  expect(await create({ ConfigurationName: "other" })).toEqual({
    status: 400,
    json: {
      code: "InvalidRequestException",
      message:
        "Slack channel with ID C0123ABCD in Slack team T0123ABCD has already been configured for AWS account 111111111111",
    },
  });
});

it("deletes a channel with its tags", async () => {
  await create();
  expect((await chatbot("delete-slack-channel-configuration", { ChatConfigurationArn: ARN })).status).toBe(204);
  expect(await shown()).toEqual({ SlackChannelConfigurations: [] });
  expect((await chatbot("list-tags-for-resource", { ResourceARN: ARN })).status).toBe(400);
  for (const operation of ["delete-slack-channel-configuration", "update-slack-channel-configuration"]) {
    expect(await chatbot(operation, { ChatConfigurationArn: ARN })).toEqual({
      status: 404,
      json: { code: "ResourceNotFoundException", message: `no configuration ${ARN}` },
    });
  }
});

it("takes and loses tags", async () => {
  await create({ Tags: [{ TagKey: "Project", TagValue: "lms" }] });
  await chatbot("tag-resource", { ResourceARN: ARN, Tags: [{ TagKey: "Owner", TagValue: "me" }] });
  await chatbot("untag-resource", { ResourceARN: ARN, TagKeys: ["Project"] });
  expect((await chatbot("list-tags-for-resource", { ResourceARN: ARN })).json).toEqual({
    Tags: [{ TagKey: "Owner", TagValue: "me" }],
  });
});
