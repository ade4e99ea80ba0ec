import { join } from "node:path";
import { parseArgs } from "node:util";
import { ENVIRONMENTS } from "../environments";
import { Failure, runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { writeModules } from "./write";

void runProgram(async () => {
  const { like, out } = parseArgs({
    options: {
      like: { type: "string", default: "prod" },
      out: { type: "string", default: join(PROJECT, "cdktf.out") },
    },
  }).values;
  const environment = ENVIRONMENTS.find(({ name }) => name === like);
  if (environment === undefined) {
    const names = ENVIRONMENTS.map(({ name }) => name).join(", ");
    throw new Failure(`modules: --like must be one of ${names}, got ${JSON.stringify(like)}; name an environment`);
  }
  const modules = writeModules(environment, out);
  console.log(`wrote ${modules.length} modules like ${like} into ${join(out, "modules")}`);
});
