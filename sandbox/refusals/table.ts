import type { Refusals } from "./refusal";
import { DATA } from "./table/data";
import { EDGE } from "./table/edge";
import { NETWORK_AND_COMPUTE } from "./table/network-and-compute";
import { OPERATIONS } from "./table/operations";

/** What AWS refuses of each type of resource in the platform, and who refuses it here. */
export const REFUSALS: Refusals = { ...NETWORK_AND_COMPUTE, ...DATA, ...EDGE, ...OPERATIONS };
