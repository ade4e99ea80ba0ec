import { type AwsRequest, formRecords } from "../../request";
import { AwsError } from "../../responses";
import type { Context, Handler } from "../../service";
import type { XmlElement } from "../../xml";
import { answer, found, newTagged, type ParameterGroup, parameterGroups, replicationGroups, required } from "./model";

/**
 * Parameter groups, with the parameters that were set in them; those of the family are not known here.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CacheParameterGroup.html
 */
export const parameterGroupOperations: Readonly<Record<string, Handler>> = {
  CreateCacheParameterGroup: (request, context) => {
    const name = required(request.form, "CacheParameterGroupName").toLowerCase();
    const groups = context.remembered(parameterGroups);
    if (groups.has(name)) {
      throw new AwsError("CacheParameterGroupAlreadyExists", `Parameter group ${name} already exists`);
    }
    const group: ParameterGroup = {
      ...newTagged(request, context, `parametergroup:${name}`),
      name,
      family: required(request.form, "CacheParameterGroupFamily"),
      description: required(request.form, "Description"),
      parameters: new Map(),
    };
    groups.set(name, group);
    return answer(request, { CacheParameterGroup: describe(group) });
  },

  DescribeCacheParameterGroups: (request, context) => {
    const named = request.form.CacheParameterGroupName !== undefined;
    const groups = named ? [groupOf(request, context)] : [...context.remembered(parameterGroups).values()];
    return answer(request, { CacheParameterGroups: { CacheParameterGroup: groups.map(describe) } });
  },

  ModifyCacheParameterGroup: (request, context) => {
    const { name, parameters } = groupOf(request, context);
    for (const { ParameterName = "", ParameterValue = "" } of asked(request)) {
      parameters.set(ParameterName, ParameterValue);
    }
    return answer(request, { CacheParameterGroupName: name });
  },

  ResetCacheParameterGroup: (request, context) => {
    const { name, parameters } = groupOf(request, context);
    if (request.form.ResetAllParameters === "true") parameters.clear();
    for (const { ParameterName = "" } of asked(request)) parameters.delete(ParameterName);
    return answer(request, { CacheParameterGroupName: name });
  },

  DescribeCacheParameters: (request, context) => {
    const Parameter = [...groupOf(request, context).parameters].map(([ParameterName, ParameterValue]) => ({
      ParameterName,
      ParameterValue,
      Source: "user",
      DataType: "string",
      IsModifiable: "true",
      ChangeType: "immediate",
    }));
    return answer(request, { Parameters: { Parameter } });
  },

  DeleteCacheParameterGroup: (request, context) => {
    const { name } = groupOf(request, context);
    const inUse = [...context.remembered(replicationGroups).values()].some(
      ({ settings }) => settings.CacheParameterGroupName === name,
    );
    if (inUse) {
      const message = `One or more cache clusters are still members of this parameter group ${name}`;
      throw new AwsError("InvalidCacheParameterGroupState", message);
    }
    context.remembered(parameterGroups).delete(name);
    return answer(request, {});
  },
};

function asked({ form }: AwsRequest) {
  return formRecords(form, "ParameterNameValues.ParameterNameValue.");
}

function groupOf({ form }: AwsRequest, context: Context): ParameterGroup {
  const name = required(form, "CacheParameterGroupName").toLowerCase();
  const message = `CacheParameterGroup ${name} not found.`;
  return found(context.remembered(parameterGroups).get(name), "CacheParameterGroupNotFound", message);
}

function describe({ name, family, description, arn }: ParameterGroup): XmlElement {
  return {
    CacheParameterGroupName: name,
    CacheParameterGroupFamily: family,
    Description: description,
    IsGlobal: "false",
    ARN: arn,
  };
}
