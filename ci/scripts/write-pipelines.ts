import { writeFileSync } from "node:fs";
import { DELIVERED } from "../../environments";
import { stalePipelines } from "./jenkinsfiles/environments";
import { runCommand } from "./shared/command";

runCommand({
  name: "write-pipelines",
  about: `Writes the stages of each environment into the pipelines, from ci/stages: the first environment of
environments/index.ts is applied as it is merged, the later ones after their approval, in their order.`,
  options: { folder: { value: "<folder>", default: "ci", about: "Holds *.Jenkinsfile, vars/*.groovy and stages/." } },
  run: async ({ folder }) => {
    const stale = stalePipelines(
      folder,
      DELIVERED.map(({ name }) => name),
    );
    for (const { path, text } of stale) {
      writeFileSync(path, text);
      console.log(`wrote ${path}`);
    }
    if (stale.length === 0) console.log("nothing to change");
  },
});
