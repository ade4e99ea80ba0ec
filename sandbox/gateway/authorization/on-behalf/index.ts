import type { Call } from "../call";
import type { Need } from "../table";
import { KEYS_AND_SECRETS } from "./keys-and-secrets";
import { LOG_DELIVERIES } from "./logs";
import { ROLES_AT_WORK } from "./roles";
import type { OnBehalf } from "./row";
import { SERVICE_LINKED_ROLES } from "./service-linked-roles";

const ROWS: readonly OnBehalf[] = [...SERVICE_LINKED_ROLES, ...KEYS_AND_SECRETS, ...LOG_DELIVERIES, ...ROLES_AT_WORK];

export async function onBehalf(call: Call): Promise<readonly Need[]> {
  const name = `${call.request.service} ${call.operation}`;
  const rows = ROWS.filter(({ of }) => of.includes(name));
  return (await Promise.all(rows.map(({ needs }) => needs(call)))).flat();
}
