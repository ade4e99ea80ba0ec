import { randomUUID } from "node:crypto";
import {
  type JsonObject,
  objectAt,
  parseObject,
  pick,
  requiredString,
  stringAt,
  stringMapAt,
  stringsAt,
} from "../json";
import type { AwsRequest } from "../request";
import { AwsError, jsonAnswer } from "../responses";
import { type Context, correctJson, isSuccess, type Service } from "../service";
import { entry, Kind } from "../store";

/** Attributes that moto forgets, loses when another one is set, or gives back as other JSON than it got. */
const KEPT = ["Policy", "RedriveAllowPolicy", "RedrivePolicy"];

const attributes = new Kind<Map<string, string>>("the kept attributes of a queue, by the queue's name");

/**
 * SQS: the policies of a queue come back as they were set.
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
      const wanted = stringsAt(request.parameters, "AttributeNames");
      // Moto refuses the name of an attribute that it does not know, so it is asked for all.
      const body = Buffer.from(JSON.stringify({ ...request.parameters, AttributeNames: ["All"] }));
      return correctJson((answer) => {
        const all = { ...objectAt(answer, "Attributes"), ...Object.fromEntries(keptOf(nameOf(request), context)) };
        return { Attributes: wanted.includes("All") ? all : pick(all, wanted) };
      })({ ...request, body }, context);
    },

    // Messages stay where they are: no consumer is here that they would go to.
    StartMessageMoveTask: ({ parameters }, context) => {
      const source = requiredString(parameters, "SourceArn");
      const isDeadLetters = [...context.remembered(attributes).values()].some((kept) => {
        const policy = parseObject(kept.get("RedrivePolicy") ?? "");
        return policy !== undefined && stringAt(policy, "deadLetterTargetArn") === source;
      });
      if (isDeadLetters) return jsonAnswer({ TaskHandle: randomUUID() });
      const message = "Source queue must be configured as a Dead Letter Queue.";
      throw new AwsError("AWS.SimpleQueueService.UnsupportedOperation", message);
    },

    DeleteQueue: async (request, context) => {
      const answer = await context.passOn(request);
      if (isSuccess(answer)) context.remembered(attributes).delete(nameOf(request));
      return answer;
    },
  },
};

function remember(queue: string, parameters: JsonObject, context: Context): void {
  const kept = keptOf(queue, context);
  for (const [name, value] of Object.entries(stringMapAt(parameters, "Attributes"))) {
    // An empty text takes a policy away.
    if (value === "") kept.delete(name);
    else if (KEPT.includes(name)) kept.set(name, value);
  }
}

function keptOf(queue: string, context: Context): Map<string, string> {
  return entry(context.remembered(attributes), queue, () => new Map());
}

/** The last part of a queue's URL is its name. */
function nameOf({ parameters }: AwsRequest): string {
  const url = requiredString(parameters, "QueueUrl");
  return url.slice(url.lastIndexOf("/") + 1);
}
