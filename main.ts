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

const { against } = parseArgs({ options: { against: { type: "string" } } }).values;
const synthesis = synthesizeOrReport(
  () => buildRoots(selectAccounts(process.env.LMS_ENVIRONMENTS)),
  (written) => [
    ...synthesizedBudgetProblems(written),
    ...synthesizedCapacityProblems(written),
    ...lockProblems(written),
    ...(against === undefined ? [] : deployedProblems(written, against)),
  ],
);
if (synthesis.problems.length === 0) {
  for (const line of [...removeLeftRoots(synthesis), ...halfMadeProblems(__dirname)]) console.error(`warning: ${line}`);
}
