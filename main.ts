import { selectAccounts } from "./environments";
import { buildRoots } from "./stacks";
import { synthesizeOrReport } from "./stacks/synthesize";

synthesizeOrReport(() => buildRoots(selectAccounts(process.env.LMS_ENVIRONMENTS)));
