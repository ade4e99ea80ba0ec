import { createContext } from "./context";
import { type AwsRequest, type HttpRequest, parseRequest } from "./request";
import { type Answer, AwsError, errorAnswer } from "./responses";
import type { Handler, Service } from "./service";
import { services } from "./services/index";
import { Store } from "./store";
import type { Upstream } from "./upstream";

/** Answers one request; never rejects. */
export type Dispatch = (request: HttpRequest) => Promise<Answer>;

/** The request that empties moto, and with it all that the gateway remembers. */
const RESET = "POST /moto-api/reset";

/** Makes the function that finds who answers a request. It owns the gateway's memory. */
export function dispatcher(upstream: Upstream, account: string, log: (line: string) => void): Dispatch {
  const store = new Store();
  return async (http) => {
    const request = parseRequest(http);
    if (`${request.method} ${request.path}` === RESET) store.clear();
    const context = createContext(request, { upstream, account, store });
    const operation = request.protocol.startsWith("rest") ? `${request.method} ${request.url}` : request.action;
    const name = `${request.service || "-"} ${operation}`;
    let by = "gateway";
    try {
      const handler = findHandler(request);
      if (handler === undefined) by = "moto";
      const answer = await (handler ?? context.passOn)(request, context);
      log(`${name} ${by} ${answer.status}${answer.status >= 400 ? ` ${excerpt(answer.body)}` : ""}`);
      return answer;
    } catch (cause) {
      const error = cause instanceof AwsError ? cause : new AwsError("GatewayFailure", describe(cause));
      log(`${name} ${by} ${error.status} ${error.code}: ${error.message}`);
      return errorAnswer(request, error);
    }
  };
}

function findHandler(request: AwsRequest): Handler | undefined {
  const service: Service | undefined = services.find(({ name }) => name === request.service);
  if (request.protocol === "json" || request.protocol === "query") return service?.operations?.[request.action];
  for (const route of service?.routes ?? []) {
    const handler = route.match(request);
    if (handler !== undefined) return handler;
  }
  return undefined;
}

/** The start of an error answer of moto, on one line. */
function excerpt(body: Buffer): string {
  return body.toString("utf8", 0, 300).replace(/\s+/g, " ");
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
