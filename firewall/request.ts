import type { FirewallSettings as AllSettings } from "../modules/edge";

/** Request as it leaves a browser or a program. */
export interface SampleRequest {
  readonly method?: string;
  /** Path and query, percent-encoded as sent. */
  readonly url: string;
  /** Headers by lower-case name, in addition to those of a browser; `undefined` for one that is not sent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: SampleBody;
  readonly from?: SampleAddress;
  /** `origin`: sent to the load balancer's own name, past CloudFront. */
  readonly entrance?: "site" | "origin";
  /** The URL, or a cookie, has a valid signature for media. */
  readonly signed?: boolean;
}

/** Body of a request; only its beginning need be told. */
export interface SampleBody {
  readonly text: string;
  /** Size of the whole; that of the text by default. */
  readonly bytes?: number;
}

/** Address that a request comes from, and what AWS knows of it. */
export interface SampleAddress {
  /** `vpn`: an anonymizer; `cloud`: a hosting provider other than AWS; `attacker`: on AWS's list of bad reputation. */
  readonly kind?: "access-provider" | "vpn" | "cloud" | "attacker";
  /** ISO 3166-1 code; DE by default. */
  readonly country?: string;
  /** Requests of this kind from this address in the last five minutes; 1 by default. */
  readonly requests?: number;
}

/**
 * Verdict on a request: it passes to the application or an object, or the place that refuses it, and its rule. `counts`: the
 * first rule that would block it where the firewall only counts.
 */
export type Verdict =
  | "passes"
  | `${"site" | "load balancer"} ${"blocks" | "counts"}: ${string}`
  | "CloudFront refuses: method"
  | "CloudFront refuses: not signed"
  | "listener refuses";

/** Settings of an environment's firewall that verdicts depend on. */
export type FirewallSettings = Pick<AllSettings, "mode" | "requestsPerAddress" | "loginsPerAddress">;

/** Request with a name, and the verdict that it must get where the firewall blocks, and where it only counts. */
export interface ExpectedRequest {
  readonly name: string;
  readonly request: SampleRequest;
  readonly expected: Readonly<Record<FirewallSettings["mode"], Verdict>>;
}

/** Requests of one kind. */
export interface RequestGroup {
  readonly name: string;
  readonly requests: readonly ExpectedRequest[];
}

/** A request that must pass everywhere. */
export function passes(name: string, request: SampleRequest): ExpectedRequest {
  return { name, request, expected: { block: "passes", count: "passes" } };
}

/** A request that a rule of the site must block, or count. */
export function blocked(rule: string, name: string, request: SampleRequest): ExpectedRequest {
  return { name, request, expected: { block: `site blocks: ${rule}`, count: `site counts: ${rule}` } };
}

/** A request that must be refused everywhere, whatever the firewall's mode. */
export function refused(verdict: Verdict, name: string, request: SampleRequest): ExpectedRequest {
  return { name, request, expected: { block: verdict, count: verdict } };
}
