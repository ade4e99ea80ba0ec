import { parseArgs } from "node:util";
import { selectAccounts } from "./environments";
import { halfMadeProblems } from "./gitops/checks/services";
import { synthesizedCapacityProblems } from "./review/capacity/capacity";
import { synthesizedBudgetProblems } from "./review/cost/budget";
import { deployedProblems } from "./review/lock/deployed";
import { lockProblems } from "./review/lock/lock";
import { buildRoots } from "./stacks";
import { removeLeftRoots } from "./stacks/left-roots";
import { synthesizeOrReport } from "./stacks/synthesize-or-report";

const HELP = `npm run synth [-- --against <folder>]

Writes the Terraform JSON of every root into cdktf.out/stacks, or into the folder CDKTF_OUTDIR. LMS_ENVIRONMENTS=dev,prod limits it
to those accounts. Every setting is checked before, and what is locked must still be there.

  --against <folder>   what is deployed, as another synth wrote it, such as that of the commit deployed/<root>: tells what would be lost
  --help               this text`;

function readArguments(): { readonly against?: string } {
  const options = { against: { type: "string" }, help: { type: "boolean" } } as const;
  try {
    const { help, against } = parseArgs({ options }).values;
    if (help !== true) return against === undefined ? {} : { against };
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`synth: ${(error as Error).message}; see --help`);
    process.exit(1);
  }
}

const { against } = readArguments();
const synthesis = synthesizeOrReport(
  () => buildRoots(selectAccounts(process.env.LMS_ENVIRONMENTS)),
  (written) => [
    ...synthesizedBudgetProblems(written),
    ...synthesizedCapacityProblems(written, __dirname),
    ...lockProblems(written),
    ...(against === undefined ? [] : deployedProblems(written, against)),
  ],
);
if (synthesis.problems.length === 0) {
  for (const line of [...removeLeftRoots(synthesis), ...halfMadeProblems(__dirname)]) console.error(`warning: ${line}`);
}
