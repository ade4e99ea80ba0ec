import { ALERT_PUBLISHERS } from "../foundation/alert-publishers";
import type { KeyUse } from "./key-policy";

/** Who uses a key of topics and queues, in each region that has any: identities through them, and who publishes without one. */
export const MESSAGES_USE = {
  throughServices: ["sns", "sqs"],
  byServices: [...ALERT_PUBLISHERS, "sns.amazonaws.com"],
  byEventBridge: true,
} as const satisfies Pick<KeyUse, "throughServices" | "byServices" | "byEventBridge">;
