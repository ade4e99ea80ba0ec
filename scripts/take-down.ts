import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, runProgram } from "./failure";
import { releaseOverride } from "./protection";
import { RELEASE_FILE, takeDownSteps } from "./take-down-steps";
import { readConfiguration } from "./terraform-root";

const HELP = `npm run take-down -- <root> [<part>...]

Prepares to destroy a root for good, or parts of it: writes ${RELEASE_FILE} beside its synthesized JSON, which lifts
the protection of what cannot be made again, and prints the steps. It changes nothing by itself.

  <root>   such as prod-platform, as the last synth wrote it
  <part>   first word of the addresses to give free, such as recovery; all of them by default
  --help   this text`;

void runProgram(async () => {
  const [root, ...parts] = process.argv.slice(2);
  if (root === undefined || root === "--help") {
    console.log(HELP);
    return;
  }
  const folder = join("cdktf.out", "stacks", root);
  if (!existsSync(join(folder, "cdk.tf.json"))) {
    throw new Failure(`take-down: must name a root that was synthesized, got ${root}; npm run synth writes ${folder}`);
  }
  const configuration = readConfiguration(folder);
  const release = releaseOverride(configuration, parts.length > 0 ? parts.map((part) => `${part}_`) : [""]);
  if (release !== undefined) writeFileSync(join(folder, RELEASE_FILE), `${JSON.stringify(release, undefined, 2)}\n`);
  const steps = takeDownSteps(root, folder, configuration);
  console.log(steps.map((step, index) => `${index + 1}. ${step}`).join("\n"));
});
