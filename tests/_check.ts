import { existsSync } from "node:fs";
import { join } from "node:path";
import { EDITS } from "./review/edits";
import { reviewOfEdit } from "./review/expected";
import { PLANS } from "./review/plan-file";
for (const [name, { says }] of Object.entries(EDITS)) {
  if (!existsSync(join(PLANS, `${name}.json.gz`))) { console.log("missing", name); continue; }
  const { screen } = reviewOfEdit(name);
  const lacking = says.filter((text) => !screen.includes(text));
  const lines = screen.trimEnd().split("\n").length;
  if (lacking.length > 0 || lines > 40) console.log(name, lines, lacking, "\n" + screen.split("\n").map((l) => l.slice(0, 250)).join("\n"));
}
