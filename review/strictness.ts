import { ENVIRONMENTS } from "../environments";
import type { Strictness } from "./gate";

/** Strictness of the gate of a root: as its environment protects its data. What is shared by all counts as retained. */
export function strictnessOf(root: string): Strictness {
  const environment = ENVIRONMENTS.find(({ name }) => root.startsWith(`${name}-`) || root === `state-${name}`);
  return environment?.dataProtection ?? "retained";
}
