import { objectsAt, stringAt } from "../json";
import { correctJson, isSuccess, type Service } from "../service";
import { Kind } from "../store";

const logGroupClasses = new Kind<string>("class of a log group, by log group name");

/** CloudWatch Logs: moto knows no classes of log groups. */
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
  },
};
