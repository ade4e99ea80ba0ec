// The way into the platform, tried with requests: from the web ACLs to the load balancer's listener, as they are synthesized.

export { type FrontDoor, verdictOn } from "./front-door";
export type { ExpectedRequest, RequestGroup, SampleRequest, Verdict } from "./request";
export { requestsFor } from "./requests";
export { type VerdictRow, verdictRows, verdictTable } from "./verdict-table";
export { type Decision, decide, type SynthesizedRule } from "./web-acl";
