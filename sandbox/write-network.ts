import { ENVIRONMENTS } from "../environments";
import { Failure } from "../scripts/failure";
import { runPage } from "../scripts/generated-page";
import { synthesizedElsewhere } from "../scripts/synth";
import { readConfiguration } from "../scripts/terraform-root";
import { type ClusterNetwork, clusterNetwork } from "./network/ends";
import { networkProblems } from "./network/judge";
import { networkPage } from "./network/page";

runPage({
  file: "docs/network.md",
  command: "npm run network",
  about: `Writes docs/network.md: who reaches whom in each cluster, by the network policies of the synthesized namespaces and the
rendered services. Exits with 1 when a connection is let through that sandbox/network/table.ts does not know, or one is not that it
has.`,
  write: async (signal) => {
    const clusters: Record<string, ClusterNetwork> = {};
    for (const environment of ENVIRONMENTS) {
      const { name } = environment;
      clusters[name] = await synthesizedElsewhere(name, signal, ({ roots }) => {
        const addons = roots.find((root) => root.name === `${name}-addons`);
        if (addons === undefined) throw new Failure(`${name}: must have a root ${name}-addons, got none`);
        return clusterNetwork(environment, readConfiguration(addons.folder));
      });
    }
    const problems = Object.entries(clusters).flatMap(([name, cluster]) => networkProblems(name, cluster));
    if (problems.length > 0) throw new Failure(problems.join("\n"));
    return networkPage(clusters);
  },
});
