import { connectionsPicture, tiersPicture } from "./architecture/network-picture";
import { type NotedConfiguration, partGraph } from "./architecture/part-graph";
import { diagram } from "./architecture/picture";
import { runPage } from "./generated-page";
import { readPlatform } from "./synth";

runPage({
  file: "docs/architecture.md",
  command: "npm run architecture",
  about: `Draws the architecture of prod from its synthesized JSON into docs/architecture.md: a box for each part of the platform
with the number of its resources, and an arrow from each part to those whose resources it refers to; then its network, and who
may connect to whom.`,
  block: { begin: "<!-- drawn by npm run architecture -->", end: "<!-- end of the drawing -->" },
  write: async (signal) => {
    const platform = JSON.parse(await readPlatform("prod", signal)) as NotedConfiguration;
    return [
      diagram(partGraph(platform)),
      "The subnets of each tier, by zone, and the ways out of them:\n",
      tiersPicture(platform.resource),
      "Who may connect to whom in the VPC, on which ports, by the security groups. Within the cluster network policies say more\n(`gitops/`).\n",
      connectionsPicture(platform.resource),
    ].join("\n");
  },
});
