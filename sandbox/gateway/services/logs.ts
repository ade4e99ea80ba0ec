import { randomUUID } from "node:crypto";
import { type JsonObject, objectsAt, requiredString, stringAt } from "../json";
import { AwsError, jsonAnswer } from "../responses";
import { correctJson, isSuccess, type Service } from "../service";
import { Kind } from "../store";

const logGroupClasses = new Kind<string>("class of a log group, by log group name");
const queryDefinitions = new Kind<JsonObject>("saved query of Logs Insights, by its id");

/** CloudWatch Logs: moto knows no classes of log groups and no saved queries, and keeps both versions of a changed metric filter. */
export const logs: Service = {
  name: "logs",
  operations: {
    CreateLogGroup: async (request, context) => {
      const answer = await context.passOn(request);
      const { logGroupName, logGroupClass } = request.parameters;
      if (isSuccess(answer)) {
        context.remembered(logGroupClasses).set(String(logGroupName), String(logGroupClass ?? "STANDARD"));
      }
      return answer;
    },

    DescribeLogGroups: correctJson((answer, _request, context) => {
      for (const group of objectsAt(answer, "logGroups")) {
        const name = stringAt(group, "logGroupName") ?? "";
        group.logGroupClass = context.remembered(logGroupClasses).get(name) ?? "STANDARD";
      }
    }),

    PutMetricFilter: async (request, context) => {
      const { logGroupName, filterName } = request.parameters;
      const call = (operation: string, parameters: JsonObject) =>
        context.callJson("logs", request.region, `Logs_20140328.${operation}`, parameters);
      const found = await call("DescribeMetricFilters", { logGroupName, filterNamePrefix: filterName });
      if (objectsAt(found, "metricFilters").some((filter) => filter.filterName === filterName)) {
        await call("DeleteMetricFilter", { logGroupName, filterName });
      }
      return context.passOn(request);
    },

    /** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html */
    PutQueryDefinition: ({ parameters }, context) => {
      const id = stringAt(parameters, "queryDefinitionId") ?? randomUUID();
      context.remembered(queryDefinitions).set(id, {
        name: requiredString(parameters, "name"),
        queryString: requiredString(parameters, "queryString"),
        logGroupNames: parameters.logGroupNames ?? [],
        queryDefinitionId: id,
        lastModified: Date.now(),
      });
      return jsonAnswer({ queryDefinitionId: id });
    },

    DescribeQueryDefinitions: ({ parameters }, context) => {
      const prefix = stringAt(parameters, "queryDefinitionNamePrefix") ?? "";
      const all = [...context.remembered(queryDefinitions).values()];
      return jsonAnswer({ queryDefinitions: all.filter(({ name }) => String(name).startsWith(prefix)) });
    },

    DeleteQueryDefinition: ({ parameters }, context) => {
      const id = requiredString(parameters, "queryDefinitionId");
      if (!context.remembered(queryDefinitions).delete(id)) {
        throw new AwsError("ResourceNotFoundException", `no query definition ${id}`);
      }
      return jsonAnswer({ success: true });
    },
  },
};
