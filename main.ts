import { selectAccounts } from "./environments";
import { synthesizedBudgetProblems } from "./review/cost/budget";
import { buildRoots } from "./stacks";
import { synthesizeOrReport } from "./stacks/synthesize";

synthesizeOrReport(() => buildRoots(selectAccounts(process.env.LMS_ENVIRONMENTS)), synthesizedBudgetProblems);
