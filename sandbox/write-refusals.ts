import { runPage } from "../scripts/generated-page";
import { refusalsPage } from "./refusals/page";
import { REFUSALS } from "./refusals/table";

runPage({
  file: "docs/refusals.md",
  command: "npm run refusals",
  about: "Writes docs/refusals.md: what the sandbox refuses as AWS does, from sandbox/refusals/table.",
  write: () => refusalsPage(REFUSALS),
});
