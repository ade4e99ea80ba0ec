import type { Json } from "./json";
import type { AwsRequest } from "./request";
import { escapeXml } from "./xml";

/** What goes back to the caller. Header names are in the case in which they are sent. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
}

/** An error that AWS would answer. `status` is the HTTP status; the SDKs retry 5xx, so no status of ours is above 499. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = "AwsError";
  }
}

/** An answer of the JSON protocols. */
export function jsonAnswer(body: Json, status = 200, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** An answer of the XML protocols; `xml` is the document without its declaration. */
export function xmlAnswer(xml: string, status = 200, headers: Record<string, string> = {}): Answer {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`);
  return { status, headers: { "content-type": "text/xml", ...headers }, body };
}

/**
 * An answer of the query protocol: `result` is the XML inside `<ActionResult>`.
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function queryAnswer(action: string, result: string): Answer {
  const metadata = `<ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata>`;
  return xmlAnswer(`<${action}Response><${action}Result>${result}</${action}Result>${metadata}</${action}Response>`);
}

/** An answer without a body. */
export function emptyAnswer(status = 204): Answer {
  return { status, headers: {}, body: Buffer.alloc(0) };
}

/** The same answer with another body; drops the headers that described the old one. */
export function withBody(answer: Answer, body: string): Answer {
  const headers = Object.entries(answer.headers).filter(([name]) => !BODY_HEADERS.has(name.toLowerCase()));
  return { status: answer.status, headers: Object.fromEntries(headers), body: Buffer.from(body) };
}

/** The error in the wire format that the SDK of the request's protocol and service parses. */
export function errorAnswer(request: AwsRequest, error: AwsError): Answer {
  const { code, message, status } = error;
  const detail = `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;
  const requestId = `<RequestId>${REQUEST_ID}</RequestId>`;
  switch (request.protocol) {
    case "json":
      return jsonAnswer({ __type: code, message }, status, { "x-amzn-errortype": code });
    case "rest-json":
      return jsonAnswer({ code, message }, status, { "x-amzn-errortype": code });
    case "query":
      if (request.service === "ec2") {
        const errors = `<Errors><Error>${detail}</Error></Errors>`;
        return xmlAnswer(`<Response>${errors}<RequestID>${REQUEST_ID}</RequestID></Response>`, status);
      }
      return xmlAnswer(
        `<ErrorResponse><Error><Type>Sender</Type>${detail}</Error>${requestId}</ErrorResponse>`,
        status,
      );
    case "rest-xml":
      if (request.service === "s3") return xmlAnswer(`<Error>${detail}${requestId}</Error>`, status);
      return xmlAnswer(
        `<ErrorResponse><Error><Type>Sender</Type>${detail}</Error>${requestId}</ErrorResponse>`,
        status,
      );
  }
}

const REQUEST_ID = "00000000-0000-0000-0000-000000000000";
const BODY_HEADERS = new Set(["content-length", "content-md5", "x-amz-crc32"]);
