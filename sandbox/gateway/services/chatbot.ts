import { type JsonObject, pick, requiredString, stringAt } from "../json";
import { ResourceTags } from "../resource-tags";
import { AwsError, emptyAnswer, jsonAnswer } from "../responses";
import { type Context, route, type Service } from "../service";
import { Kind } from "../store";

const channels = new Kind<JsonObject>("Slack channel configuration, by ARN");
const tags = new ResourceTags({
  arn: "ResourceARN",
  tags: "Tags",
  key: "TagKey",
  value: "TagValue",
  keys: "TagKeys",
});

/** What a configuration has that names nothing of it. */
const DEFAULTS = {
  SnsTopicArns: [],
  LoggingLevel: "NONE",
  GuardrailPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
  UserAuthorizationRequired: false,
};
const CHANGEABLE = [...Object.keys(DEFAULTS), "IamRoleArn", "SlackChannelId"];

/**
 * Amazon Q Developer in chat applications, formerly AWS Chatbot: moto does not have it.
 * @see https://docs.aws.amazon.com/chatbot/latest/APIReference/API_Operations.html
 */
export const chatbot: Service = {
  name: "chatbot",
  routes: [
    route("POST", "/create-slack-channel-configuration", ({ parameters }, context) => {
      const name = requiredString(parameters, "ConfigurationName", "InvalidParameterException");
      const channel = requiredString(parameters, "SlackChannelId", "InvalidParameterException");
      const arn = `arn:aws:chatbot::${context.account}:chat-configuration/slack-channel/${name}`;
      const others = [...context.remembered(channels).values()];
      if (context.remembered(channels).has(arn)) throw new AwsError("ConflictException", `${name} already exists`, 409);
      if (others.some(({ SlackChannelId }) => SlackChannelId === channel)) {
        const team = stringAt(parameters, "SlackTeamId");
        throw new AwsError(
          "InvalidRequestException",
          `Slack channel with ID ${channel} in Slack team ${team} has already been configured for AWS account ${context.account}`,
        );
      }
      const { Tags: _, ...settings } = parameters;
      const configuration = {
        ...DEFAULTS,
        ...settings,
        SlackTeamName: "sandbox",
        SlackChannelName: "",
        ChatConfigurationArn: arn,
      };
      context.remembered(channels).set(arn, configuration);
      tags.create(context, arn, parameters);
      return jsonAnswer({ ChannelConfiguration: configuration }, 201);
    }),

    route("POST", "/describe-slack-channel-configurations", ({ parameters }, context) => {
      const arn = stringAt(parameters, "ChatConfigurationArn");
      const all = [...context.remembered(channels).values()];
      const wanted = all.filter(({ ChatConfigurationArn }) => arn === undefined || ChatConfigurationArn === arn);
      const shown = wanted.map((each) => ({ ...each, Tags: tags.shown(context, String(each.ChatConfigurationArn)) }));
      return jsonAnswer({ SlackChannelConfigurations: shown });
    }),

    route("POST", "/update-slack-channel-configuration", ({ parameters }, context) => {
      const configuration = configurationOf(parameters, context);
      Object.assign(configuration, pick(parameters, CHANGEABLE));
      return jsonAnswer({ ChannelConfiguration: configuration });
    }),

    route("POST", "/delete-slack-channel-configuration", ({ parameters }, context) => {
      const arn = String(configurationOf(parameters, context).ChatConfigurationArn);
      context.remembered(channels).delete(arn);
      tags.delete(context, arn);
      return emptyAnswer();
    }),

    route("POST", "/list-tags-for-resource", tags.list),
    route("POST", "/tag-resource", tags.add),
    route("POST", "/untag-resource", tags.remove),
  ],
};

function configurationOf(parameters: JsonObject, context: Context): JsonObject {
  const arn = requiredString(parameters, "ChatConfigurationArn", "InvalidParameterException");
  const configuration = context.remembered(channels).get(arn);
  if (configuration === undefined) throw new AwsError("ResourceNotFoundException", `no configuration ${arn}`, 404);
  return configuration;
}
