import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withEditsTable } from "./edits-table";
import { runProgram } from "./failure";
import { PROJECT } from "./synth";

void runProgram(async () => {
  const page = join(PROJECT, "docs", "edits.md");
  writeFileSync(page, withEditsTable(readFileSync(page, "utf8")));
  console.log("wrote docs/edits.md");
});
