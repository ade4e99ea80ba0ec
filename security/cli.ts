import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { readAcceptances } from "./acceptances";
import { RISK_PAGE, riskPage } from "./risk-page";

void runProgram(async () => {
  writeFileSync(join(PROJECT, RISK_PAGE), riskPage(readAcceptances()));
  console.log(`wrote ${RISK_PAGE}`);
});
