import { accountOf } from "../environments";
import type { Strictness } from "./gate";

/** Strictness of the gate of a root: as its environment protects its data. What is shared by all counts as retained. */
export function strictnessOf(root: string): Strictness {
  const account = accountOf(root);
  return account !== undefined && "dataProtection" in account ? account.dataProtection : "retained";
}
