import type { TerraformConfiguration } from "../../stacks/guardrails";
import { storesOf } from "../../stacks/residency";

/** Table of the stores with the class of what they keep, and how many of each are in which region. */
export function storeTable(configuration: TerraformConfiguration): string {
  const stores = storesOf(configuration);
  const regions = [...new Set(stores.map(({ region }) => region))];
  const kinds = new Map(stores.map(({ kind, dataClass }) => [kind, dataClass]));
  const count = (kind: string, region: string) =>
    stores.filter((store) => store.kind === kind && store.region === region).length || "";
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [
    row(["Store", "Class", ...regions]),
    row(["---", "---", ...regions.map(() => "---")]),
    ...[...kinds].map(([kind, dataClass]) => row([kind, dataClass, ...regions.map((region) => count(kind, region))])),
    "",
  ].join("\n");
}
