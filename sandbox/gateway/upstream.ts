import { request as httpRequest } from "node:http";
import type { HttpRequest } from "./request";
import { type Answer, AwsError } from "./responses";

/** Where moto listens. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
}

/** Headers that belong to one connection, not to the message. @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Sends a request to moto and collects its answer. @throws AwsError EmulatorUnavailable if moto does not answer. */
export function forward(upstream: Upstream, request: HttpRequest): Promise<Answer> {
  const headers = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name) && name !== "expect");
  return new Promise((resolve, reject) => {
    const fail = (cause: Error) => reject(unavailable(upstream, cause));
    const outgoing = httpRequest(
      {
        host: upstream.host,
        port: upstream.port,
        method: request.method,
        path: request.url,
        headers: { ...Object.fromEntries(headers), "content-length": request.body.length },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", fail);
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 502,
            headers: endToEndHeaders(incoming.rawHeaders),
            body: Buffer.concat(chunks),
          }),
        );
      },
    );
    outgoing.on("error", fail);
    outgoing.end(request.body);
  });
}

/** Status 400, because the SDKs retry a 5xx for minutes. */
function unavailable(upstream: Upstream, cause: Error): AwsError {
  const where = `${upstream.host}:${upstream.port}`;
  return new AwsError("EmulatorUnavailable", `moto does not answer on ${where} (${cause.message}); start it again`);
}

function endToEndHeaders(raw: readonly string[]): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index] ?? "";
    const value = raw[index + 1] ?? "";
    if (HOP_BY_HOP.has(name.toLowerCase())) continue;
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [earlier, value].flat();
  }
  return headers;
}
