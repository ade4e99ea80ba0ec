import { isObject, type JsonObject, numberAt, objectsAt, parseObject, stringAt } from "../../json";
import { isSuccess } from "../../service";
import { type Rules, refuse, type Scene } from "../rule";

/** Executions that no function may reserve. @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const UNRESERVED = 100;

const FUNCTIONS = "/2015-03-31/functions";

/** Lambda: reservations against the account's quota, and queues that give a message out again too early. */
export const lambdaRules: Rules = {
  /** A small quota may not be reserved at all. @see https://github.com/awslabs/fhir-works-on-aws-deployment/issues/691 */
  PutFunctionConcurrency: async (parameters, scene) => {
    const name = stringAt(parameters, "FunctionName") ?? "";
    let reserved = numberAt(parameters, "ReservedConcurrentExecutions") ?? 0;
    const listed = objectsAt(await get(`${FUNCTIONS}/`, scene), "Functions");
    for (const other of listed.map((one) => stringAt(one, "FunctionName") ?? "")) {
      if (other === name) continue;
      const concurrency = await get(`/2019-09-30/functions/${other}/concurrency`, scene);
      reserved += numberAt(concurrency, "ReservedConcurrentExecutions") ?? 0;
    }
    const { lambdaExecutions } = scene.owner;
    const minimum = Math.min(UNRESERVED, lambdaExecutions);
    if (lambdaExecutions - reserved >= minimum) return;
    refuse(
      "InvalidParameterValueException",
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
    );
  },

  /** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  CreateEventSourceMapping: async (parameters, scene) => {
    const source = stringAt(parameters, "EventSourceArn") ?? "";
    if (!source.startsWith("arn:aws:sqs:")) return;
    const [, , , region = "", account, queue] = source.split(":");
    const attributes = await scene.callJson("sqs", region, "AmazonSQS.GetQueueAttributes", {
      QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${queue}`,
      AttributeNames: ["VisibilityTimeout"],
    });
    const visible = Number(isObject(attributes.Attributes) ? attributes.Attributes.VisibilityTimeout : Number.NaN);
    const name = encodeURIComponent(stringAt(parameters, "FunctionName") ?? "");
    const timeout = numberAt(await get(`${FUNCTIONS}/${name}/configuration`, scene), "Timeout") ?? 0;
    if (!(visible < timeout)) return;
    refuse(
      "InvalidParameterValueException",
      `Invalid request provided: Queue visibility timeout: ${visible} seconds is less than Function timeout: ${timeout} seconds`,
    );
  },
};

/** What moto answers to a GET; empty if it has nothing. */
async function get(path: string, { request, passOn }: Scene): Promise<JsonObject> {
  const asked = { ...request, method: "GET", url: path, path, body: Buffer.alloc(0) };
  const answer = await passOn(asked);
  return isSuccess(answer) ? (parseObject(answer.body.toString()) ?? {}) : {};
}
