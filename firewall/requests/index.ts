import type { FirewallSettings, RequestGroup } from "../request";
import { ATTACKS, WAYS_AROUND } from "./attacks";
import { crowds } from "./crowds";
import { LEARNING, PRODUCTS } from "./learners";
import { SYSTEMS } from "./systems";

/** Requests that the way into an environment is tried with. A new one is an entry in a file of this folder. */
export function requestsFor(firewall: FirewallSettings): readonly RequestGroup[] {
  return [LEARNING, PRODUCTS, SYSTEMS, crowds(firewall), ATTACKS, WAYS_AROUND];
}
