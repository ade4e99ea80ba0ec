import { Failure } from "../scripts/failure";
import { ROOT_ACCESS_KEY } from "./gateway/authorization/principals";
import { elementAt, parseXml, textAt, type XmlElement } from "./gateway/xml";

/** A region of a local AWS. */
export interface LocalAws {
  /** Such as `http://127.0.0.1:5000`. */
  readonly endpoint: string;
  readonly region: string;
}

/** An operation of the query protocol: its name, the version of the API, and parameters. */
export interface Query extends Readonly<Record<string, string>> {
  readonly Action: string;
  readonly Version: string;
}

/**
 * Asks the local AWS as the account's administrator, or as whom an access key is.
 * @returns the result in the answer
 * @throws Failure with what AWS says of its refusal
 */
export async function query(
  aws: LocalAws,
  service: string,
  form: Query,
  accessKey = ROOT_ACCESS_KEY,
): Promise<XmlElement> {
  const text = await send(aws, service, accessKey, new URLSearchParams(form), {
    "content-type": "application/x-www-form-urlencoded",
  });
  return elementAt(parseXml(text), `${form.Action}Response`, `${form.Action}Result`);
}

/** Asks the local AWS as its administrator for an operation of EC2, as `query` does. @returns the answer, which has no result in it */
export async function ec2(
  aws: LocalAws,
  form: Readonly<Record<string, string>> & { readonly Action: string },
): Promise<XmlElement> {
  const text = await send(aws, "ec2", ROOT_ACCESS_KEY, new URLSearchParams({ Version: "2016-11-15", ...form }), {
    "content-type": "application/x-www-form-urlencoded",
  });
  return elementAt(parseXml(text), `${form.Action}Response`);
}

/** Posts XML to a path of the local AWS as its administrator, as `query` does. */
export async function postXml(aws: LocalAws, service: string, path: string, body: string): Promise<void> {
  await send({ ...aws, endpoint: `${aws.endpoint}${path}` }, service, ROOT_ACCESS_KEY, body, {
    "content-type": "text/xml",
  });
}

/** Asks the local AWS for an operation of the JSON protocol, such as `X_20170126.GetResources`, as `query` does. */
export async function json(aws: LocalAws, service: string, target: string, parameters: object): Promise<unknown> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
  const text = await send(aws, service, ROOT_ACCESS_KEY, JSON.stringify(parameters), headers);
  // An operation that tells nothing answers with nothing.
  return JSON.parse(text || "{}");
}

/** Reads a path of a service whose protocol is REST with JSON, such as EKS, as `query` does. */
export async function get(aws: LocalAws, service: string, path: string): Promise<unknown> {
  return JSON.parse(
    await send({ ...aws, endpoint: `${aws.endpoint}${path}` }, service, ROOT_ACCESS_KEY, undefined, {}),
  );
}

async function send(
  { endpoint, region }: LocalAws,
  service: string,
  accessKey: string,
  body: string | URLSearchParams | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<string> {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/20250101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=test`;
  // Who shows a token signs nothing.
  const isSigned = !(body instanceof URLSearchParams) || !body.has("WebIdentityToken");
  const response = await fetch(endpoint, {
    headers: { ...headers, ...(isSigned ? { authorization } : {}) },
    ...(body === undefined ? {} : { method: "POST", body }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  if (response.ok) return text;
  const message = text.trimStart().startsWith("<")
    ? textAt(elementAt(parseXml(text), "ErrorResponse", "Error"), "Message")
    : text;
  throw new Failure(message ?? text);
}
