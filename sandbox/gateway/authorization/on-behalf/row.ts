import type { Call } from "../call";
import type { Need } from "../table";
import { Untold } from "../untold";

/** Something that AWS does for a call besides what the call says, and the rights that it takes. */
export interface OnBehalf {
  /** The operations, each `<signing name> <operation>`. */
  readonly of: readonly string[];
  readonly needs: (call: Call) => readonly Need[] | Promise<readonly Need[]>;
  /** Where AWS says so. */
  readonly source: string;
}

/** What a service does with a key of the account in the name of the caller. */
export async function useKey(
  call: Call,
  key: string | undefined,
  via: string | undefined,
  actions: readonly string[],
  context = {},
): Promise<Need[]> {
  // AWS's own keys let in who uses them through their service.
  if (key === undefined || key === "" || key.includes("alias/aws/")) return [];
  const resource = await call.facts.keyArn(key, call.region);
  if (resource === undefined) throw new Untold(call.request, `got the key ${key}, which is not there`);
  return actions.map((action) => ({
    action: `kms:${action}`,
    resource,
    context: action === "CreateGrant" ? { ...context, "kms:grantisforawsresource": "true" } : context,
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
    ...(via === undefined || action === "RetireGrant" ? {} : { via }),
  }));
}
