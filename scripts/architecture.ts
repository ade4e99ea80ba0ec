import { partGraph } from "./architecture/part-graph";
import { diagram } from "./architecture/picture";
import { runPage } from "./generated-page";
import { readPlatform } from "./synth";

runPage({
  file: "docs/architecture.md",
  command: "npm run architecture",
  about: `Draws the architecture of prod from its synthesized JSON into docs/architecture.md: a box for each part of the platform
with the number of its resources, and an arrow from each part to those whose resources it refers to.`,
  block: { begin: "<!-- drawn by npm run architecture -->", end: "<!-- end of the drawing -->" },
  write: async (signal) => diagram(partGraph(JSON.parse(await readPlatform("prod", signal)))),
});
