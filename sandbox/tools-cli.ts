import { runPlain } from "../scripts/plain-command";
import { clusterProgram } from "../scripts/tools";
import { findPrograms } from "./tools";

runPlain({
  command: "npm run tools",
  about: "Tells where each program comes from that the sandbox and the tests need, and gets what is not there.",
  run: async (signal) => {
    const { terraform, python, providers } = await findPrograms(process.env, signal);
    console.log(`terraform  ${terraform.binary}`);
    console.log(`moto       run by ${python}`);
    console.log(`providers  ${providers.description}`);
    console.log(`helm       ${clusterProgram("helm", process.env)}`);
  },
});
