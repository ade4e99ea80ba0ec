import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Failure, runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { readAcceptances } from "./acceptances";
import { RISK_PAGE, riskPage } from "./risk-page";

const HELP = `npm run risks

Writes ${RISK_PAGE}, for an auditor, from security/accepted-risks.yaml. Run it after you have changed that file;
the tests check that the page is current.

  --help   this text`;

void runProgram(async () => {
  const [argument] = process.argv.slice(2);
  if (argument === "--help") {
    console.log(HELP);
    return;
  }
  if (argument !== undefined) {
    throw new Failure(`npm run risks: must have no arguments, got ${JSON.stringify(argument)}; see --help`);
  }
  writeFileSync(join(PROJECT, RISK_PAGE), riskPage(readAcceptances()));
  console.log(`wrote ${RISK_PAGE}`);
});
