import { type ClusterNetwork, type Kind, OTHERS, OURS } from "./ends";
import { verdictOf } from "./judge";
import { MUST, MUST_NOT, type Row } from "./table";

/** Page on who reaches whom in the clusters, environment by environment. */
export function networkPage(clusters: Readonly<Record<string, ClusterNetwork>>): string {
  return `${[
    "# Who reaches whom in the clusters",
    "",
    "Written by `npm run network` from the policies that are synthesized for the namespaces and rendered for the services, which",
    "are evaluated as the VPC CNI does it. Tried is every connection from or to a pod of the platform's namespaces: with all",
    "services, add-ons and tiers of the network at the other end, on seventeen ports. What the first table has must be let through, and",
    "nothing else; the second says what that means. To let someone in, change the policy and `sandbox/network/table.ts` together.",
    "",
    "A node always reaches its own pods, which is how the kubelet asks whether they are well; pods in the network of their node, such",
    "as the exporter of its metrics, count as the node. Security groups and the data tier's network ACL come on top.",
    "",
    `Ours are ${OURS.join(", ")}. All others are ${OTHERS.join(", ")}.`,
    "",
    "## Must",
    "",
    ...table(MUST, clusters),
    "",
    "## Must not",
    "",
    ...table(MUST_NOT, clusters),
  ].join("\n")}\n`;
}

function table(rows: readonly Row[], clusters: Readonly<Record<string, ClusterNetwork>>): string[] {
  const names = Object.keys(clusters);
  return [
    `| From | To | Port | ${names.join(" | ")} | Why |`,
    `| --- | --- | --- | ${names.map(() => "---").join(" | ")} | --- |`,
    ...rows.map((row) => {
      const { from, to, ports, where, why } = row;
      const target = where === undefined ? kindsText(to) : `${kindsText(to)}, ${where[0]}`;
      const verdicts = Object.values(clusters).map((cluster) => verdictOf(row, cluster));
      return `| ${[kindsText(from), target, ports.text, ...verdicts, why].join(" | ")} |`;
    }),
  ];
}

/** Kinds in few words, where they are all of ours or most of the others. */
function kindsText(kinds: readonly Kind[]): string {
  if (OURS.every((kind) => kinds.includes(kind))) return "every pod of ours";
  const without = OTHERS.filter((kind) => !kinds.includes(kind));
  if (without.length > 1) return kinds.join(", ");
  return without.length === 0 ? "all others" : `all others but ${without.join(", ")}`;
}
