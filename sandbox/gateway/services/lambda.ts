import { type JsonObject, objectAt, pick, stringAt } from "../json";
import type { AwsRequest } from "../request";
import { type Context, correctJson, type Handler, isSuccess, route, type Service } from "../service";
import { entry, Kind } from "../store";

/** Settings of a function that moto takes and forgets. */
const FORGOTTEN = ["DeadLetterConfig", "LoggingConfig"];

const settings = new Kind<JsonObject>("settings of a function that moto forgets, by the function's name");

const FUNCTIONS = "/2015-03-31/functions";

/**
 * Lambda: moto forgets where a function's logs and dead letters go.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
 */
export const lambda: Service = {
  name: "lambda",
  routes: [
    route("POST", FUNCTIONS, (request, context) =>
      withSettings(stringAt(request.parameters, "FunctionName") ?? "")(request, context),
    ),
    route("GET", `${FUNCTIONS}/{name}`, (request, context, { name }) => withSettings(name)(request, context)),
    route("GET", `${FUNCTIONS}/{name}/configuration`, (request, context, { name }) =>
      withSettings(name)(request, context),
    ),
    route("PUT", `${FUNCTIONS}/{name}/configuration`, (request, context, { name }) =>
      withSettings(name)(request, context),
    ),
    route("PUT", `${FUNCTIONS}/{name}/code`, (request, context, { name }) => withSettings(name)(request, context)),
    route("DELETE", `${FUNCTIONS}/{name}`, async (request, context, { name }) => {
      const answer = await context.passOn(request);
      if (isSuccess(answer)) context.remembered(settings).delete(nameOf(name));
      return answer;
    }),
  ],
};

/** Remembers the settings that a request has, and shows all of the function's. */
function withSettings(name: string): Handler {
  return correctJson((answer, { parameters }: AwsRequest, context: Context) => {
    const kept = entry(context.remembered(settings), nameOf(name), () => ({}));
    Object.assign(kept, pick(parameters, FORGOTTEN));
    Object.assign(objectAt(answer, "Configuration") ?? answer, kept);
  });
}

/** A function is named by its name or its ARN. */
function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith("arn:") ? (nameOrArn.split(":")[6] ?? "") : nameOrArn;
}
