import { randomUUID } from "node:crypto";
import { type JsonObject, objectAt, pick, requiredString, stringAt } from "../json";
import type { AwsRequest } from "../request";
import { ResourceTags } from "../resource-tags";
import { AwsError, jsonAnswer } from "../responses";
import { type Context, type Handler, type Route, route, type Service } from "../service";
import { Kind } from "../store";

const groups = new Kind<JsonObject>("X-Ray group, by ARN");
const samplingRules = new Kind<JsonObject>("record of an X-Ray sampling rule, by the rule's ARN");
const encryption = new Kind<JsonObject>("encryption of X-Ray, one to a region");
const tags = new ResourceTags({
  arn: "ResourceARN",
  tags: "Tags",
  key: "Key",
  value: "Value",
  keys: "TagKeys",
});

const NO_INSIGHTS = { InsightsEnabled: false, NotificationsEnabled: false };
const DEFAULT_ENCRYPTION = { Type: "NONE", Status: "ACTIVE" };

/**
 * X-Ray: moto takes traces, but has no groups, sampling rules or encryption. Every operation is a POST to its own name.
 * @see https://docs.aws.amazon.com/xray/latest/api/API_Operations.html
 */
export const xray: Service = {
  name: "xray",
  routes: [
    operation("CreateGroup", ({ parameters }, context) => {
      const name = requiredString(parameters, "GroupName", "InvalidRequestException");
      if (find(groups, context, (group) => group.GroupName === name) !== undefined) {
        throw new AwsError("InvalidRequestException", `group ${name} already exists`);
      }
      const arn = context.arn(`group/${name}/${randomUUID().replaceAll("-", "").toUpperCase().slice(0, 26)}`);
      const group: JsonObject = { InsightsConfiguration: NO_INSIGHTS, ...parameters, GroupARN: arn };
      delete group.Tags;
      context.remembered(groups).set(arn, group);
      tags.create(context, arn, parameters);
      return jsonAnswer({ Group: group });
    }),
    operation("GetGroup", (request, context) => jsonAnswer({ Group: groupOf(request, context) })),
    operation("Groups", (_request, context) => jsonAnswer({ Groups: [...context.remembered(groups).values()] })),
    operation("UpdateGroup", (request, context) => {
      const group = groupOf(request, context);
      Object.assign(group, pick(request.parameters, ["FilterExpression", "InsightsConfiguration"]));
      return jsonAnswer({ Group: group });
    }),
    operation("DeleteGroup", (request, context) => {
      const arn = String(groupOf(request, context).GroupARN);
      context.remembered(groups).delete(arn);
      tags.delete(context, arn);
      return jsonAnswer({});
    }),

    operation("CreateSamplingRule", ({ parameters }, context) => {
      const rule = objectAt(parameters, "SamplingRule") ?? {};
      const name = requiredString(rule, "RuleName", "InvalidRequestException");
      const arn = context.arn(`sampling-rule/${name}`);
      if (context.remembered(samplingRules).has(arn)) {
        throw new AwsError("InvalidRequestException", `sampling rule ${name} already exists`);
      }
      const time = Date.now() / 1000;
      const record = { SamplingRule: { Attributes: {}, ...rule, RuleARN: arn }, CreatedAt: time, ModifiedAt: time };
      context.remembered(samplingRules).set(arn, record);
      tags.create(context, arn, parameters);
      return jsonAnswer({ SamplingRuleRecord: record });
    }),
    operation("GetSamplingRules", (_request, context) =>
      jsonAnswer({ SamplingRuleRecords: [...context.remembered(samplingRules).values()] }),
    ),
    operation("UpdateSamplingRule", ({ parameters }, context) => {
      const update = objectAt(parameters, "SamplingRuleUpdate") ?? {};
      const record = recordOf(update, context);
      Object.assign(objectAt(record, "SamplingRule") ?? {}, update);
      record.ModifiedAt = Date.now() / 1000;
      return jsonAnswer({ SamplingRuleRecord: record });
    }),
    operation("DeleteSamplingRule", ({ parameters }, context) => {
      const record = recordOf(parameters, context);
      const arn = String(objectAt(record, "SamplingRule")?.RuleARN);
      context.remembered(samplingRules).delete(arn);
      tags.delete(context, arn);
      return jsonAnswer({ SamplingRuleRecord: record });
    }),

    operation("PutEncryptionConfig", ({ parameters, region }, context) => {
      const config = { ...pick(parameters, ["Type", "KeyId"]), Status: "ACTIVE" };
      context.remembered(encryption).set(region, config);
      return jsonAnswer({ EncryptionConfig: config });
    }),
    operation("EncryptionConfig", ({ region }, context) =>
      jsonAnswer({ EncryptionConfig: context.remembered(encryption).get(region) ?? DEFAULT_ENCRYPTION }),
    ),

    ...Object.entries(tags.operations).map(([name, handler]) => operation(name, handler)),
  ],
};

function operation(name: string, handler: Handler): Route {
  return route("POST", `/${name}`, handler);
}

function find<T>(kind: Kind<T>, context: Context, matches: (item: T) => boolean): T | undefined {
  return [...context.remembered(kind).values()].find(matches);
}

/** The group that a request names, by ARN or by name. */
function groupOf({ parameters }: AwsRequest, context: Context): JsonObject {
  const { GroupARN, GroupName } = parameters;
  const found = find(groups, context, (group) =>
    GroupARN === undefined ? group.GroupName === GroupName : group.GroupARN === GroupARN,
  );
  if (found === undefined) throw new AwsError("InvalidRequestException", "Group not found");
  return found;
}

function recordOf(named: JsonObject, context: Context): JsonObject {
  const arn = stringAt(named, "RuleARN") ?? context.arn(`sampling-rule/${stringAt(named, "RuleName")}`);
  const record = context.remembered(samplingRules).get(arn);
  if (record === undefined) throw new AwsError("InvalidRequestException", "Sampling rule does not exist.");
  return record;
}
