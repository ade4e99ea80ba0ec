import { runProgram } from "../scripts/failure";
import { clusterProgram } from "../scripts/tools";
import { findPrograms } from "./tools";

/** Tells where each program comes from that the tests need, and gets what is not there before they begin. */
void runProgram(async (signal) => {
  const { terraform, python, providers } = await findPrograms(process.env, signal);
  console.log(`terraform  ${terraform.binary}`);
  console.log(`moto       run by ${python}`);
  console.log(`providers  ${providers.description}`);
  console.log(`helm       ${clusterProgram("helm", process.env)}`);
});
