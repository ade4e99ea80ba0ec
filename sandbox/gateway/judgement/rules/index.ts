import type { Rules } from "../rule";

/** What AWS refuses beyond its models: rules by the service's signing name and the operation. */
export const rules: Readonly<Record<string, Rules>> = {};
