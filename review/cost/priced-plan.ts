import type { Plan } from "../plan/planned-change";
import { textAt } from "../plan/values";
import type { PricedResource } from "./rules";

/** The resources that are there before a plan, or after it, to be priced. */
export function pricedPlan({ resources, references }: Plan, when: "before" | "after"): readonly PricedResource[] {
  const byAddress = new Map<string, PricedResource>();
  const known = (addresses: readonly string[]) => addresses.flatMap((address) => byAddress.get(address) ?? []);
  for (const { address, type, name, action, before, after, region } of resources) {
    // What a plan leaves alone stands in it once; what is destroyed or forgotten has no `after`.
    // An argument that only the apply knows counts as it was.
    const values = action !== "none" && when === "before" ? before : { ...before, ...after };
    if (Object.keys(values).length === 0 && action !== "create" && action !== "replace") continue;
    if (when === "before" && action === "create") continue;
    if (when === "after" && (action === "delete" || action === "forget")) continue;
    byAddress.set(address, {
      address,
      type,
      part: name.split("_")[0] ?? name,
      region: textAt(values, "region") || region || "us-east-1",
      values,
      references: (argument) => known(references.of(address, argument)),
      users: (type) => known(references.usersOf(address)).filter((user) => user.type === type),
    });
  }
  return [...byAddress.values()];
}
