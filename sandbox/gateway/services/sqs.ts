import { type JsonObject, objectAt, pick, requiredString, stringAt, stringsAt } from "../json";
import type { AwsRequest } from "../request";
import { type Context, correctJson, isSuccess, type Service } from "../service";
import { Kind } from "../store";

const redriveAllowPolicies = new Kind<string>("who may leave dead letters in a queue, by the queue's name");

const REDRIVE_ALLOW_POLICY = "RedriveAllowPolicy";

/**
 * SQS: moto takes the policy that says whose dead letters a queue takes, and forgets it.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
 */
export const sqs: Service = {
  name: "sqs",
  operations: {
    CreateQueue: correctJson((_answer, { parameters }, context) => {
      remember(requiredString(parameters, "QueueName"), parameters, context);
    }),

    SetQueueAttributes: async (request, context) => {
      const answer = await context.passOn(request);
      if (isSuccess(answer)) remember(nameOf(request), request.parameters, context);
      return answer;
    },

    GetQueueAttributes: (request, context) => {
      const { parameters } = request;
      const wanted = stringsAt(parameters, "AttributeNames");
      if (!wanted.includes("All") && !wanted.includes(REDRIVE_ALLOW_POLICY)) return context.passOn(request);
      // Moto refuses the name, so it is asked for everything.
      const body = Buffer.from(JSON.stringify({ ...parameters, AttributeNames: ["All"] }));
      const policy = context.remembered(redriveAllowPolicies).get(nameOf(request));
      return correctJson((answer) => {
        const attributes = { ...objectAt(answer, "Attributes"), [REDRIVE_ALLOW_POLICY]: policy };
        answer.Attributes = wanted.includes("All") ? attributes : pick(attributes, wanted);
      })({ ...request, body }, context);
    },

    DeleteQueue: async (request, context) => {
      const answer = await context.passOn(request);
      if (isSuccess(answer)) context.remembered(redriveAllowPolicies).delete(nameOf(request));
      return answer;
    },
  },
};

function remember(queue: string, parameters: JsonObject, context: Context): void {
  const policy = stringAt(objectAt(parameters, "Attributes") ?? {}, REDRIVE_ALLOW_POLICY);
  // An empty text takes a policy away.
  if (policy === "") context.remembered(redriveAllowPolicies).delete(queue);
  else if (policy !== undefined) context.remembered(redriveAllowPolicies).set(queue, policy);
}

/** The last part of a queue's URL is its name. */
function nameOf({ parameters }: AwsRequest): string {
  const url = requiredString(parameters, "QueueUrl");
  return url.slice(url.lastIndexOf("/") + 1);
}
