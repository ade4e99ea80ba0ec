import { ENVIRONMENTS } from "../environments";
import type { Strictness } from "./gate";

/** How strict the gate of a root is: as its environment protects its data. What is shared by all counts as retained. */
export function strictnessOf(root: string): Strictness {
  const environment = ENVIRONMENTS.find(({ name }) => root.startsWith(`${name}-`) || root === `state-${name}`);
  return environment?.dataProtection ?? "retained";
}
