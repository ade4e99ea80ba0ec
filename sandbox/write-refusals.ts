import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "../scripts/failure";
import { PROJECT } from "../scripts/synth";
import { refusalsPage } from "./refusals/page";
import { REFUSALS } from "./refusals/table";

const PAGE = "docs/refusals.md";

void runProgram(async () => {
  writeFileSync(join(PROJECT, PAGE), refusalsPage(REFUSALS));
  console.log(`wrote ${PAGE}`);
});
