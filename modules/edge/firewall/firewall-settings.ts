/** What the web ACLs of an environment let through. What every LMS needs is not here but in `lms-rules.ts`. */
export interface FirewallSettings {
  /** `count` lets everything through and only counts and logs what `block` would refuse. */
  readonly mode: "block" | "count";
  /** Countries whose visitors are refused, by ISO 3166-1 code such as `KP`. */
  readonly blockedCountries: "none" | readonly string[];
  /** `common`: refuse bots that name themselves, but verified ones, for a fee per request. It refuses scripts and some LTI tools too. */
  readonly botControl: "none" | "common";
  /** Most requests of one address in five minutes, at least 10. A campus behind NAT is one address, and each page is many requests. */
  readonly requestsPerAddress: number;
  /** Most attempts to log in of one address in five minutes, at least 10 and fewer than `requestsPerAddress`. */
  readonly loginsPerAddress: number;
}
