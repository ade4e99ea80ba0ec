import { environmentSchema } from "../environments/environment";
import { runPage } from "./generated-page";
import { withComments } from "./settings/comments";
import { reference } from "./settings/reference";

runPage({
  file: "docs/settings.md",
  command: "npm run settings",
  about: "Writes the reference of an environment's settings into docs/settings.md, from their schema and its comments.",
  block: { begin: "<!-- written by npm run settings -->", end: "<!-- end of the reference -->" },
  write: () =>
    withComments("environments/environment.ts", "Environment", (commentOf) =>
      reference("environment", environmentSchema, commentOf),
    ),
});
