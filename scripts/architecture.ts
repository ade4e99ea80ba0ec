import type { TerraformConfiguration } from "../stacks/guardrails";
import { connectionsPicture, tiersPicture } from "./architecture/network-picture";
import { type NotedConfiguration, partGraph } from "./architecture/part-graph";
import { diagram } from "./architecture/picture";
import { storeTable } from "./architecture/store-table";
import { runPage } from "./generated-page";
import { readPlatform } from "./synth";

runPage({
  file: "docs/architecture.md",
  command: "npm run architecture",
  about: `Draws the architecture of prod from its synthesized JSON into docs/architecture.md: a box for each part of the platform
with the number of its resources, and an arrow from each part to those whose resources it refers to; then its network, who may
connect to whom, and where data of people is kept.`,
  block: { begin: "<!-- drawn by npm run architecture -->", end: "<!-- end of the drawing -->" },
  write: async (signal) => {
    const platform = JSON.parse(await readPlatform("prod", signal)) as NotedConfiguration & TerraformConfiguration;
    return [
      diagram(partGraph(platform)),
      "The subnets of each tier, by zone, and the ways out of them:\n",
      tiersPicture(platform.resource),
      "Who may connect to whom in the VPC, on which ports, by the security groups. Within the cluster network policies say more\n(`gitops/`).\n",
      connectionsPicture(platform.resource),
      "What keeps data of people, by its class and region. What learners and teachers make, and its backups, is in the environment's\nregion and in `storage.learnerDataRegions`, or the synth fails; so are the logs, but that of the firewall before CloudFront, which AWS\nhas in `us-east-1`.\n",
      storeTable(platform),
    ].join("\n");
  },
});
