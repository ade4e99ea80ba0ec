import { parseArgs } from "node:util";
import { selectAccounts } from "./environments";
import { synthesizedCapacityProblems } from "./review/capacity/capacity";
import { synthesizedBudgetProblems } from "./review/cost/budget";
import { deployedProblems } from "./review/lock/deployed";
import { lockProblems } from "./review/lock/lock";
import { buildRoots } from "./stacks";
import { synthesizeOrReport } from "./stacks/synthesize";

const { against } = parseArgs({ options: { against: { type: "string" } } }).values;
synthesizeOrReport(
  () => buildRoots(selectAccounts(process.env.LMS_ENVIRONMENTS)),
  (written) => [
    ...synthesizedBudgetProblems(written),
    ...synthesizedCapacityProblems(written),
    ...lockProblems(written),
    ...(against === undefined ? [] : deployedProblems(written, against)),
  ],
);
