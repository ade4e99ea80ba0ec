import { parseObject, stringAt } from "./json";
import type { Account } from "./judgement/account";
import type { AwsRequest, HttpRequest } from "./request";
import { type Answer, AwsError } from "./responses";
import { type Context, isSuccess } from "./service";
import type { Store } from "./store";
import { forward, type Upstream } from "./upstream";
import { elementAt, parseXml, textAt } from "./xml";

/** What all contexts of one gateway share. */
export interface Surroundings {
  readonly upstream: Upstream;
  readonly account: string;
  readonly owner: Account;
  readonly store: Store;
}

/** The context of one request. */
export function createContext(request: AwsRequest, { upstream, account, owner, store }: Surroundings): Context {
  return {
    account,
    owner,
    remembered: (kind, region = request.region) => store.in(kind, region),
    arn: (resource) => `arn:aws:${request.service}:${request.region}:${account}:${resource}`,
    passOn: async (passed) => {
      const answer = await forward(upstream, passed);
      if (passed.service !== "" && isHtmlError(answer)) throw notImplemented(passed);
      return answer;
    },
    callQuery: async (service, form) => {
      const body = new URLSearchParams(form).toString();
      const called = call(request, service, request.region, "application/x-www-form-urlencoded", body);
      const answer = await forward(upstream, called);
      const document = parseXml(answer.body.toString());
      if (isSuccess(answer)) return document;
      const error = {
        ...elementAt(document, "ErrorResponse", "Error"),
        ...elementAt(document, "Response", "Errors", "Error"),
      };
      throw refused(service, form.Action ?? "", textAt(error, "Code"), textAt(error, "Message"));
    },
    callJson: async (service, region, target, parameters) => {
      const called = call(request, service, region, "application/x-amz-json-1.1", JSON.stringify(parameters));
      const answer = await forward(upstream, { ...called, headers: { ...called.headers, "x-amz-target": target } });
      const body = parseObject(answer.body.toString()) ?? {};
      if (isSuccess(answer)) return body;
      throw refused(service, target, stringAt(body, "__type"), stringAt(body, "message") ?? stringAt(body, "Message"));
    },
  };
}

function call(caller: AwsRequest, service: string, region: string, contentType: string, body: string): HttpRequest {
  const credential = `Credential=gateway/20250101/${region}/${service}/aws4_request`;
  const headers = {
    host: caller.headers.host,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    "content-type": contentType,
  };
  return { method: "POST", url: "/", headers, body: Buffer.from(body) };
}

/** Moto answers an operation that it does not know, and one that fails inside it, with an HTML page. */
function isHtmlError(answer: Answer): boolean {
  return answer.status >= 400 && /^\s*<!doctype html/i.test(answer.body.toString("utf8", 0, 100));
}

function notImplemented(request: AwsRequest): AwsError {
  const operation = `${request.service} ${request.action}`;
  return new AwsError(
    "NotImplementedByEmulator",
    `${operation} is not implemented by the local AWS (moto), or fails inside it`,
  );
}

function refused(service: string, operation: string, code = "UnknownError", message = "no message"): AwsError {
  return new AwsError(code, `${service} ${operation}, which the gateway needs, was refused: ${message}`);
}
