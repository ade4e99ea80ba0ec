import { type AuthorizationOptions, Authorizer, type Done } from "./authorization/authorizer";
import type { Verdict } from "./authorization/evaluator/decide";
import type { Need } from "./authorization/table";
import { createContext } from "./context";
import { ACCOUNTS } from "./judgement/account";
import { Judge, type JudgementOptions } from "./judgement/judge";
import { type AwsRequest, type HttpRequest, parseRequest } from "./request";
import { type Answer, AwsError, errorAnswer, jsonAnswer } from "./responses";
import type { Context, Handler, Service } from "./service";
import { type Address, addresses, type Cluster, clusters } from "./services/eks/model";
import { reviewToken } from "./services/eks/tokens";
import { services } from "./services/index";
import { Stopwatch } from "./stopwatch";
import { Store } from "./store";
import type { Upstream } from "./upstream";

/** Whether a service or a role may have what it needs. */
export interface Question {
  readonly need: Need;
  /** Where it happens, for a resource whose ARN has no region. */
  readonly region: string;
}

/** A cluster that will be created, with the address of its API. */
interface AnnouncedCluster extends Address {
  readonly region: string;
  readonly name: string;
}

/** Answers one request; never rejects. */
export type Dispatch = (request: HttpRequest) => Promise<Answer>;

/** The request that empties moto, and with it all that the gateway remembers. */
const RESET = "POST /moto-api/reset";
/** Asks whether AWS would allow what services and roles need at work; nothing is done. */
const DECISIONS = "POST /gateway-api/decisions";
/** Says which regions are lost, as a list: whatever is asked of AWS there is answered with an error, until another list comes. */
const LOST_REGIONS = "PUT /gateway-api/lost-regions";
/** Says where the API of a cluster will be that is not created yet. */
const ADDRESSES = "POST /gateway-api/cluster-addresses";
/** Asks who shows a token to the cluster of a region, as the cluster's API does. */
const TOKENS = /^POST \/gateway-api\/tokens\/([^/]+)\/([^/]+)$/;
/** Tells how long the gateway has been judging. */
const TIMES = "GET /gateway-api/times";
/** What is moto's own, and not AWS's, needs no right and knows no model. */
const MOTO_API = "/moto-api/";

/** What a dispatcher is made of. */
export interface DispatcherOptions {
  readonly upstream: Upstream;
  readonly account: string;
  /** Gets a line for each request. */
  readonly log: (line: string) => void;
  /** How requests are authorized; without it the handlers alone answer, as their own tests need it. */
  readonly authorization?: AuthorizationOptions;
  /** What requests are judged by; left out by the same tests. */
  readonly judgement?: JudgementOptions;
}

/** Makes the function that finds who answers a request. It owns the gateway's memory. */
export function dispatcher({ upstream, account, log, authorization, judgement }: DispatcherOptions): Dispatch {
  const store = new Store();
  const owner = judgement?.owner ?? { ...ACCOUNTS.prepared, takenBuckets: [] };
  const contextOf = (request: AwsRequest) => createContext(request, { upstream, account, owner, store });
  const ask = async (http: HttpRequest) => {
    const request = parseRequest(http);
    const context = contextOf(request);
    try {
      return await (findHandler(request) ?? context.passOn)(request, context);
    } catch (error) {
      if (error instanceof AwsError) return errorAnswer(request, error);
      throw error;
    }
  };
  const authorizer = authorization === undefined ? undefined : new Authorizer(ask, account, authorization);
  const judge = judgement === undefined ? undefined : new Judge(judgement);
  const stopwatch = new Stopwatch();
  let lost: readonly string[] = [];
  const check = async (request: AwsRequest, context: Context): Promise<Done | undefined> => {
    const stop = stopwatch.start();
    try {
      const done = await authorizer?.authorize(request);
      await judge?.judge(request, context);
      return done;
    } finally {
      stop();
    }
  };
  return async (http) => {
    const request = parseRequest(http);
    if (`${request.method} ${request.path}` === RESET) {
      store.clear();
      authorizer?.clear();
    }
    const context = contextOf(request);
    const operation = request.protocol.startsWith("rest") ? `${request.method} ${request.url}` : request.action;
    const name = `${request.service || "-"} ${operation}`;
    let by = "gateway";
    try {
      if (`${request.method} ${request.path}` === DECISIONS) return await decisions(request, authorizer);
      if (`${request.method} ${request.path}` === LOST_REGIONS) {
        lost = JSON.parse(request.body.toString()) as readonly string[];
        return jsonAnswer({});
      }
      if (`${request.method} ${request.path}` === ADDRESSES) {
        const { region, name, ...address } = JSON.parse(request.body.toString()) as AnnouncedCluster;
        store.in(addresses, region).set(name, address);
        return jsonAnswer({});
      }
      const [, tokenRegion, cluster] = TOKENS.exec(`${request.method} ${request.path}`) ?? [];
      if (tokenRegion !== undefined && cluster !== undefined) {
        return reviewed(request, store.in(clusters, tokenRegion).get(cluster), authorizer);
      }
      if (lost.includes(request.region)) throw new AwsError("ServiceUnavailable", `${request.region} does not answer`);
      if (`${request.method} ${request.path}` === TIMES) return jsonAnswer({ ...stopwatch.times });
      const handler = findHandler(request);
      if (handler === undefined) by = "moto";
      const done = request.path.startsWith(MOTO_API) ? undefined : await check(request, context);
      const answer = await (handler ?? context.passOn)(request, context);
      done?.(answer);
      log(`${name} ${by} ${answer.status}${answer.status >= 400 ? ` ${excerpt(answer.body)}` : ""}`);
      return answer;
    } catch (cause) {
      const error = cause instanceof AwsError ? cause : new AwsError("GatewayFailure", describe(cause));
      log(`${name} ${by} ${error.status} ${error.code}: ${error.message}`);
      return errorAnswer(request, error);
    }
  };
}

/** The verdicts on needs, in their order. */
async function decisions({ body }: AwsRequest, authorizer: Authorizer | undefined): Promise<Answer> {
  const questions = JSON.parse(body.toString()) as readonly Question[];
  const verdicts: Verdict[] = [];
  for (const { need, region } of questions) {
    verdicts.push((await authorizer?.wouldAllow(need, region)) ?? { allowed: true });
  }
  return jsonAnswer(verdicts);
}

/** A TokenReview with its answer. @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication */
function reviewed({ body }: AwsRequest, cluster: Cluster | undefined, authorizer: Authorizer | undefined): Answer {
  const review = JSON.parse(body.toString()) as { readonly spec: { readonly token: string } };
  if (cluster === undefined || authorizer === undefined)
    return jsonAnswer({ ...review, status: { authenticated: false } });
  const status = reviewToken(review.spec.token, cluster, (request) => authorizer.callerOf(request));
  return jsonAnswer({ ...review, status });
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
