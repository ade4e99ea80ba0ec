import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type Server,
} from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach } from "vitest";
import { type Gateway, type GatewayOptions, startGateway } from "../../../sandbox/gateway/gateway";

/** The account of every gateway in these tests. */
export const ACCOUNT = "111111111111";

/** A request as the stub got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the stub answers. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** An answer as the caller of the gateway got it. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request to send; service and region go into the SigV4 credential scope. */
export interface Call {
  readonly service?: string;
  readonly region?: string;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

/** The page that moto gives for an operation that it does not have. */
export const NOT_FOUND_PAGE = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n";

/** A stand-in for moto: gives fixed answers by operation and keeps what it was asked. */
export class StubMoto {
  readonly received: Received[] = [];
  private readonly answers = new Map<string, StubAnswer>();
  private readonly turns = new Map<string, string[]>();
  private server: Server | undefined;

  /** Answers an operation: its name in the JSON and query protocols, `METHOD /path?query` in the REST ones. */
  on(operation: string, answer: StubAnswer): void {
    this.answers.set(operation, answer);
  }

  /** Answers an operation with JSON. */
  json(operation: string, body: unknown, status = 200): void {
    this.on(operation, { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  }

  /** Answers an operation with one XML after the other; the last one stays. */
  inTurn(operation: string, bodies: readonly string[]): void {
    this.turns.set(operation, [...bodies]);
  }

  /** Answers an operation with XML. */
  xml(operation: string, body: string, status = 200): void {
    this.on(operation, { status, headers: { "content-type": "text/xml" }, body });
  }

  /** The operations that it was asked for, in order. */
  get operations(): string[] {
    return this.received.map(operationOf);
  }

  /** The last request for an operation. */
  last(operation: string): Received {
    const found = this.received.findLast((received) => operationOf(received) === operation);
    if (found === undefined) throw new Error(`the stub was not asked for ${operation}, only for ${this.operations}`);
    return found;
  }

  async start(): Promise<number> {
    const server = createServer(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const { method = "", url = "", headers } = incoming;
      const received = { method, url, headers, body: Buffer.concat(chunks) };
      this.received.push(received);
      const next = this.turns.get(operationOf(received))?.shift();
      if (next !== undefined) this.xml(operationOf(received), next);
      const answer = this.answers.get(operationOf(received)) ?? { status: 404, body: NOT_FOUND_PAGE };
      outgoing.writeHead(answer.status ?? 200, answer.headers);
      outgoing.end(method === "HEAD" ? undefined : answer.body);
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return portOf(server);
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.server?.close(resolve) ?? resolve(undefined));
  }
}

/** How the gateway is started, beside what all tests have in common. */
export type MoreOptions = Pick<GatewayOptions, "judgement">;

/** A gateway in front of a stub, fresh for each test. */
export class Sandbox {
  moto = new StubMoto();
  log: string[] = [];
  private gateway: Gateway | undefined;

  constructor(private readonly more: () => Promise<MoreOptions> = async () => ({})) {}

  get port(): number {
    return this.gateway?.port ?? 0;
  }

  async start(): Promise<void> {
    this.moto = new StubMoto();
    this.log = [];
    const upstream = { host: "127.0.0.1", port: await this.moto.start() };
    const log = (line: string) => this.log.push(line);
    this.gateway = await startGateway({ upstream, account: ACCOUNT, log, ...(await this.more()) });
  }

  async stop(): Promise<void> {
    await this.gateway?.close();
    await this.moto.stop();
  }

  send(call: Call): Promise<Reply> {
    return send(this.port, call);
  }

  /** Calls an operation of the JSON protocol; `target` is `Prefix.Operation`. */
  async json(service: string, target: string, parameters: unknown, region = "us-east-1"): Promise<JsonReply> {
    const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
    const reply = await this.send({ service, region, method: "POST", headers, body: JSON.stringify(parameters) });
    return { status: reply.status, json: JSON.parse(reply.body.toString()) };
  }

  /** Calls an operation of the query protocol. */
  async query(service: string, form: Record<string, string>, region = "us-east-1"): Promise<TextReply> {
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    const body = new URLSearchParams(form).toString();
    const reply = await this.send({ service, region, method: "POST", headers, body });
    return { status: reply.status, text: reply.body.toString() };
  }

  /** Calls an operation of a REST protocol with JSON. */
  async rest(service: string, action: string, parameters?: unknown, region = "us-east-1"): Promise<JsonReply> {
    const [method = "", url = ""] = action.split(" ");
    const body = parameters === undefined ? "" : JSON.stringify(parameters);
    const reply = await this.send({
      service,
      region,
      method,
      url,
      headers: { "content-type": "application/json" },
      body,
    });
    return { status: reply.status, json: JSON.parse(reply.body.toString() || "{}") };
  }

  /** Calls an operation of S3. */
  async s3(action: string, body = "", headers: OutgoingHttpHeaders = {}): Promise<TextReply & Reply> {
    const [method = "", url = ""] = action.split(" ");
    const reply = await this.send({ service: "s3", method, url, headers, body });
    return { ...reply, text: reply.body.toString() };
  }
}

/** Status and parsed body. */
export interface JsonReply {
  readonly status: number;
  readonly json: unknown;
}

/** Status and body as text. */
export interface TextReply {
  readonly status: number;
  readonly text: string;
}

/** A fresh sandbox for each test of the file or `describe` that calls this. */
export function useSandbox(more?: () => Promise<MoreOptions>): Sandbox {
  const sandbox = new Sandbox(more);
  beforeEach(() => sandbox.start());
  afterEach(() => sandbox.stop());
  return sandbox;
}

/** Sends one request, signed for the service if there is one. */
export function send(port: number, call: Call): Promise<Reply> {
  const { service, region = "us-east-1", method = "GET", url = "/", headers = {}, body = "" } = call;
  const scope = `Credential=test/20250101/${region}/${service}/aws4_request`;
  const signed = service === undefined ? {} : { authorization: `AWS4-HMAC-SHA256 ${scope}, Signature=0` };
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: "127.0.0.1", port, method, path: url, headers: { ...signed, ...headers } },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function operationOf(received: Received): string {
  const target = received.headers["x-amz-target"];
  if (typeof target === "string") return target.split(".").at(-1) ?? "";
  if (received.headers["content-type"]?.includes("urlencoded")) {
    return new URLSearchParams(received.body.toString()).get("Action") ?? "";
  }
  return `${received.method} ${received.url}`;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
