import type { RequestGroup } from "../request";
import { ATTACKS, WAYS_AROUND } from "./attacks";
import { CROWDS } from "./crowds";
import { LEARNING, PRODUCTS } from "./learners";
import { SYSTEMS } from "./systems";

/** Requests that the way into the platform is tried with. A new one is an entry in a file of this folder. */
export const REQUESTS: readonly RequestGroup[] = [LEARNING, PRODUCTS, SYSTEMS, CROWDS, ATTACKS, WAYS_AROUND];
