import { EDITS_BLOCK, editsTable } from "./edits-table";
import { runPage } from "./generated-page";

runPage({
  file: "docs/edits.md",
  command: "npm run edits",
  about: "Writes the table of edits into docs/edits.md, from environments/edits.",
  block: EDITS_BLOCK,
  write: editsTable,
});
