import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { environmentSchema } from "../environments/environment";
import { Failure, runProgram } from "./failure";
import { withComments } from "./settings/comments";
import { reference } from "./settings/reference";
import { PROJECT } from "./synth";

// `npm run settings`: writes the reference of an environment's settings into docs/settings.md, from their schema and from
// their comments. With `-- --check` it writes nothing, and fails when the file is not that of the code.
const FILE = "docs/settings.md";
const BLOCK = /(<!-- written by npm run settings -->\n)[\s\S]*?(<!-- end of the reference -->)/;

void runProgram(async () => {
  const path = join(PROJECT, FILE);
  const before = readFileSync(path, "utf8");
  const text = withComments("environments/environment.ts", "Environment", (commentOf) =>
    reference("environment", environmentSchema, commentOf),
  );
  const after = before.replace(BLOCK, (_, begin: string, end: string) => `${begin}\n${text}\n\n${end}`);
  if (!process.argv.includes("--check")) writeFileSync(path, after);
  else if (after !== before) {
    throw new Failure(`${FILE}: must show the settings as the schema has them, got older ones; npm run settings`);
  }
});
