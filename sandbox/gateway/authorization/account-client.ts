import { type JsonObject, parseObject } from "../json";
import type { HttpRequest } from "../request";
import type { Answer } from "../responses";
import { isSuccess } from "../service";
import { elementAt, parseXml, type XmlElement } from "../xml";

/** Asks the local AWS itself, without being authorized. */
export type Ask = (request: HttpRequest) => Promise<Answer>;

/** Calls operations of the local AWS. The result is empty when it refuses, as for what does not exist. */
export class AccountClient {
  constructor(private readonly ask: Ask) {}

  /** The result of an operation of IAM. */
  iam(action: string, parameters: Readonly<Record<string, string>>): Promise<XmlElement> {
    return this.query("iam", "us-east-1", "2010-05-08", action, parameters);
  }

  /** The result of an operation of the query protocol. */
  async query(
    service: string,
    region: string,
    Version: string,
    Action: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<XmlElement> {
    const body = new URLSearchParams({ Action, Version, ...parameters }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await this.ask(signed(service, region, "POST", "/", body, headers));
    if (!isSuccess(answer)) return {};
    return elementAt(parseXml(answer.body.toString()), `${Action}Response`, `${Action}Result`);
  }

  /** The result of an operation of the JSON protocol. */
  async json(service: string, region: string, target: string, parameters: JsonObject): Promise<JsonObject> {
    const type = service === "sqs" ? "application/x-amz-json-1.0" : "application/x-amz-json-1.1";
    const headers = { "content-type": type, "x-amz-target": target };
    const answer = await this.ask(signed(service, region, "POST", "/", JSON.stringify(parameters), headers));
    return isSuccess(answer) ? (parseObject(answer.body.toString()) ?? {}) : {};
  }

  /** What a GET of the REST protocols answers. */
  async text(service: string, region: string, url: string): Promise<string> {
    const answer = await this.ask(signed(service, region, "GET", url, "", {}));
    return isSuccess(answer) ? answer.body.toString() : "";
  }
}

function signed(
  service: string,
  region: string,
  method: string,
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): HttpRequest {
  const credential = `Credential=gateway/20250101/${region}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`;
  return {
    method,
    url,
    headers: { host: `${service}.${region}.amazonaws.com`, authorization, ...headers },
    body: Buffer.from(body),
  };
}
