import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AuthorizationOptions } from "./authorization/authorizer";
import { type Dispatch, dispatcher } from "./dispatch";
import type { JudgementOptions } from "./judgement/judge";
import type { Answer } from "./responses";
import type { Upstream } from "./upstream";

/** How a gateway is started. */
export interface GatewayOptions {
  /** Where moto listens. */
  readonly upstream: Upstream;
  /** Port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** The AWS account, 12 digits, that moto was started with (`MOTO_ACCOUNT_ID`). */
  readonly account: string;
  /** Gets one line for each request: service, operation, status, who answered and the error, if any. */
  readonly log?: (line: string) => void;
  /** How requests are authorized; without it everything is allowed to everyone, as the tests of the handlers need it. */
  readonly authorization?: AuthorizationOptions;
  /** What requests are judged by; left out by the same tests. */
  readonly judgement?: JudgementOptions;
}

/** A running gateway. */
export interface Gateway {
  /** The port on 127.0.0.1 that it listens on. */
  readonly port: number;
  /** Stops listening, drops open connections and forgets everything. */
  close(): Promise<void>;
}

const LOCALHOST = "127.0.0.1";

/**
 * Starts a gateway in front of moto: it refuses what AWS refuses, answers what moto lacks, corrects what moto gets wrong
 * and passes on the rest.
 * @throws Error if the port is taken.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const dispatch = dispatcher({ log: () => {}, ...options });
  const server = createServer((incoming, outgoing) => serve(incoming, outgoing, dispatch));
  await listen(server, options.port ?? 0);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, dispatch: Dispatch): Promise<void> {
  try {
    const { method = "GET", url = "/", headers } = incoming;
    send(outgoing, method, await dispatch({ method, url, headers, body: await readBody(incoming) }));
  } catch {
    // The caller went away while it was sending: there is nobody to answer.
    outgoing.destroy();
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function send(outgoing: ServerResponse, method: string, answer: Answer): void {
  for (const [name, value] of Object.entries(answer.headers)) outgoing.setHeader(name, value);
  // The length of a HEAD answer is that of the body which GET would have.
  if (method !== "HEAD" && answer.status !== 204) outgoing.setHeader("content-length", answer.body.length);
  outgoing.writeHead(answer.status);
  outgoing.end(method === "HEAD" ? undefined : answer.body);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      reject(
        taken
          ? new Error(`gateway: port ${port} of ${LOCALHOST} is in use; stop what listens there or give another port`)
          : error,
      );
    });
    server.listen(port, LOCALHOST, resolve);
  });
}
